import Foundation
import TestSupport
import Testing

/// What the documents say is true.
@Suite struct DocumentationTests {
  private static func read(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  @Test func theReadmeIsShort() async throws {
    #expect(
      try Self.read("README.md").split(separator: "\n", omittingEmptySubsequences: false).count
        <= 121)
  }

  @Test func theSuiteInTheReadmeIsTheFileAndRuns() async throws {
    let suite = try Self.read("docs/examples/suites/greeting.json")
    #expect(try Self.read("README.md").contains("```json\n\(suite)```"))
    let folder = try TemporaryFolder()
    let run = try await Subprocess.assay([
      "run", "docs/examples/suites/greeting.json", "--junit",
      folder.url.appending(path: "greeting.xml").path,
    ])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("✓ chat [smollm2-135m]  1 passed"))
  }

  @Test(arguments: ["README.md", "CHANGELOG.md"])
  func linksLeadSomewhere(document: String) async throws {
    for match in try Self.read(document).matches(of: /\]\((?!http)([^)#]+)\)/) {
      let target = Repository.root.appending(path: String(match.1))
      #expect(FileManager.default.fileExists(atPath: target.path), "\(match.1)")
    }
  }

  @Test func linesOfOutputInTheReadmeAreReal() async throws {
    let readme = try Self.read("README.md")
    let printed =
      try await Subprocess.assay(["run", "suites"]).output
      + Subprocess.assay(["run", "suites/regressions"]).output
    let blocks = readme.components(separatedBy: "```\n")
    let shown = blocks.flatMap { $0.split(separator: "\n") }
      .filter {
        $0.hasPrefix("✓") || $0.hasPrefix("✗") || $0.hasPrefix("  ✗")
          || $0.hasPrefix("      jsonpath")
      }
    #expect(shown.count >= 5)
    for line in shown { #expect(printed.contains(line), "\(line)") }
  }
}

import Foundation
import TestSupport
import Testing

/// The outputs in `docs/fixtures.md` are those of its commands.
@Suite struct FixturesDocumentTests {
  struct Sample: Sendable, CustomStringConvertible {
    var command: String
    /// What it prints; a line `…` stands for some lines.
    var output: String

    var description: String { command }
  }

  private static let samples: [Sample] = {
    let file = Repository.root.appending(path: "docs/fixtures.md")
    guard let document = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return document.components(separatedBy: "```console\n").dropFirst().flatMap { block in
      (block.components(separatedBy: "```").first ?? "").components(separatedBy: "$ assay ")
        .dropFirst().map { sample in
          let lines = sample.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
          return Sample(command: String(lines[0]), output: lines.count > 1 ? String(lines[1]) : "")
        }
    }
  }()

  @Test func everyCommandHasASample() {
    let commands = Self.samples.map(\.command)
    for name in ["run", "fixtures list", "fixtures show", "fixtures stats", "fixtures audit"] {
      #expect(commands.contains { $0.hasPrefix(name) }, "\(name)")
    }
    #expect(commands.contains { $0.hasPrefix("fixtures prune") })
  }

  @Test(arguments: samples)
  func theOutputIsReal(sample: Sample) async throws {
    let folder = try TemporaryFolder()
    let example = folder.url.appending(path: "example")
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "docs/examples/recordings"), to: example)
    let run = try await Subprocess.assay(
      sample.command.split(separator: " ").map(String.init), in: example)
    // The one thing that depends on the day.
    func timeless(_ text: String) -> String {
      text.replacing(/the oldest \d+ days? ago/, with: "the oldest N days ago")
    }
    var rest = timeless(run.output + run.errors)[...]
    let parts = timeless(sample.output).components(separatedBy: "…\n")
    for (position, part) in parts.enumerated() {
      let found = position == 0 ? rest.range(of: part, options: .anchored) : rest.range(of: part)
      let place = try #require(found, "not printed:\n\(part)\nbut:\n\(rest)")
      rest = rest[place.upperBound...]
    }
    #expect(rest.isEmpty, "printed, too:\n\(rest)")
  }
}

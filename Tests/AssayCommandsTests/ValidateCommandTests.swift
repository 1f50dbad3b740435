import Foundation
import JSONModel
import TestSupport
import Testing

@Suite struct ValidateCommandTests {
  @Test func theSuitesOfTheRepositoryAreValid() async throws {
    let run = try await Subprocess.assay(
      [
        "validate", "suites", "suites/regressions", "suites/outcomes",
        "docs/examples/suites/greeting.json",
      ])
    // The example has the name, and so the recordings, of one of the suites.
    #expect(run.status == 64)
    #expect(run.output.contains("the name \"chat\" is also that of suites/chat.json"))
    #expect(try await Subprocess.assay(["validate", "suites", "suites/regressions"]).status == 0)
  }

  @Test func promptsAreShownAsTheyAreSent() async throws {
    let run = try await Subprocess.assay(["validate", "suites/people.json", "--print-prompts"])
    #expect(
      run.output.hasPrefix(
        """
        --- people: john [zero-shot]
        system: Extract the person as JSON.
        user: Extract: John, 30, john@example.com

        """))
    #expect(run.errors == "1 suite with 12 cases: no errors\n")
  }

  @Test func editorsAndCIGetTheirForms() async throws {
    let folder = try TemporaryFolder()
    try folder.write("{\n  \"version\": 1,\n  \"nmae\": \"x, y: 100%\"\n}", to: "s.json")
    let json = try await Subprocess.assay(
      ["validate", "s.json", "--format", "json"], in: folder.url)
    #expect(json.status == 64)
    let problems = try json.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    let unknown = try #require(problems.first { $0["pointer"] == "/nmae" })
    #expect(unknown["line"] == 3)
    #expect(unknown["column"] == 3)
    #expect(unknown["hint"] == "did you mean \"name\"?")
    let github = try await Subprocess.assay(
      ["validate", "s.json", "--format", "github"], in: folder.url)
    #expect(
      github.output.contains(
        "::error file=s.json,line=3,col=3::/nmae: unknown key \"nmae\" (did you mean \"name\"?)\n"))
  }

  @Test func aCaseThatAssertsNothingIsAWarning() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      { "version": 1, "name": "x", "models": ["m"],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Hi" }] } },
        "cases": [{ "id": "a" }] }
      """, to: "s.json")
    let run = try await Subprocess.assay(["validate", "s.json"], in: folder.url)
    #expect(run.status == 0)
    #expect(run.output.contains("s.json:3:13: warning: /cases/0: the case \"a\" asserts nothing"))
  }
}

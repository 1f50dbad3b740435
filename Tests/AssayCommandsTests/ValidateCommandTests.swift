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

  @Test func parametersAndTurnsAreShownToo() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      { "version": 1, "name": "x",
        "models": ["m", { "model": "n", "label": "other", "endpoint": "local", "parameters": { "temperature": null } }],
        "parameters": { "max_tokens": 5 },
        "prompts": { "p": { "messages": [{ "role": "system", "content": "Hi\\u001b[1m {{a}}" }] } },
        "cases": [{ "id": "c", "vars": { "a": 1 }, "stream": true, "assert": [{ "type": "is-json" }],
          "turns": [{ "user": "one", "capture": { "b": "text" } }, { "user": "two {{b}}" }] }] }
      """, to: "s.json")
    try folder.write(
      "{ \"version\": 1, \"suites\": \"s.json\", \"endpoints\": { \"local\": { \"baseURL\": \"http://h\" } } }",
      to: "assay.json")
    let text = try await Subprocess.assay(["validate", "--print-prompts"], in: folder.url)
    #expect(
      text.output == """
        --- x: c [p]
        system: Hi\\u{1B}[1m 1
        user: one
        assistant: (the reply of turn 1)
        user: two {{b}} (with what an earlier turn captures)
        → m, streamed: {"max_tokens":5,"temperature":0.7}
        → other (n) at local, streamed: {"max_tokens":5}

        """)
    let json = try await Subprocess.assay(
      ["validate", "--print-prompts", "--format", "json"], in: folder.url)
    let lines = try json.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(lines.count == 2)
    #expect(
      lines[1]["body"] == [
        "model": "n", "max_tokens": 5,
        "messages": [
          ["role": "system", "content": "Hi\u{1B}[1m 1"], ["role": "user", "content": "one"],
        ],
      ])
    #expect(lines[1]["endpoint"] == "local")
    #expect(lines[1]["turns"]?[0]?[0]?["isTemplate"] == true)
  }

  @Test func allProblemsOfAllFilesAreToldAtOnce() async throws {
    let folder = try TemporaryFolder()
    try folder.write("{ \"version\": 1, \"suits\": 1 }", to: "assay.json")
    try folder.write("{", to: "a.json")
    try folder.write("{ \"version\": 1 }", to: "b.json")
    let run = try await Subprocess.assay(
      ["validate", "a.json", "nothere", "b.json"], in: folder.url)
    #expect(run.status == 64)
    for part in [
      "assay.json:1:17: error: /suits: unknown key \"suits\"", "nothere: error: no such file",
      "a.json:1:2: error:", "b.json:1:1: error: the key \"name\" is missing",
    ] { #expect(run.output.contains(part), "\(run.output)") }
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

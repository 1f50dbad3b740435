import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// Runs whose replies are judged by a model, recorded from the simulator and replayed.
@Suite struct JudgedRunTests {
  private static let suite = """
    { "version": 1, "name": "judged", "models": ["gpt-4", "gpt-3.5-turbo"], "judge": "judge",
      "prompts": { "p": { "messages": [{ "role": "user", "content": "{{question}}" }] } },
      "cases": [
        { "id": "rubric", "vars": { "question": "Greet me." },
          "assert": [{ "type": "llm-rubric", "value": "It is polite.",
            "description": "be polite" }] },
        { "id": "best", "vars": { "question": "Why is the sky blue?" },
          "assert": [{ "type": "contains", "value": "light" },
            { "type": "select-best", "value": "The most precise." }] },
        { "id": "partial", "vars": { "question": "Which judge hesitates?" },
          "assert": [{ "type": "llm-rubric", "value": "It names someone." }] },
        { "id": "useless", "vars": { "question": "Which judge is useless?" },
          "assert": [{ "type": "closed-qa", "value": "It says anything." }] }
      ] }
    """

  /// What the plan says is what is asked, where every judge is of use at once.
  @Test func thePlanCountsEveryRequest() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "judged.json")
    let choice = ["--case", "rubric", "--case", "best"]
    let plan = try await Subprocess.assay(["plan", "judged.json"] + choice, in: folder.url)
    let total = try #require(plan.output.split(separator: "\n").first { $0.hasPrefix("in all") })
    #expect(total.split(separator: " ").prefix(4) == ["in", "all", "4", "8"], "\(plan.output)")
    #expect(plan.output.contains("4 of the calls ask judges"), "\(plan.output)")
    let run = try await GatewaySimulator.withSimulator(
      script: SimulatorScript(parsing: Self.script)
    ) {
      try await Subprocess.assay(
        ["run", "judged.json", "--mode", "live"] + choice, in: folder.url,
        environment: $0.environment)
    }
    #expect(run.output.contains("used: 8 calls"), "\(run.output)\(run.errors)")
  }

  /// A judge that finds precision wherever it stands, hesitates once, and may be of no use.
  private static let script = #"""
    { "version": 1, "models": [
        { "name": "gpt-4" }, { "name": "gpt-3.5-turbo" }, { "name": "judge" } ],
      "rules": [
        { "when": { "model": "judge", "pattern": "(?s)Choose the one.*<reply-1-\\w+>\\nRayleigh" },
          "reply": { "json": { "reasons": "it names the law", "best": 1 } } },
        { "when": { "model": "judge", "pattern": "(?s)Choose the one.*<reply-2-\\w+>\\nRayleigh" },
          "reply": { "json": { "reasons": "it names the law", "best": 2 } } },
        { "when": { "model": "judge", "pattern": "(?s)It is polite.*Hello, dear guest" },
          "reply": { "json": { "reasons": "kind words", "score": 9 } } },
        { "when": { "model": "judge", "contains": "It is polite" },
          "reply": { "json": { "reasons": "curt", "score": 2 } } },
        { "when": { "model": "judge", "pattern": "(?s)cannot be used.*score" },
          "reply": { "json": { "reasons": "after all", "score": 8 } } },
        { "when": { "model": "judge" }, "reply": { "text": "Hard to say." } },
        { "when": { "model": "gpt-4", "contains": "Greet" },
          "reply": { "text": "Hello, dear guest" } },
        { "when": { "contains": "Greet" }, "reply": { "text": "Yo" } },
        { "when": { "model": "gpt-4", "contains": "sky" },
          "reply": { "text": "Rayleigh scattering of light" } },
        { "when": { "contains": "sky" }, "reply": { "text": "light, probably" } }
      ] }
    """#

  /// Records the suite, or the cases of `selection`, and gives the ends of the recording run and
  /// of the replay.
  private static func runs(
    in folder: TemporaryFolder, _ selection: [String]
  ) async throws -> [Subprocess] {
    try folder.write(suite, to: "judged.json")
    let script = try SimulatorScript(parsing: script)
    let recorded = try await GatewaySimulator.withSimulator(script: script) { simulator in
      try """
      SAAS_LITELLM_API_URL=\(simulator.baseURL)
      SAAS_LITELLM_TEAM_ID=\(simulator.teamID)
      SAAS_LITELLM_VIRTUAL_KEY=\(simulator.virtualKey)
      """.write(to: folder.url.appending(path: ".env"), atomically: true, encoding: .utf8)
      return try await Subprocess.assay(
        ["run", "judged.json", "--mode", "record", "--journal", "recorded.jsonl"] + selection,
        in: folder.url)
    }
    let replayed = try await Subprocess.assay(
      ["run", "judged.json", "--journal", "replayed.jsonl", "--concurrency", "3"] + selection,
      in: folder.url)
    return [recorded, replayed]
  }

  /// The attempts of a journal by case and model.
  private static func attempts(
    _ name: String, in folder: TemporaryFolder
  ) throws -> [String: JSONValue] {
    let text = try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    var attempts: [String: JSONValue] = [:]
    for line in text.split(separator: "\n") {
      let json = try JSONValue(parsing: String(line))
      guard let id = json["case"]?.stringValue, let model = json["model"]?.stringValue else {
        continue
      }
      #expect(attempts["\(id) \(model)"] == nil)
      attempts["\(id) \(model)"] = json
    }
    return attempts
  }

  @Test func aJudgeDecidesByItsScoreAndGivesItsReasons() async throws {
    let folder = try TemporaryFolder()
    for run in try await Self.runs(in: folder, ["--case", "rubric"]) {
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      #expect(
        run.output.contains(
          "llm-rubric (be polite): scored 0.2, below 0.7: curt"), "\(run.output)")
    }
    for name in ["recorded.jsonl", "replayed.jsonl"] {
      let attempts = try Self.attempts(name, in: folder)
      let good = try #require(attempts["rubric gpt-4"])
      #expect(good["outcome"] == "passed")
      #expect(good["assertions"]?[0]?["explanation"] == "kind words")
      #expect(good["assertions"]?[0]?["summary"] == "be polite")
      #expect(attempts["rubric gpt-3.5-turbo"]?["outcome"] == "failed")
      // The attempt's call and the judge's.
      #expect(good["calls"] == (name == "recorded.jsonl" ? 2 : nil))
      let own = try #require(good["reply"]?["usage"]?["total"]?.intValue)
      #expect(try #require(good["tokens"]?.intValue) > own)
    }
  }

  @Test func repliesOfAllModelsAreComparedOnceAllAreThere() async throws {
    let folder = try TemporaryFolder()
    for run in try await Self.runs(in: folder, ["--case", "best"]) {
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      #expect(run.output.contains("1 passed, 1 failed"), "\(run.output)")
      #expect(
        run.output.contains(
          "select-best: another reply is better: \"Rayleigh scattering of light\", since: it names "
            + "the law"), "\(run.output)")
    }
    for name in ["recorded.jsonl", "replayed.jsonl"] {
      let attempts = try Self.attempts(name, in: folder)
      #expect(attempts["best gpt-4"]?["outcome"] == "passed")
      #expect(attempts["best gpt-3.5-turbo"]?["outcome"] == "failed")
    }
    // The judge was asked in both orders, in the name of the first model.
    let attempts = try Self.attempts("recorded.jsonl", in: folder)
    #expect(attempts["best gpt-4"]?["calls"] == 3)
    #expect(attempts["best gpt-3.5-turbo"]?["calls"] == 1)
  }

  @Test func aJudgeOfNoUseIsAskedOnceMoreAndThenLeavesTheCaseOpen() async throws {
    let folder = try TemporaryFolder()
    let selection = ["--case", "partial", "--case", "useless", "--model", "gpt-4"]
    for run in try await Self.runs(in: folder, selection) {
      // Nobody failed, but one case has no verdict.
      #expect(run.output.contains("1 passed, 1 inconclusive"), "\(run.output)\(run.errors)")
      #expect(
        run.output.contains("the judge gave no usable answer, twice"), "\(run.output)")
    }
    for name in ["recorded.jsonl", "replayed.jsonl"] {
      let attempts = try Self.attempts(name, in: folder)
      // Whichever of the two came first was helped by the second answer.
      #expect(
        Set(attempts.values.compactMap { $0["outcome"]?.stringValue }) == [
          "passed", "inconclusive",
        ])
    }
    let recorded = try Self.attempts("recorded.jsonl", in: folder)
    #expect(recorded.values.allSatisfy { $0["calls"] == 3 })
  }

  @Test func whoeverNeedsAJudgeOrRivalsIsToldBeforeAnyCall() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      { "version": 1, "name": "alone", "models": ["gpt-4"],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Hi" }] } },
        "cases": [
          { "id": "a", "assert": [{ "type": "llm-rubric", "value": "It is polite." }] },
          { "id": "b", "assert": [
            { "type": "select-best", "value": "The best.", "judge": "gpt-4" }] },
          { "id": "c", "turns": [{ "user": "x", "assert": [
            { "type": "select-best", "value": "The best.", "judge": "gpt-4" }] }] }
        ] }
      """, to: "alone.json")
    let result = try await Subprocess.assay(["validate", "alone.json"], in: folder.url)
    #expect(result.status != 0)
    for expected in [
      "alone.json:4:29: error: /cases/0/assert/0: this asks a judge, and the suite has none",
      "the case \"b\" compares the replies of several models, but runs with one only",
      "\"select-best\" compares the last replies of all models and cannot stand in a turn",
    ] {
      #expect(
        (result.output + result.errors).contains(expected), "\(result.output)\(result.errors)")
    }
  }
}

import AssayAssertions
import AssaySuites
import Foundation
import GatewaySimulator
import TestSupport
import Testing

@testable import AssayCore

/// Replies that are compared across models, in runs that do not go straight to their end.
@Suite struct ComparisonTests {
  private static let script = #"""
    { "version": 1, "rules": [
      { "when": { "model": "judge", "pattern": "(?s)<reply-1-\\w+>\\ngood" },
        "reply": { "json": { "reasons": "good", "best": 1 } } },
      { "when": { "model": "judge", "pattern": "(?s)<reply-2-\\w+>\\ngood" },
        "reply": { "json": { "reasons": "good", "best": 2 } } },
      { "when": { "model": "judge", "pattern": "(?s)<reply-3-\\w+>\\ngood" },
        "reply": { "json": { "reasons": "good", "best": 3 } } },
      { "when": { "model": "a" }, "reply": { "text": "good" } },
      { "when": { "model": "broken" }, "fault": { "kind": "status", "code": 400 } },
      { "when": { "model": "b" }, "reply": { "text": "bad" } } ] }
    """#

  private static func suite(_ models: [String], cases: Int = 1) throws -> Suite {
    let folder = try TemporaryFolder()
    let list = (0..<cases).map { number in
      """
      { "id": "case-\(number)", "vars": { "n": "\(number)" },
        "assert": [{ "type": "select-best", "value": "The good one." }] }
      """
    }
    let file = try folder.write(
      """
      {
        "version": 1, "name": "compared", "judge": "judge",
        "models": [\(models.map { "\"\($0)\"" }.joined(separator: ", "))],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{n}}." }] } },
        "cases": [\(list.joined(separator: ",\n"))]
      }
      """, to: "suite.json")
    return try SuiteLoader().load([file]).suites[0]
  }

  private static func outcomes(_ results: RunResults) -> [String: Outcome] {
    results.suites[0].cases.reduce(into: [:]) { $0["\($1.caseID) \($1.model)"] = $1.outcome }
  }

  @Test func aModelThatFailsToAnswerIsLeftOut() async throws {
    let results = try await RunnerTests.withGateway(script: Self.script) { _, configuration in
      try await Runner(configuration).run(Self.suite(["a", "broken", "b"]))
    }
    #expect(
      Self.outcomes(results) == [
        "case-0 a": .passed, "case-0 broken": .errored, "case-0 b": .failed,
      ])
    // With one rival alone there is nothing to compare.
    let alone = try await RunnerTests.withGateway(script: Self.script) { _, configuration in
      try await Runner(configuration).run(Self.suite(["a", "broken"]))
    }
    #expect(
      Self.outcomes(alone) == ["case-0 a": .inconclusive, "case-0 broken": .errored])
    #expect(alone.suites[0].jobs.count == 2)
  }

  @Test func aComparisonIsKeptOnlyAsAWhole() async throws {
    let suite = try Self.suite(["a", "b"], cases: 3)
    let plan = AttemptPlan(suite)
    func result(_ id: String, _ model: String) -> AttemptResult {
      AttemptResult(
        id: AttemptID(suite: "compared", caseID: id, prompt: "p", model: model, attempt: 1),
        reply: Reply(text: "good"), judgement: Judgement([]))
    }
    let earlier = [result("case-0", "a"), result("case-0", "b"), result("case-1", "a")]
    let kept = Dictionary(uniqueKeysWithValues: earlier.map { ($0.id, $0) })
    #expect(
      Set(plan.standing(EarlierRun(kept)).keys.map { "\($0.caseID) \($0.model)" })
        == ["case-0 a", "case-0 b"])
    let results = try await RunnerTests.withGateway(script: Self.script) {
      simulator, configuration in
      let results = try await Runner(configuration).prepare([suite]).run(
        goingOnWith: EarlierRun(kept))
      // Case 1 of b, case 2 of both, and two comparisons of two questions; nobody asks for case 1 of a again.
      #expect(simulator.counts.replies == 7)
      return results
    }
    #expect(results.spending.calls == 7)
    #expect(results.suites[0].cases.allSatisfy { $0.attempts.count == 1 })
    #expect(
      Self.outcomes(results) == [
        "case-0 a": .passed, "case-0 b": .passed, "case-1 a": .passed, "case-1 b": .failed,
        "case-2 a": .passed, "case-2 b": .failed,
      ])
  }

  @Test func aBudgetThatIsUsedUpLeavesComparisonsOut() async throws {
    let suite = try Self.suite(["a", "b"], cases: 4)
    let results = try await RunnerTests.withGateway(script: Self.script) { _, configuration in
      var configuration = configuration
      configuration.concurrency = 1
      configuration.budget = BudgetLimits(calls: 6)
      return try await Runner(configuration).run(suite)
    }
    // Four calls to a, one to b, and a comparison that needs two: then it is enough.
    #expect(results.spending.calls <= 8)
    #expect(results.stop != nil)
    let outcomes = Self.outcomes(results)
    #expect(outcomes.count == 8)
    #expect(outcomes.values.contains(.skipped))
    #expect(outcomes.values.contains(.inconclusive))
    #expect(results.suites[0].jobs.allSatisfy { $0.status != nil })
  }

  @Test func aSelectionKeepsTogetherWhatIsCompared() throws {
    let suite = try Self.suite(["a", "b"], cases: 40)
    for count in [2, 3, 7] {
      var seen = 0
      for index in 1...count {
        var selection = Selection()
        selection.shard = try Shard(index: index, count: count)
        let plan = selection.plans([suite])[0]
        let cases = Dictionary(grouping: plan.slots, by: \.testCase)
        #expect(cases.values.allSatisfy { $0.count == 2 })
        seen += plan.slots.count
      }
      #expect(seen == 80)
    }
    var selection = Selection()
    selection.identities = [
      CaseIdentity(suite: "compared", caseID: "case-7", prompt: "p", model: "b")
    ]
    #expect(selection.plans([suite])[0].slots.count == 2)
  }
}

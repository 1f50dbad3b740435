import AssayAssertions
import AssaySuites
import JSONModel
import Testing

@testable import AssayCore

@Suite struct VerdictTests {
  @Test(arguments: [
    ([Outcome.passed], 1, Outcome.passed),
    ([.failed], 1, .failed),
    ([.passed, .passed, .failed], 2, .passed),
    ([.passed, .failed, .failed], 2, .failed),
    // The missing verdict could still make it pass.
    ([.passed, .failed, .errored], 2, .errored),
    ([.passed, .inconclusive, .failed], 2, .inconclusive),
    // It could not.
    ([.failed, .failed, .errored], 2, .failed),
    ([.passed, .passed, .errored], 2, .passed),
    ([.skipped], 1, .skipped),
    ([], 1, .skipped),
    // Attempts that were not run could have changed it, too.
    ([.passed, .skipped, .skipped], 2, .skipped),
    ([.passed, .passed, .skipped], 2, .passed),
    ([.failed, .failed, .skipped], 2, .failed),
    ([.errored, .passed, .skipped], 2, .errored),
  ])
  func ofACase(attempts: [Outcome], required: Int, expected: Outcome) {
    #expect(Verdict.outcome(of: attempts, required: required) == expected)
  }

  private static func suite(
    _ outcomes: [[Outcome]], gates: SuiteGates = SuiteGates(), metric: [Double] = [],
    isPartial: Bool = false
  ) -> SuiteResult {
    let place = SourceLocation(byteOffset: 0, line: 1, column: 1)
    let cases = outcomes.enumerated().map { number, attempts in
      CaseResult(
        identity: CaseIdentity(suite: "s", caseID: "\(number)", prompt: "p", model: "m"),
        title: nil, repetition: Suite.Repetition(attempts: attempts.count, required: 1),
        file: "s.json",
        location: place,
        attempts: attempts.enumerated().map { attempt, outcome in
          var result = AttemptResult(
            id: AttemptID(
              suite: "s", caseID: "\(number)", prompt: "p", model: "m", attempt: attempt + 1),
            outcome: outcome, reason: "r")
          if metric.indices.contains(number) {
            result.assertions = [
              AssertionResult(
                type: "t", location: place, verdict: .passed, score: metric[number], metric: "tone")
            ]
          }
          return result
        })
    }
    var result = SuiteResult(name: "s", file: "s.json", cases: cases, gates: gates)
    result.isPartial = isPartial
    return result
  }

  struct Run: Sendable {
    var suite: SuiteResult
    var stop: StopReason?
    var policy = Verdict.Policy()
    var status: AssayCore.ExitStatus
    var complaints: [String] = []
    var notes: [String] = []
  }

  static let runs: [Run] = [
    Run(suite: suite([[.passed]]), status: .passed),
    Run(suite: suite([[.passed], [.failed]]), status: .failed),
    Run(suite: suite([[.passed], [.errored]]), status: .noVerdict),
    Run(suite: suite([[.failed], [.errored]]), status: .failed),
    Run(suite: suite([[.inconclusive]]), status: .noVerdict),
    Run(suite: suite([[.skipped]]), status: .nothingSelected),
    Run(suite: suite([]), status: .nothingSelected),
    // Others have what this machine has not.
    Run(
      suite: suite([]), policy: .init(idleShard: try? Shard(index: 3, count: 8)), status: .passed,
      notes: ["nothing falls to shard 3/8"]),
    Run(
      suite: suite([[.skipped]]), policy: .init(idleShard: try? Shard(index: 3, count: 8)),
      status: .passed, notes: ["nothing falls to shard 3/8"]),
    Run(suite: suite([[.failed]]), stop: .interrupted, status: .interrupted),
    Run(suite: suite([[.passed], [.skipped]]), stop: .budget("b"), status: .noVerdict),
    Run(suite: suite([[.failed], [.skipped]]), stop: .failures(1), status: .failed),
    Run(
      suite: suite([[.errored]]), policy: .init(failsOn: [.errored]), status: .failed,
      complaints: ["1 errored case (--fail-on errored)"]),
    Run(
      suite: suite([[.passed, .failed], [.passed]]), policy: .init(failsOn: [.flaky]),
      status: .failed, complaints: ["1 flaky case (--fail-on flaky)"]),
    Run(
      suite: suite([[.passed]]), policy: .init(failsOn: [.unused], unusedRecordings: 2),
      status: .failed, complaints: ["2 unused recordings (--fail-on unused)"]),
    Run(suite: suite([[.passed]]), policy: .init(unusedRecordings: 2), status: .passed),
    // A gate allows single cases to fail.
    Run(
      suite: suite([[.passed], [.passed], [.failed]], gates: SuiteGates(minPassRate: 0.6)),
      status: .passed,
      notes: ["s: 2 of 3 cases passed (66.7 %), which is enough: the suite asks for 60.0 %"]),
    // Gates are about the whole suite.
    Run(
      suite: suite(
        [[.passed]], gates: SuiteGates(metrics: ["tone": 0.5]), isPartial: true),
      status: .passed, notes: ["s: no gate is applied, since only a part of it was run"]),
    Run(
      suite: suite(
        [[.passed], [.passed], [.failed]], gates: SuiteGates(minPassRate: 0.6), isPartial: true),
      status: .failed, notes: ["s: no gate is applied, since only a part of it was run"]),
    Run(
      suite: suite([[.passed], [.failed], [.errored]], gates: SuiteGates(minPassRate: 0.6)),
      status: .failed,
      complaints: ["s: 1 of 2 cases passed (50.0 %), the suite asks for 60.0 %"]),
    Run(
      suite: suite([[.errored]], gates: SuiteGates(minPassRate: 0.6)), status: .failed,
      complaints: ["s: no case has a verdict, so its pass rate is unknown"]),
    Run(
      suite: suite(
        [[.passed], [.passed]], gates: SuiteGates(metrics: ["tone": 0.8]), metric: [1, 0.5]),
      status: .failed,
      complaints: ["s: the metric \"tone\" is 0.75 on average, the suite asks for 0.8"]),
    Run(
      suite: suite(
        [[.passed], [.passed]], gates: SuiteGates(metrics: ["tone": 0.75]), metric: [1, 0.5]),
      status: .passed),
    Run(
      suite: suite([[.passed]], gates: SuiteGates(metrics: ["tone": 0.5])), status: .failed,
      complaints: ["s: the metric \"tone\" was never scored"]),
  ]

  @Test(arguments: runs)
  func ofARun(run: Run) {
    let verdict = Verdict.of(RunResults(suites: [run.suite], stop: run.stop), run.policy)
    #expect(verdict.status == run.status)
    #expect(verdict.complaints == run.complaints)
    #expect(verdict.notes == run.notes)
  }

  /// Metrics are means over all attempts, so what memory lets go of must not be among them.
  @Test func aMetricWithinASetOutlivesTheReply() {
    let place = SourceLocation(byteOffset: 0, line: 1, column: 1)
    let inner = AssertionResult(
      type: "t", location: place, verdict: .passed, score: 0.5, metric: "tone")
    let set = AssertionResult(
      type: "all", location: place, verdict: .passed, score: 1, components: [inner])
    let plain = AssertionResult(type: "x", location: place, verdict: .passed, score: 1)
    let result = AttemptResult(
      id: AttemptID(suite: "s", caseID: "c", prompt: "p", model: "m", attempt: 1),
      reply: Reply(text: "x"), judgement: Judgement([set, plain]))
    #expect(result.summarized.assertions == [set])
  }
}

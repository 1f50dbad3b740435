import AssayAssertions
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
  ])
  func ofACase(attempts: [Outcome], required: Int, expected: Outcome) {
    #expect(Verdict.outcome(of: attempts, required: required) == expected)
  }
}

import AssayAssertions
import AssaySuites
import SaaSLiteLLM

extension SuiteSession {
  /// Has the replies of several models to one request compared, and completes their results.
  ///
  /// The judge is asked in the name of the first of them, to whose calls, tokens and cost that is
  /// added; so its recordings are with that model's.
  ///
  /// - Parameters:
  ///   - members: At least two, in the order of the suite.
  ///   - assertions: Those of the case.
  ///   - limit: How long it may take in all.
  /// - Returns: The results, and what asking took.
  func compare(
    _ members: [ComparisonBoard.Member], by assertions: AssertionSet, limit: TimeLimit?,
    job: @escaping @Sendable () async throws -> JobID
  ) async -> (results: [AttemptResult], spent: Spending) {
    let ledger = CallLedger()
    var attempts = members.map { member in
      (context: member.context, judgement: Judgement(member.result.assertions))
    }
    attempts[0].context.judge = CallingJudge(
      session: self, job: job, attempt: members[0].result.id, ledger: ledger)
    var results = members.map(\.result)
    do {
      let judgements = try await Deadline.within(limit, time: time) { [attempts] in
        await assertions.compare(attempts)
      }
      for (place, judgement) in judgements.enumerated() { results[place].judge(judgement) }
    } catch {
      for place in results.indices {
        results[place].outcome = .errored
        results[place].reason = "the replies could not be compared: \(error)"
      }
    }
    let spent = add(ledger.reading, to: &results[0])
    return (results, spent)
  }
}

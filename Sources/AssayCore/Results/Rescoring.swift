public import AssayAssertions
public import AssaySuites
import Synchronization

/// Applies the assertions of suites, as they are now, to replies that a journal has. Nothing is
/// asked of anybody.
public struct Rescoring: Sendable {
  /// An attempt whose verdict is another one now.
  public struct Flip: Sendable {
    public var id: AttemptID
    public var before: Outcome
    public var after: AttemptResult
  }

  public private(set) var flips: [Flip] = []
  /// How many replies were judged again.
  public private(set) var rescored = 0
  /// Attempts of cases that the suites do not have any more.
  public private(set) var unknown: [AttemptID] = []
  /// Replies whose verdict stays as it was, because an assertion would have to ask a judge.
  public private(set) var needingJudge = 0
  /// Attempts of several turns, of which the journal has the last reply only; they keep their
  /// verdicts.
  public private(set) var conversations = 0
  private var results: [AttemptID: AttemptResult] = [:]

  /// - Throws: ``JournalError``.
  public init(_ journal: Journal, by suites: [Suite]) async throws {
    var cases: [String: [String: Suite.Case]] = [:]
    for suite in suites {
      cases[suite.name] = Dictionary(suite.cases.map { ($0.id, $0) }) { first, _ in first }
    }
    var attempts: [AttemptID] = []
    try journal.forEachAttempt { attempts.append($0.result.id) }
    for id in attempts {
      guard let attempt = try journal.attempt(id) else { continue }
      guard let testCase = cases[id.suite]?[id.caseID] else {
        unknown.append(id)
        continue
      }
      if testCase.turns.count > 1 {
        conversations += 1
        continue
      }
      guard let reply = attempt.result.reply else { continue }
      let assertions = Self.assertions(of: testCase, id, in: suites)
      let judge = AbsentJudge()
      let context = EvaluationContext(
        reply: reply, variables: testCase.variables, labels: id.labels, judge: judge)
      let judgement = await assertions.evaluate(context)
      var result = AttemptResult(id: id, reply: reply, judgement: judgement)
      if judge.wasAsked || assertions.comparesReplies {
        needingJudge += 1
        continue
      }
      rescored += 1
      result.calls = attempt.result.calls
      result.waiting = attempt.result.waiting
      result.tokens = attempt.result.tokens
      result.cost = attempt.result.cost
      if result.outcome != attempt.result.outcome {
        flips.append(Flip(id: id, before: attempt.result.outcome, after: result))
      }
      results[id] = result.summarized
    }
  }

  /// The journal's results with the new verdicts.
  public func results(_ journal: Journal, gates: [String: SuiteGates]) -> RunResults {
    var run = journal.runResults(gates: gates)
    for suite in run.suites.indices {
      for slot in run.suites[suite].cases.indices {
        for place in run.suites[suite].cases[slot].attempts.indices {
          let id = run.suites[suite].cases[slot].attempts[place].id
          if let result = results[id] {
            run.suites[suite].cases[slot].attempts[place] = result
          }
        }
      }
    }
    return run
  }

  private static func assertions(
    of testCase: Suite.Case, _ id: AttemptID, in suites: [Suite]
  ) -> AssertionSet {
    let suite = suites.first { $0.name == id.suite }
    let prompt = suite?.prompts.first { $0.id == id.prompt }
    return prompt.map { testCase.assertions(with: $0) } ?? testCase.assertions
  }
}

/// Notes that it was asked, and does not answer.
private final class AbsentJudge: JudgeModel {
  private let asked = Atomic(false)

  var wasAsked: Bool { asked.load(ordering: .relaxed) }

  struct NotAsked: Error {}

  func ask(_ question: JudgeQuestion, step: String) async throws -> Reply {
    asked.store(true, ordering: .relaxed)
    throw NotAsked()
  }
}

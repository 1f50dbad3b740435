public import AssayAssertions
public import AssaySuites
import JSONModel
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
  /// How many attempts were judged again.
  public private(set) var rescored = 0
  /// Attempts of cases and prompts that the suites do not have any more.
  public private(set) var unknown: [AttemptID] = []
  /// Attempts that keep their verdict, because an assertion would have to ask a judge.
  public private(set) var needingJudge = 0
  /// Attempts that keep their verdict, because the conversation would now go on after the last
  /// reply that the journal has.
  public private(set) var longer = 0
  private var results: [AttemptID: AttemptResult] = [:]

  /// - Throws: ``JournalError``.
  public init(_ journal: Journal, by suites: [Suite]) async throws {
    let index = SuiteIndex(suites)
    try await journal.forEachAttempt { try await rescore($0.result, index) }
  }

  private mutating func rescore(_ attempt: AttemptResult, _ index: SuiteIndex) async throws {
    let id = attempt.id
    guard let planned = index.attempt(id) else {
      unknown.append(id)
      return
    }
    guard let last = attempt.reply else { return }
    let replies = JournalReplies(attempt.earlierReplies + [last])
    let judge = AbsentJudge()
    let talk: AttemptConversation.Result
    do {
      talk = try await AttemptConversation(planned).run(replies, judge: judge)
    } catch is JournalReplies.Exhausted {
      longer += 1
      return
    }
    if judge.wasAsked || planned.testCase.assertions.comparesReplies {
      needingJudge += 1
      return
    }
    rescored += 1
    var result = AttemptResult(
      id: id, replies: talk.replies, context: talk.context, judgement: talk.judgement)
    result.takeBooks(of: attempt)
    if result.outcome != attempt.outcome {
      flips.append(Flip(id: id, before: attempt.outcome, after: result))
    }
    results[id] = result.summarized
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
}

/// Finds what attempts were made of.
private struct SuiteIndex {
  private struct Entry {
    var suite: Suite
    var cases: [String: Int]
  }

  private let suites: [String: Entry]

  init(_ suites: [Suite]) {
    self.suites = suites.reduce(into: [:]) { all, suite in
      let cases = suite.cases.enumerated().map { ($1.id, $0) }
      all[suite.name] = Entry(suite: suite, cases: Dictionary(cases) { first, _ in first })
    }
  }

  /// The attempt as it would be made now; nil if the case or the prompt is gone. A model that is
  /// gone has answered all the same.
  func attempt(_ id: AttemptID) -> PlannedAttempt? {
    guard let entry = suites[id.suite], let place = entry.cases[id.caseID],
      let prompt = entry.suite.prompts.first(where: { $0.id == id.prompt })
    else { return nil }
    let model =
      entry.suite.models.first { $0.label == id.model }
      ?? Suite.Model(name: id.model, label: id.model, parameters: [:])
    return PlannedAttempt(
      id: id, testCase: entry.suite.cases[place], prompt: prompt, model: model, slot: 0)
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

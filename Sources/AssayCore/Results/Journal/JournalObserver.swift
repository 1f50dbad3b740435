import AssayAssertions
import Foundation
import HTTPFixtures
import JSONModel
import SaaSLiteLLM
import Synchronization

/// Writes the events of a run to a journal.
public final class JournalObserver: Sendable {
  private let writer: JournalWriter
  private let toolVersion: String
  private let recipe: RunRecipe
  private let isResumed: Bool
  private let plans: [AttemptPlan]
  private let state = Mutex(State())

  private struct State {
    var runID = ""
    /// Where the replies are that somebody may want to see again, and that no result holds.
    var replies: [AttemptID: JournalPlace] = [:]
  }

  /// - Parameter isResumed: Whether the journal has a header already.
  public init(
    _ writer: JournalWriter, for run: PreparedRun, toolVersion: String,
    isResumed: Bool
  ) {
    self.writer = writer
    self.toolVersion = toolVersion
    recipe = run.recipe
    self.isResumed = isResumed
    plans = run.plans
  }

  /// - Throws: ``JournalError`` if the file cannot be written, which stops the run.
  public func observe(_ event: RunEvent) throws {
    switch event {
    case .started(let start):
      state.withLock { $0.runID = start.runID }
      try writer.write(
        JournalHeader(
          kind: isResumed ? .resumed : .header, runID: start.runID,
          started: Self.date(start.time), toolVersion: toolVersion, mode: start.mode,
          configurationHash: recipe.hash, recipe: recipe, suites: start.suites
        ).json)
    case .attempt(let result, let place):
      let line = try writer.write(
        line: JournalAttempt(result, place, in: plans[place.suite]).line)
      if result.reply != nil, result.outcome != .passed {
        state.withLock { $0.replies[result.id] = line }
      }
    case .finished(let results): try finish(results, Verdict.of(results))
    case .jobCreated(let job): try writer.write(job.line)
    // Those of a replay are of the past, and end in any order.
    case .job(let job) where job.status != nil && recipe.mode != .replay:
      try writer.write(job.line)
    case .testCase, .job, .tick, .stalled, .notice, .stopping: break
    }
  }

  /// The reply to an attempt that did not pass, as the journal has it; nil if there was none, or if
  /// the attempt is not of this run.
  public func replyText(_ id: AttemptID) -> String? {
    guard let place = state.withLock({ $0.replies[id] }),
      let file = FileHandle(forReadingAtPath: writer.path)
    else { return nil }
    defer { try? file.close() }
    return try? JournalAttempt(reading: place, of: file, suite: 0)?.result.reply?.text
  }

  /// Ends the journal with the verdict that the run is given; in place of ``observe(_:)`` with the
  /// event that ends a run, where that takes more than the results.
  ///
  /// - Throws: ``JournalError`` if the file cannot be written.
  public func finish(_ results: RunResults, _ verdict: Verdict.RunVerdict) throws {
    let footer = JournalFooter(
      runID: state.withLock { $0.runID }, ended: Self.date(Date().timeIntervalSince1970),
      results: results, verdict: verdict)
    try writer.write(footer.json)
    try writer.finish()
  }

  static func date(_ secondsSince1970: Double) -> String {
    Date(timeIntervalSince1970: secondsSince1970)
      .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

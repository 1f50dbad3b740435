import AssaySuites
import Foundation
import JSONModel
import SaaSLiteLLM
import Synchronization

/// Writes the events of a run to a journal.
public final class JournalObserver: Sendable {
  private let writer: JournalWriter
  private let toolVersion: String
  private let configurationHash: String
  private let isResumed: Bool
  private let suiteFiles: [String]
  private let plan: Mutex<(runID: String, cases: [[CaseResult]])>

  /// - Parameter isResumed: Whether the journal has a header already.
  public init(
    _ writer: JournalWriter, for run: PreparedRun, toolVersion: String,
    isResumed: Bool
  ) {
    self.writer = writer
    self.toolVersion = toolVersion
    configurationHash = ConfigurationHash.of(run.configuration)
    self.isResumed = isResumed
    suiteFiles = run.plans.map(\.suite.file)
    plan = Mutex(("", run.plans.map { $0.emptyResults() }))
  }

  /// - Throws: ``JournalError`` if the file cannot be written, which stops the run.
  public func observe(_ event: RunEvent) throws {
    switch event {
    case .started(let start):
      plan.withLock { $0.runID = start.runID }
      try writer.write(
        JournalHeader(
          kind: isResumed ? .resumed : .header, runID: start.runID,
          started: Self.date(start.time), toolVersion: toolVersion, mode: start.mode,
          configurationHash: configurationHash, suites: start.suites
        ).json)
    case .attempt(let result, let place):
      let testCase = plan.withLock { $0.cases[place.suite][place.slot] }
      try writer.write(
        JournalAttempt(
          result, place, of: testCase, suiteFile: suiteFiles[place.suite]
        ).json)
    case .finished(let results): try finish(results, Verdict.of(results))
    case .job, .tick, .stalled, .stopping: break
    }
  }

  /// Ends the journal with the verdict that the run is given; in place of ``observe(_:)`` with the
  /// event that ends a run, where that takes more than the results.
  ///
  /// - Throws: ``JournalError`` if the file cannot be written.
  public func finish(_ results: RunResults, _ verdict: Verdict.RunVerdict) throws {
    let footer = JournalFooter(
      runID: plan.withLock { $0.runID }, ended: Self.date(Date().timeIntervalSince1970),
      results: results, verdict: verdict)
    try writer.write(footer.json)
    try writer.finish()
  }

  static func date(_ secondsSince1970: Double) -> String {
    Date(timeIntervalSince1970: secondsSince1970)
      .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

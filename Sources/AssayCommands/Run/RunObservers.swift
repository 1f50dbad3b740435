import AssayCore
import AssayInput
import AssayReports
import Foundation
import HTTPFixtures
import Synchronization

/// Who hears the events of `assay run`: the journal before anybody else, then the reports and the
/// progress.
final class RunObservers: Sendable {
  private let journal: JournalObserver?
  private let junit: JUnitFile?
  private let progress: ProgressObserver?
  private let conclude: @Sendable (RunResults) -> RunConclusion
  private let conclusion = Mutex<RunConclusion?>(nil)

  /// - Parameters:
  ///   - spool: Of the JUnit report that is to be written.
  ///   - conclude: What comes of the results. It is asked once, so that the journal, the reports and
  ///     the exit code say the same; and it cannot fail, so that the journal is ended.
  init(
    _ run: PreparedRun, _ opened: JournalOptions.Opened?, _ spool: sending SpoolFile?,
    _ console: ConsoleOptions, conclude: @escaping @Sendable (RunResults) -> RunConclusion
  ) throws {
    let journal = opened.map {
      JournalObserver(
        $0.writer, for: run, toolVersion: Version.current, isResumed: $0.isResumed)
    }
    self.journal = journal
    let earlier = opened?.earlier
    if let spool {
      junit = try JUnitFile(run.outlines, run.recipe, spool) {
        journal?.replyText($0) ?? earlier?.replyText($0)
      }
    } else {
      junit = nil
    }
    progress =
      console.quiet
      ? nil
      : ProgressObserver(style: console.showsBar ? .bar : .lines) { Standard.error.write($0) }
    self.conclude = conclude
  }

  func observe(_ event: RunEvent) throws {
    if case .finished(let results) = event {
      let conclusion = conclusion(results)
      try journal?.finish(results, conclusion.inAll)
    } else {
      try journal?.observe(event)
    }
    if case .testCase(let result, let place) = event { junit?.add(result, place) }
    progress?.observe(event)
  }

  /// Writes the reports that go to files.
  ///
  /// - Throws: ``CommandFailure``.
  func writeReports(_ results: RunResults) throws {
    try junit?.finish(results, conclusion(results).inAll)
  }

  func conclusion(_ results: RunResults) -> RunConclusion {
    if let known = conclusion.withLock({ $0 }) { return known }
    let new = conclude(results)
    conclusion.withLock { $0 = new }
    return new
  }
}

/// What comes of a run.
struct RunConclusion: Sendable {
  /// By its results.
  var verdict: Verdict.RunVerdict
  /// What its recordings are found at fault for.
  var recordings: [String]
  /// What it had no use for, where it is asked to fail on that.
  var unused: [RecordingUse.Unserved]

  var inAll: Verdict.RunVerdict {
    if recordings.isEmpty || verdict.status == .interrupted { return verdict }
    return Verdict.RunVerdict(
      status: .failed,
      complaints: verdict.complaints
        + recordings.map { $0.trimmingCharacters(in: .newlines) },
      notes: verdict.notes)
  }
}

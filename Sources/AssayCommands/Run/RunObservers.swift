import AssayCore
import AssayReports
import Foundation
import HTTPFixtures

/// Who hears the events of `assay run`: the journal before anybody else, then the progress.
final class RunObservers: Sendable {
  private let journal: JournalObserver?
  /// What the journal held before this run.
  private let earlier: Journal?
  private let progress: ProgressObserver?

  init(
    _ run: PreparedRun, _ opened: JournalOptions.Opened?, _ console: ConsoleOptions,
    mode: FixtureMode
  ) {
    journal = opened.map {
      JournalObserver(
        $0.writer, for: run, toolVersion: Version.current, isResumed: $0.isResumed)
    }
    earlier = opened?.earlier
    progress =
      console.quiet
      ? nil
      : ProgressObserver(style: console.showsBar ? .bar : .lines) { Standard.error.write($0) }
  }

  func observe(_ event: RunEvent) throws {
    try journal?.observe(event)
    progress?.observe(event)
  }

  /// A reply that the results do not hold.
  func replyText(_ id: AttemptID) -> String? {
    journal?.replyText(id) ?? earlier?.replyText(id)
  }
}

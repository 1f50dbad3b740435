import AssayAssertions
import AssayCore
import AssayInput
import AssayReports
import JUnitXML
import Synchronization

/// A JUnit report that is written while a run goes on, and put into its place when it has ended.
final class JUnitFile: Sendable {
  private let path: String
  private let report: Mutex<Report>

  private struct Report: ~Copyable {
    let projection: JUnitProjection
    /// Cases that have ended and are not written. One by one, each would find the processor's caches
    /// full of something else, which costs as much as writing it.
    var pending: [(result: CaseResult, place: AttemptPlace)] = []
    /// What went wrong first. A run does not end for its report's sake.
    var error: (any Error)?

    init(_ projection: JUnitProjection) { self.projection = projection }

    mutating func writePending() {
      defer { pending.removeAll(keepingCapacity: true) }
      guard error == nil else { return }
      do {
        for one in pending { try projection.add(one.result, one.place) }
      } catch {
        self.error = error
      }
    }
  }

  private static let batch = 256

  /// - Parameters:
  ///   - outlines: What the results will be about.
  ///   - recipe: How they are got, for the commands that get them again.
  ///   - spool: Of the file that is to be written.
  ///   - replyText: Gives the replies that the results do not hold.
  /// - Throws: ``CommandFailure``.
  init(
    _ outlines: [SuiteOutline], _ recipe: RunRecipe?, _ spool: sending SpoolFile,
    replyText: @escaping @Sendable (AttemptID) -> String?
  ) throws {
    path = spool.path
    do {
      let projection = try JUnitProjection(outlines, recipe, spool: spool, replyText: replyText)
      report = Mutex(Report(projection))
    } catch {
      throw Self.failure(error)
    }
  }

  /// Makes sure that a report can be written to `path`.
  ///
  /// - Parameter others: Files that are needed.
  /// - Throws: ``CommandFailure`` if it cannot, or if it is one of the others.
  static func spool(for path: String, sparing others: [String]) throws -> sending SpoolFile {
    if let other = others.first(where: { FilePlace.areSame($0, path) }) {
      throw CommandFailure(
        .invalidInput,
        "the JUnit report cannot be written: \(path) is \(other == path ? "" : "\(other), ")a file "
          + "that is needed: give the report one of its own")
    }
    do {
      return try SpoolFile(for: path)
    } catch {
      throw failure(error)
    }
  }

  func add(_ result: CaseResult, _ place: AttemptPlace) {
    report.withLock { report in
      report.pending.append((result, place))
      if report.pending.count >= Self.batch { report.writePending() }
    }
  }

  /// Writes the report of all that was added, and of the rest of the results.
  ///
  /// - Throws: ``CommandFailure``.
  func finish(_ results: RunResults, _ verdict: Verdict.RunVerdict) throws {
    do {
      try report.withLock { report in
        report.writePending()
        if let error = report.error { throw error }
        try AtomicFile.write(to: path) { write in
          try report.projection.finish(results, verdict.complaints, to: write)
        }
      }
    } catch {
      throw Self.failure(error)
    }
  }

  /// Makes sure that a report of what a journal has can be written to `path`.
  ///
  /// - Throws: ``CommandFailure`` if it cannot, or if it is a file that is needed.
  static func spool(for path: String, of journal: Journal) throws -> sending SpoolFile {
    try spool(for: path, sparing: [journal.path] + journal.header.suites.map(\.file))
  }

  /// Writes a report of what a journal has.
  ///
  /// - Throws: ``CommandFailure``.
  static func write(
    _ results: RunResults, _ verdict: Verdict.RunVerdict, of journal: Journal,
    _ spool: sending SpoolFile
  ) throws {
    try JUnitFile(
      results.suites.map(\.outline), journal.recipe, spool, replyText: journal.replyText
    ).finish(results, verdict)
  }

  private static func failure(_ error: any Error) -> CommandFailure {
    CommandFailure(.invalidInput, "the JUnit report cannot be written: \(error)")
  }
}

extension SpoolFile: JUnitSpool {}

extension Journal {
  /// The text of a reply, to attempts that have one.
  func replyText(_ id: AttemptID) -> String? {
    (try? attempt(id))?.result.reply?.text
  }
}

import Foundation
import Synchronization

/// How recordings are laid out in their folder.
public struct RecordingOptions: Sendable, Hashable {
  /// The label that names the file an exchange goes to, such as `model`; without it, and for
  /// exchanges that do not carry it, the file is `recordings.har`.
  public var fileLabel: String?
  /// The labels by which the entries of a file are sorted, the first before the others; entries
  /// that agree in them keep the order of time.
  public var sortLabels: [String]

  public init(fileLabel: String? = nil, sortLabels: [String] = []) {
    self.fileLabel = fileLabel
    self.sortLabels = sortLabels
  }
}

/// Keeps finished exchanges, first in a journal, in the end in HAR files.
///
/// While it lives, no other process can record into the folder. If it goes without
/// ``finish(isComplete:)``, by a crash or by choice, the journal stays, and whoever records into
/// or replays from the folder next finds the exchanges there.
public final class FixtureRecorder: Sendable {
  private let folder: String
  private let mode: FixtureMode
  private let options: RecordingOptions
  private let merge: RecordingMerge
  private let redactor: Redactor
  private let lock: FolderLock
  private let journal: RecordingJournal
  private let state = Mutex(State())

  private struct State {
    var recorded: [Place] = []
    var unfinished = 0
    var failure: FixtureError?
    var isFinished = false
  }

  /// An exchange that was kept, and where it stands in the journal.
  private struct Place {
    var labels: ExchangeLabels
    var startedDateTime: String
    var range: Range<Int>
  }

  /// What became of a recording.
  public struct Summary: Sendable, Hashable {
    /// How many exchanges were kept.
    public var recorded: Int
    /// How many broke off, and were not kept.
    public var unfinished: Int
    /// The files that changed.
    public var files: [String]
  }

  /// Takes the folder, which is made if there is none, and brings in what an earlier recording
  /// that was cut short left there.
  ///
  /// - Throws: ``FixtureError`` if somebody else is recording into it, if it cannot be written
  ///   to, or if what is there cannot be read: a damaged file is never written over.
  public init(
    folder: String, mode: FixtureMode, rules: MatchingRules = MatchingRules(),
    redactor: Redactor = Redactor(), options: RecordingOptions = RecordingOptions()
  ) throws {
    self.folder = folder
    self.mode = mode
    self.options = options
    self.redactor = redactor
    merge = RecordingMerge(options, rules)
    try FixtureFolder.make(folder)
    lock = try FolderLock(folder)
    try Self.bringInWhatWasLeft(in: folder, merge)
    journal = try RecordingJournal(folder, mode: mode)
  }

  /// Puts the exchanges of a recording that was cut short into the files. Who calls has the lock.
  ///
  /// - Throws: ``FixtureError``, also for any file of the folder that cannot be read.
  static func bringInWhatWasLeft(in folder: String, _ merge: RecordingMerge) throws {
    FixtureFolder.removeTemporaryFiles(in: folder)
    let files = FixtureFolder.byName(try FixtureFolder.openFiles(in: folder))
    guard let left = try RecordingJournal.read(folder), !left.recordings.isEmpty else { return }
    try write(merge.merging(left.recordings, into: files, left.recoveredReplacement), to: folder)
    try DurableFile.remove(FixtureFolder.path(RecordingJournal.fileName, in: folder))
  }

  deinit {
    // A journal without exchanges would only puzzle whoever finds it.
    let isEmpty = state.withLock { $0.recorded.isEmpty && !$0.isFinished }
    if isEmpty { try? journal.remove() }
  }

  /// Keeps an exchange, without secrets. It is on disk when this returns.
  ///
  /// - Throws: ``FixtureError`` if it cannot be written.
  public func record(_ entry: HAREntry) throws {
    do {
      guard !state.withLock({ $0.isFinished }) else { throw tooLate }
      let range = try journal.append(redactor.redact(entry), to: fileName(for: entry.labels))
      let place = Place(
        labels: entry.labels, startedDateTime: entry.startedDateTime, range: range)
      let isKept = state.withLock { state in
        // It may have been finished while this was being written.
        if !state.isFinished { state.recorded.append(place) }
        return !state.isFinished
      }
      guard isKept else { throw tooLate }
    } catch let error as FixtureError {
      state.withLock { $0.failure = $0.failure ?? error }
      throw error
    }
  }

  /// Why an exchange could not be kept, once one could not.
  var failure: FixtureError? { state.withLock { $0.failure } }

  private var tooLate: FixtureError {
    FixtureError(
      code: .invalidArgument, path: folder,
      message: "an exchange came to its end after the recording was finished; it is not kept")
  }

  func noteUnfinished() {
    state.withLock { $0.unfinished += 1 }
  }

  /// Puts what was recorded into the files, each replaced as a whole.
  ///
  /// - Parameter isComplete: Whether the recording ran to its end. If so, in the mode `record`,
  ///   the exchanges stand for all older ones with their labels; if not, older ones stay unless
  ///   the same request was recorded anew.
  /// - Throws: ``FixtureError``, also where an exchange could not be kept before. The journal
  ///   stays then.
  @discardableResult
  public func finish(isComplete: Bool = true) throws -> Summary {
    let (recorded, unfinished, failure, wasFinished) = state.withLock { state in
      defer { state.isFinished = true }
      return (state.recorded, state.unfinished, state.failure, state.isFinished)
    }
    if let failure { throw failure }
    guard !wasFinished else {
      return Summary(recorded: recorded.count, unfinished: unfinished, files: [])
    }
    let changed = recorded.isEmpty ? [:] : try merged(recorded, isComplete: isComplete)
    try Self.write(changed, to: folder)
    try journal.remove()
    lock.release()
    return Summary(
      recorded: recorded.count, unfinished: unfinished,
      files: changed.keys.sorted().map { FixtureFolder.path($0, in: folder) })
  }

  private func merged(
    _ recorded: [Place], isComplete: Bool
  ) throws -> [String: RecordingFile?] {
    let replacement: RecordingMerge.Replacement =
      mode == .record ? (isComplete ? .sameLabels : .sameRequests) : .none
    let bytes = try journal.contents()
    let new = recorded.map { place in
      NewRecording(
        file: fileName(for: place.labels),
        recording: RecordingText(
          labels: place.labels, startedDateTime: place.startedDateTime, bytes: bytes,
          range: place.range))
    }
    let files = FixtureFolder.byName(try FixtureFolder.openFiles(in: folder))
    return try merge.merging(new, into: files, replacement)
  }

  /// Writes the files that have recordings before it takes recordings out of others.
  static func write(_ files: [String: RecordingFile?], to folder: String) throws {
    for (name, file) in files.sorted(by: { $0.key < $1.key }) {
      guard let file else { continue }
      let path = FixtureFolder.path(name, in: folder)
      try FixtureFolder.requireInside(path, folder)
      try DurableFile.replace(path) { try file.write($0) }
    }
    for (name, file) in files where file == nil {
      try DurableFile.remove(FixtureFolder.path(name, in: folder))
    }
  }

  private func fileName(for labels: ExchangeLabels) -> String {
    let name = options.fileLabel.flatMap { labels[$0] }.map(FixtureFolder.fileName) ?? "recordings"
    return name + "." + FixtureFolder.fileExtension
  }
}

extension RecordingJournal.Contents {
  /// A recording that was cut short stands for no more than it holds.
  var recoveredReplacement: RecordingMerge.Replacement {
    mode == .record ? .sameRequests : .none
  }
}

public import Foundation

/// All recordings below a folder, for people and scripts that want to know what there is.
public struct FixtureInventory: Sendable {
  /// One folder of recordings.
  public struct Folder: Sendable {
    /// The folder, as the caller named the root.
    public var path: String
    /// The folder's path from the root; empty for the root itself.
    public var name: String
    public var files: [File]
    public var recordings: [RecordingFacts]
    /// Whether a recording was cut short here; what it holds counts as recorded.
    public var hasUnfinishedRecording: Bool
  }

  public struct File: Sendable, Hashable {
    public var path: String
    /// Bytes.
    public var size: Int
    public var recordingCount: Int
  }

  /// In order of their paths.
  public var folders: [Folder]

  /// Reads what is below `root`.
  ///
  /// - Parameters:
  ///   - rules: What makes requests the same, for what a recording that was cut short left.
  ///   - options: How the folders are recorded into, for the same.
  /// - Throws: ``FixtureError`` if `root` is missing or holds no recordings, or if a file is
  ///   damaged.
  public init(
    root: String, rules: MatchingRules = MatchingRules(),
    options: RecordingOptions = RecordingOptions()
  ) throws {
    let paths = try FixtureFolder.foldersWithRecordings(in: root)
    guard !paths.isEmpty else {
      throw FixtureError(
        code: .noRecordings, path: root,
        message: "neither this folder nor one below it has recordings (.har files)")
    }
    folders = try paths.map { try Folder($0, root: root, rules, options) }
  }

  public var recordings: [RecordingFacts] { folders.flatMap(\.recordings) }
}

extension FixtureInventory.Folder {
  /// Reads one folder.
  ///
  /// - Throws: ``FixtureError``.
  init(
    _ path: String, root: String, _ rules: MatchingRules, _ options: RecordingOptions
  ) throws {
    let store = try FixtureStore(folder: path, rules: rules, options: options)
    self.path = path
    name = String(path.dropFirst(root.count).drop { $0 == "/" })
    files = store.files.map {
      FixtureInventory.File(
        path: $0.name, size: $0.bytes.count, recordingCount: $0.recordings.count)
    }
    recordings = try store.facts()
    hasUnfinishedRecording = try !(RecordingJournal.read(path)?.recordings.isEmpty ?? true)
  }

  /// Bytes of all files.
  public var size: Int { files.reduce(0) { $0 + $1.size } }

  /// When the first and the last of the recordings were made; nil where none says it.
  public var period: ClosedRange<Date>? {
    let dates = recordings.compactMap(\.startedAt)
    guard let first = dates.min(), let last = dates.max() else { return nil }
    return first...last
  }

  /// The values of the label `name`, each once, sorted.
  public func values(of name: String) -> [String] {
    Set(recordings.compactMap { $0.reference.labels[name] }).sorted {
      NaturalOrder($0) < NaturalOrder($1)
    }
  }
}

import Synchronization

/// The recordings of a folder, in memory.
///
/// ```swift
/// let store = try FixtureStore(folder: "Fixtures/weather")
/// let transport = ReplayingTransport(store: store)
/// ```
public final class FixtureStore: Sendable {
  let files: [FixtureFile]
  /// Which recordings were served, by file and position.
  private let used: Mutex<[[Bool]]>

  /// Reads all `.har` files of `folder`; not those of its subfolders.
  ///
  /// - Parameters:
  ///   - rules: What makes requests the same, for what a recording that was cut short left here:
  ///     it stands for older recordings of the same requests.
  ///   - options: How the folder is recorded into, for the order of the same.
  /// - Throws: ``FixtureError`` with the file and the place in it. A folder that is missing or
  ///   holds no file is an error, never "no recordings yet".
  public convenience init(
    folder: String, rules: MatchingRules = MatchingRules(),
    options: RecordingOptions = RecordingOptions()
  ) throws {
    try self.init(
      folder: folder, RecordingMerge(options, rules), mayBeEmpty: false)
  }

  convenience init(folder: String, _ merge: RecordingMerge, mayBeEmpty: Bool) throws {
    var files = try FixtureFolder.openFiles(in: folder)
    if let journal = try RecordingJournal.read(folder), !journal.recordings.isEmpty {
      files = try Self.adding(journal, to: files, in: folder, merge)
    }
    guard mayBeEmpty || !files.isEmpty else {
      throw FixtureError(
        code: .noRecordings, path: folder,
        message: "the folder has no recordings (.har files); record first, or check the path")
    }
    self.init(files)
  }

  /// The files as they will be once the unfinished recording in the folder is brought in.
  private static func adding(
    _ journal: RecordingJournal.Contents, to files: [FixtureFile], in folder: String,
    _ merge: RecordingMerge
  ) throws -> [FixtureFile] {
    let changed = try merge.merging(
      journal.recordings, into: FixtureFolder.byName(files), journal.recoveredReplacement)
    let paths = Dictionary(
      uniqueKeysWithValues: changed.map { (FixtureFolder.path($0.key, in: folder), $0.value) })
    return try
      (files.filter { paths[$0.name] == nil }
      + paths.compactMap { path, file in
        try file.map { try FixtureFile(FileBytes($0.bytes()), name: path) }
      }).sorted { $0.name < $1.name }
  }

  /// Reads these HAR files.
  ///
  /// - Throws: ``FixtureError`` with the file and the place in it.
  public convenience init(files: [String]) throws {
    self.init(
      try files.map { file in
        try FixtureFile(FileBytes(mapping: file), name: file)
      })
  }

  init(_ files: [FixtureFile]) {
    self.files = files
    used = Mutex(files.map { Array(repeating: false, count: $0.recordings.count) })
  }

  /// How many recordings there are.
  public var count: Int { files.reduce(0) { $0 + $1.recordings.count } }

  /// A recording, without what it holds.
  public struct Reference: Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// The position in the file's entries, counted from 0.
    public var index: Int
    public var labels: ExchangeLabels
    public var method: String
    public var url: String

    /// `POST /api/jobs/create [case=sarah] (gpt-4.har, entry 3)`
    public var description: String {
      let who = labels.isEmpty ? "" : " [\(labels)]"
      return "\(method) \(URLParts(url).path)\(who) (\(file), entry \(index))"
    }
  }

  /// All recordings, file by file.
  public var all: [Reference] {
    files.indices.flatMap { file in
      files[file].recordings.indices.map { reference(Place(file: file, index: $0)) }
    }
  }

  /// The recordings that nobody was served since the store was made.
  public var unused: [Reference] { places(areUsed: false).map(reference) }

  var usedPlaces: [Place] { places(areUsed: true) }

  private func places(areUsed: Bool) -> [Place] {
    used.withLock { used in
      files.indices.flatMap { file in
        used[file].indices.filter { used[file][$0] == areUsed }
          .map { Place(file: file, index: $0) }
      }
    }
  }

  /// Reads a whole recording.
  ///
  /// - Throws: ``FixtureError`` if it is not HAR.
  public func entry(_ reference: Reference) throws -> HAREntry? {
    guard let file = files.first(where: { $0.name == reference.file }),
      file.recordings.indices.contains(reference.index)
    else { return nil }
    return try file.entry(reference.index)
  }

  /// Where a recording is, in this store.
  package struct Place: Sendable, Hashable {
    var file: Int
    var index: Int
  }

  func reference(_ place: Place) -> Reference {
    let recording = files[place.file].recordings[place.index]
    return Reference(
      file: files[place.file].name, index: place.index, labels: recording.labels,
      method: recording.method, url: recording.url)
  }

  func markUsed(_ place: Place) {
    used.withLock { $0[place.file][place.index] = true }
  }
}

import Foundation

/// Takes recordings out of a folder.
public enum FixturePruner {
  /// What was taken out.
  public struct Summary: Sendable, Hashable {
    public var removed: Int
    /// The files that were written anew.
    public var changedFiles: [String]
    /// The files that had no other recordings.
    public var removedFiles: [String]
  }

  /// Removes recordings from their files, each replaced as a whole, and files that are left
  /// without any. Nobody can record into the folder meanwhile.
  ///
  /// - Parameters:
  ///   - rules: What makes requests the same, for what an earlier recording left here.
  ///   - options: How the folder is recorded into, for the same.
  /// - Throws: ``FixtureError``, also if the files are not those that the recordings were found
  ///   in any more; nothing is removed then.
  public static func remove(
    _ recordings: [FixtureStore.Reference], from folder: String,
    rules: MatchingRules = MatchingRules(), options: RecordingOptions = RecordingOptions()
  ) throws -> Summary {
    let lock = try FolderLock(folder)
    defer { lock.release() }
    let merge = RecordingMerge(options, rules)
    try FixtureRecorder.bringInWhatWasLeft(in: folder, merge)
    let store = try FixtureStore(folder: folder, merge, mayBeEmpty: true)
    let present = Set(store.all)
    if let gone = recordings.first(where: { !present.contains($0) }) {
      throw FixtureError(
        code: .changed, path: gone.file,
        message: "the recordings changed since they were looked at; nothing was removed, try again")
    }
    var changed: [String: RecordingFile?] = [:]
    let byFile = Dictionary(grouping: recordings, by: \.file)
    for (name, file) in FixtureFolder.byName(store.files) {
      guard let removed = byFile[file.name] else { continue }
      let positions = Set(removed.map(\.index))
      let kept = try file.recordings.indices.filter { !positions.contains($0) }.map(file.text)
      changed.updateValue(
        kept.isEmpty ? nil : RecordingFile(log: file.log, recordings: kept), forKey: name)
    }
    try FixtureRecorder.write(changed, to: folder)
    func paths(_ isRemoved: Bool) -> [String] {
      changed.filter { ($0.value == nil) == isRemoved }.keys.sorted()
        .map { FixtureFolder.path($0, in: folder) }
    }
    return Summary(
      removed: recordings.count, changedFiles: paths(false), removedFiles: paths(true))
  }
}

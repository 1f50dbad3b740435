import AssayAssertions
import AssayInput
import AssaySuites
public import HTTPFixtures

/// Finds the recordings that no suite needs, and takes them out.
public struct RecordingPruning: Sendable {
  /// What can be removed, folder by folder.
  public private(set) var removable: [RecordingUse.Unserved] = []
  /// What was not served either, but stays.
  public private(set) var kept: [RecordingUse.Unserved] = []
  /// The folders of recordings that were looked at.
  public private(set) var folders: [String] = []

  private var byFolder: [(folder: String, recordings: [FixtureStore.Reference])] = []

  /// Replays the suites to see what they use.
  ///
  /// - Parameters:
  ///   - paths: Suite files, and folders with suites in them and below them. Where there is a
  ///     folder, recordings of suites that are not in it count as needed by nobody.
  ///   - fixtures: The folder with the recordings, a sub-folder for each suite.
  /// - Throws: ``InvalidInput`` if any of the suites is invalid: nobody knows what it needs;
  ///   `FixtureError` if recordings cannot be read.
  public init(suites paths: [String], fixtures: String) async throws {
    let suites = try SuiteLoader(registry: .standard.allowingPrograms()).load(
      SuiteTree.files(paths)
    ).suites
    let inventory = try FixtureInventory(gatewayRecordings: fixtures)
    let configuration = RunConfiguration(mode: .replay, fixtures: fixtures)
    for folder in inventory.folders where !folder.name.isEmpty && !folder.name.contains("/") {
      if let suite = suites.first(where: { $0.name == folder.name }) {
        let run = try Runner(configuration).prepare([suite])
        for use in run.recordingUse(try await run.run()) {
          add(use.unused, in: folder.path)
          kept += use.spared
        }
      } else if paths.contains(where: SuiteTree.isFolder) {
        add(
          folder.recordings.map {
            RecordingUse.Unserved(
              recording: $0.reference, reason: .orphaned("the suite \(folder.name)"))
          }, in: folder.path)
      }
    }
  }

  private mutating func add(_ unused: [RecordingUse.Unserved], in folder: String) {
    folders.append(folder)
    removable += unused
    if !unused.isEmpty { byFolder.append((folder, unused.map(\.recording))) }
  }

  /// Removes what can be removed.
  ///
  /// - Returns: The files that were written anew or removed.
  /// - Throws: `FixtureError`, also if recordings changed since they were looked at.
  public func execute() throws -> [String] {
    try byFolder.flatMap { folder, recordings in
      let summary = try FixturePruner.remove(
        recordings, from: folder, rules: GatewayRecordings.rules,
        options: GatewayRecordings.layout)
      return summary.changedFiles + summary.removedFiles
    }
  }
}

extension FixtureInventory {
  /// Reads the recordings of suites below the folder `root`.
  ///
  /// - Throws: `FixtureError`; see ``init(root:rules:options:)``.
  public init(gatewayRecordings root: String) throws {
    try self.init(
      root: root, rules: GatewayRecordings.rules, options: GatewayRecordings.layout)
  }
}

extension FixtureStore {
  /// Reads the recordings of one suite.
  ///
  /// - Throws: `FixtureError`; see ``init(folder:rules:options:)``.
  public convenience init(gatewayRecordings folder: String) throws {
    try self.init(
      folder: folder, rules: GatewayRecordings.rules, options: GatewayRecordings.layout)
  }
}

import Foundation
import Synchronization

/// The recordings of a folder, found by what was asked, each served once.
public final class FixtureStore: Sendable {
  /// The folder, as it was named.
  public let folder: String
  let rules: MatchingRules
  let entries: [HAREntry]
  private let identities: [RequestIdentity]
  /// The positions in `entries` of the recordings of a request, in recorded order.
  private let index: [RequestIdentity: [Int]]
  private let consumed: Mutex<Set<Int>>

  /// Opens all `.har` files of `folder`.
  ///
  /// - Throws: ``FixtureError``. A folder that is not there or empty is an error, never "no
  ///   recordings yet".
  public init(folder: String, rules: MatchingRules) throws {
    self.folder = folder
    self.rules = rules
    entries = try Self.files(folder).flatMap(HARReader.read)
    identities = entries.map { entry in
      RequestIdentity(
        method: entry.request.method, url: entry.request.url,
        body: Array((entry.request.body ?? "").utf8), rules: rules)
    }
    index = Dictionary(grouping: identities.indices) { [identities] in identities[$0] }
    consumed = Mutex([])
  }

  private static func files(_ folder: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw FixtureError(
        code: .missingFolder, path: folder, message: "there is no such folder of recordings")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FixtureError(
        code: .unreadable, path: folder, message: "cannot be read: \(error.localizedDescription)")
    }
    let files = names.filter { $0.hasSuffix(".har") && !$0.hasPrefix(".") }.sorted()
    guard !files.isEmpty else {
      throw FixtureError(
        code: .noRecordings, path: folder, message: "the folder has no recordings (.har files)")
    }
    return files.map { "\(folder)/\($0)" }
  }

  /// Takes the recording of a request: one made for the same labels, in recorded order.
  func take(_ identity: RequestIdentity, _ labels: ExchangeLabels) throws -> HAREntry {
    let candidates = (index[identity] ?? []).filter { entries[$0].labels.fit(labels) }
    let taken = consumed.withLock { consumed in
      let next = candidates.first { !consumed.contains($0) }
      if let next { consumed.insert(next) }
      return next
    }
    if let taken { return entries[taken] }
    throw ReplayMiss(
      asked: identity, labels: labels, consumed: candidates.count,
      recordedFor: (index[identity] ?? []).map { entries[$0].labels },
      nearest: nearest(identity, labels), folder: folder)
  }

  /// A recording that differs in something: of the same path, rather of the same attempt.
  private func nearest(_ identity: RequestIdentity, _ labels: ExchangeLabels) -> RequestIdentity? {
    let others = entries.indices.filter {
      identities[$0].path == identity.path && identities[$0] != identity
    }
    return (others.first { entries[$0].labels.fit(labels) } ?? others.first).map { identities[$0] }
  }

  /// The recordings that nobody asked for.
  public var unused: [HAREntry] {
    let consumed = consumed.withLock { $0 }
    return entries.indices.filter { !consumed.contains($0) }.map { entries[$0] }
  }
}

extension ExchangeLabels {
  /// Whether a recording with these labels may answer a request with `asked`: a label that the
  /// recording does not carry does not constrain.
  func fit(_ asked: ExchangeLabels) -> Bool {
    values.allSatisfy { asked[$0.key] == $0.value }
  }
}

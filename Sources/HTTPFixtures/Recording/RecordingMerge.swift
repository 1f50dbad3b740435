import JSONModel

/// Puts what was recorded together with what there was.
///
/// Recordings are moved as they stand: what is not recorded anew keeps its text to the byte.
struct RecordingMerge {
  /// Label names in the order in which they sort entries; the rest of the order is that of time.
  var sortLabels: [String] = []
  var canonicalizer = RequestCanonicalizer(MatchingRules())

  init(_ options: RecordingOptions, _ rules: MatchingRules) {
    sortLabels = options.sortLabels
    canonicalizer = RequestCanonicalizer(rules)
  }

  /// What becomes of the old recordings that the new ones stand for.
  enum Replacement: Sendable {
    /// Nothing: the new ones are added.
    case none
    /// The old recordings of the same requests with the same labels go.
    case sameRequests
    /// All old recordings with the same labels go; without labels, all without labels.
    case sameLabels
  }

  /// - Parameters:
  ///   - new: In the order in which they were finished.
  ///   - files: The files of the folder, by their names in it.
  /// - Returns: The files that change, by name; nil for one that is left without recordings.
  /// - Throws: ``FixtureError`` if a recording is not HAR.
  func merging(
    _ new: [NewRecording], into files: [String: FixtureFile], _ replacement: Replacement
  ) throws -> [String: RecordingFile?] {
    let replaced = try ReplacedRecordings(new, replacement, canonicalizer)
    let added = Dictionary(grouping: new, by: \.file)
    var changed: [String: RecordingFile?] = [:]
    for name in Set(files.keys).union(added.keys) {
      let file = files[name]
      let additions = (added[name] ?? []).map(\.recording)
      let kept = try file?.recordings.indices.filter { try !replaced.contains($0, in: file) } ?? []
      let isTouched = kept.count != (file?.recordings.count ?? 0)
      guard isTouched || !additions.isEmpty else { continue }
      let old = try kept.compactMap { try file?.text($0) }
      let known = Dictionary(grouping: old, by: \.startedDateTime)
      // A journal that was merged before, by a process that died right after, adds nothing.
      let isNew = additions.filter { addition in
        !(known[addition.startedDateTime] ?? []).contains { $0.hasSameText(as: addition) }
      }
      guard isTouched || !isNew.isEmpty else { continue }
      let recordings = sorted(old + isNew)
      guard !recordings.isEmpty else {
        changed.updateValue(nil, forKey: name)
        continue
      }
      var log = file?.log ?? HARLog(entries: [])
      log.format = HARLog.currentFormat
      changed[name] = RecordingFile(log: log, recordings: recordings)
    }
    return changed
  }

  /// Recordings by their labels and then by time, so that the order depends neither on which was
  /// finished first nor on when which was recorded.
  func sorted(_ recordings: [RecordingText]) -> [RecordingText] {
    let keyed = recordings.enumerated().map { offset, recording in
      let labels = sortLabels.map { NaturalOrder(recording.labels[$0] ?? "") }
      return (labels: labels, offset: offset)
    }
    return keyed.sorted { left, right in
      for (left, right) in zip(left.labels, right.labels) where left != right {
        return left < right
      }
      let (start, other) = (
        recordings[left.offset].startedDateTime, recordings[right.offset].startedDateTime
      )
      return (start, left.offset) < (other, right.offset)
    }.map { recordings[$0.offset] }
  }
}

/// Which old recordings the new ones replace.
private struct ReplacedRecordings {
  private struct Key: Hashable {
    var labels: ExchangeLabels
    var identity: RequestIdentity?
  }

  private var keys: Set<Key> = []
  private let replacement: RecordingMerge.Replacement
  private let canonicalizer: RequestCanonicalizer

  init(
    _ new: [NewRecording], _ replacement: RecordingMerge.Replacement,
    _ canonicalizer: RequestCanonicalizer
  ) throws {
    self.replacement = replacement
    self.canonicalizer = canonicalizer
    guard replacement != .none else { return }
    for recording in new.map(\.recording) {
      guard replacement == .sameRequests else {
        keys.insert(Key(labels: recording.labels))
        continue
      }
      let request = try recording.entry().request
      keys.insert(
        Key(
          labels: recording.labels,
          identity: canonicalizer.identity(
            method: request.method, url: request.url, body: request.body,
            mimeType: request.postData?.mimeType)))
    }
  }

  func contains(_ index: Int, in file: FixtureFile?) throws -> Bool {
    guard !keys.isEmpty, let file else { return false }
    let recording = file.recordings[index]
    var key = Key(labels: recording.labels)
    if replacement == .sameRequests {
      key.identity = canonicalizer.identity(
        method: recording.method, url: recording.url, body: try file.requestBody(index),
        mimeType: recording.mimeType)
    }
    return keys.contains(key)
  }
}

/// A text in the order in which people count: `9` before `10`, and numbers before words.
struct NaturalOrder: Comparable {
  private let text: String
  private let number: Int?

  init(_ text: String) {
    self.text = text
    number = Int(text)
  }

  static func < (left: NaturalOrder, right: NaturalOrder) -> Bool {
    switch (left.number, right.number) {
    case (let left?, let right?) where left != right: left < right
    case (nil, _?): false
    case (_?, nil): true
    default: left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }
}

extension HARRequest {
  /// The body, decoded; empty if there is none.
  public var body: [UInt8] {
    guard let text = postData?.text else { return [] }
    return postData?.encoding == "base64" ? Base64.decode(text) ?? [] : Array(text.utf8)
  }
}

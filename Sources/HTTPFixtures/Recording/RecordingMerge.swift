/// Puts what was recorded together with what there was.
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

  /// - Parameter files: The logs of the folder, by the names of the files.
  /// - Returns: The files that changed; nil for one that is left without recordings.
  func merging(
    _ lines: [RecordingJournal.Line], into files: [String: HARLog], _ replacement: Replacement
  ) -> [String: HARLog?] {
    let replaced = ReplacedRecordings(lines.map(\.entry), replacement, canonicalizer)
    let added = Dictionary(grouping: lines, by: \.file)
    var changed: [String: HARLog?] = [:]
    for name in Set(files.keys).union(added.keys) {
      let old = files[name]
      var entries = (old?.entries ?? []).filter { !replaced.contains($0) }
      let isTouched = entries.count != old?.entries.count
      // A journal that was merged before, by a process that died right after, adds nothing.
      let known = Set(entries)
      let new = (added[name] ?? []).map(\.entry).filter { !known.contains($0) }
      guard isTouched || !new.isEmpty else { continue }
      entries = sorted(entries + new)
      if entries.isEmpty {
        changed.updateValue(nil, forKey: name)
      } else {
        var log = old ?? HARLog(entries: [])
        log.entries = entries
        log.format = HARLog.currentFormat
        changed[name] = log
      }
    }
    return changed
  }

  /// Entries by their labels and then by time, so that the order depends neither on which was
  /// finished first nor on when which was recorded.
  func sorted(_ entries: [HAREntry]) -> [HAREntry] {
    let keyed = entries.enumerated().map { offset, entry in
      let labels = sortLabels.map { entry.labels[$0] ?? "" }
      return (labels: labels, start: entry.startedDateTime, offset: offset, entry: entry)
    }
    return keyed.sorted { left, right in
      for (left, right) in zip(left.labels, right.labels) where left != right {
        return NaturalOrder.precedes(left, right)
      }
      return (left.start, left.offset) < (right.start, right.offset)
    }.map(\.entry)
  }
}

/// Which old recordings the new ones replace.
private struct ReplacedRecordings {
  private struct Key: Hashable {
    var labels: ExchangeLabels
    var identity: RequestIdentity?
  }

  private let keys: Set<Key>
  private let replacement: RecordingMerge.Replacement
  private let canonicalizer: RequestCanonicalizer

  init(
    _ entries: [HAREntry], _ replacement: RecordingMerge.Replacement,
    _ canonicalizer: RequestCanonicalizer
  ) {
    self.replacement = replacement
    self.canonicalizer = canonicalizer
    keys =
      replacement == .none
      ? [] : Set(entries.map { Self.key($0, replacement, canonicalizer) })
  }

  private static func key(
    _ entry: HAREntry, _ replacement: RecordingMerge.Replacement,
    _ canonicalizer: RequestCanonicalizer
  ) -> Key {
    let isPrecise = replacement == .sameRequests
    return Key(
      labels: entry.labels,
      identity: isPrecise
        ? canonicalizer.identity(
          method: entry.request.method, url: entry.request.url, body: entry.request.body,
          mimeType: entry.request.postData?.mimeType) : nil)
  }

  func contains(_ entry: HAREntry) -> Bool {
    !keys.isEmpty && keys.contains(Self.key(entry, replacement, canonicalizer))
  }
}

/// The order in which people count: `attempt 9` before `attempt 10`.
enum NaturalOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    if let left = Int(left), let right = Int(right), left != right { return left < right }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

extension HARRequest {
  /// The body, decoded; empty if there is none.
  public var body: [UInt8] {
    guard let text = postData?.text else { return [] }
    return postData?.encoding == "base64" ? Base64.decode(text) ?? [] : Array(text.utf8)
  }
}

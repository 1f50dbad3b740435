/// The recordings of a store by what they are looked up by, under one set of rules.
struct RecordingIndex: Sendable {
  /// Equal requests of one asker.
  struct Key: Hashable, Sendable {
    var identity: RequestIdentity
    var labels: ExchangeLabels

    func hash(into hasher: inout Hasher) {
      hasher.combine(identity)
      hasher.combine(labels.digest)
    }
  }

  /// The recordings of one key, in recorded order.
  struct Group: Sendable {
    var key: Key
    var places: [FixtureStore.Place]
  }

  private(set) var groups: [Group] = []
  /// The positions of the groups, by their keys.
  private var positions: [Key: Int] = [:]
  /// The sets of label names that recordings carry, those with the most first.
  private(set) var labelNames: [[String]] = []
  let canonicalizer: RequestCanonicalizer

  init(_ store: FixtureStore, _ rules: MatchingRules, _ redactor: Redactor) throws {
    var canonicalizer = RequestCanonicalizer(rules)
    canonicalizer.identifiers = try Self.identifiers(of: store, canonicalizer)
    self.canonicalizer = canonicalizer
    var names: Set<[String]> = []
    // Neighbours mostly carry the same labels.
    var lastNames: [String]?
    positions.reserveCapacity(store.count)
    groups.reserveCapacity(store.count)
    for (fileIndex, file) in store.files.enumerated() {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        let identity = canonicalizer.identity(
          RedactedRequest(
            method: recording.method, url: redactor.redact(url: recording.url),
            body: redactor.redact(try file.requestBody(index), mimeType: recording.mimeType),
            mimeType: recording.mimeType))
        let own = recording.labels.names
        if own != lastNames {
          names.insert(own.sorted())
          lastNames = own
        }
        add(
          Key(identity: identity, labels: recording.labels),
          FixtureStore.Place(file: fileIndex, index: index))
      }
    }
    labelNames = names.sorted { ($0.count, $1.description) > ($1.count, $0.description) }
  }

  private mutating func add(_ key: Key, _ place: FixtureStore.Place) {
    if let position = positions[key] {
      groups[position].places.append(place)
    } else {
      positions[key] = groups.count
      groups.append(Group(key: key, places: [place]))
    }
  }

  /// The ids that servers made up in the recordings.
  private static func identifiers(
    of store: FixtureStore, _ canonicalizer: RequestCanonicalizer
  ) throws -> KnownIdentifiers {
    var identifiers = KnownIdentifiers()
    guard !canonicalizer.rules.captures.isEmpty else { return identifiers }
    for file in store.files {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        let captured = try canonicalizer.capturedIdentifier(
          method: recording.method, url: recording.url,
          response: RecordedResponse(file, index).body)
        if let captured { identifiers[captured.identifier] = captured.name }
      }
    }
    return identifiers
  }

  /// The positions of the groups in which recordings for this asker may stand, the closest
  /// first: a label that a recording does not carry does not constrain who may have it.
  func candidates(_ identity: RequestIdentity, _ labels: ExchangeLabels) -> some Sequence<Int> {
    labelNames.lazy.compactMap { names in
      labels.projected(on: names).flatMap { positions[Key(identity: identity, labels: $0)] }
    }
  }
}

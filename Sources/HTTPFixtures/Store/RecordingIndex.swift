/// The recordings of a store by what they are looked up by, under one set of rules.
struct RecordingIndex: Sendable {
  /// Equal requests of one asker.
  struct Key: Hashable, Sendable {
    var identity: RequestIdentity
    var labels: ExchangeLabels
  }

  /// The recordings of each key, in recorded order.
  private(set) var places: [Key: [FixtureStore.Place]] = [:]
  /// The sets of label names that recordings carry, those with the most first.
  private(set) var labelNames: [[String]] = []
  let canonicalizer: RequestCanonicalizer

  init(_ store: FixtureStore, _ rules: MatchingRules, _ redactor: Redactor) throws {
    var canonicalizer = RequestCanonicalizer(rules)
    canonicalizer.identifiers = try Self.identifiers(of: store, canonicalizer)
    self.canonicalizer = canonicalizer
    var names: Set<[String]> = []
    places.reserveCapacity(store.count)
    for (fileIndex, file) in store.files.enumerated() {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        let identity = canonicalizer.identity(
          RedactedRequest(
            method: recording.method, url: redactor.redact(url: recording.url),
            body: redactor.redact(try file.requestBody(index), mimeType: recording.mimeType),
            mimeType: recording.mimeType))
        names.insert(recording.labels.names.sorted())
        places[Key(identity: identity, labels: recording.labels), default: []]
          .append(FixtureStore.Place(file: fileIndex, index: index))
      }
    }
    labelNames = names.sorted { ($0.count, $1.description) > ($1.count, $0.description) }
  }

  /// The ids that servers made up in the recordings.
  private static func identifiers(
    of store: FixtureStore, _ canonicalizer: RequestCanonicalizer
  ) throws -> [String: String] {
    guard !canonicalizer.rules.captures.isEmpty else { return [:] }
    var identifiers: [String: String] = [:]
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

  /// The keys under which recordings for this asker may stand, the closest first: a label that
  /// a recording does not carry does not constrain who may have it.
  func keys(_ identity: RequestIdentity, _ labels: ExchangeLabels) -> [Key] {
    labelNames.compactMap { names in
      labels.projected(on: names).map { Key(identity: identity, labels: $0) }
    }
  }
}

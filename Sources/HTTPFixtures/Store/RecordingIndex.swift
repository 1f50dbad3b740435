import Synchronization

/// The recordings of a store by what they are looked up by, under one set of rules.
///
/// What a recorded request comes down to is worked out when somebody asks for a request with its
/// labels, and not before: in most runs that is hardly ever.
final class RecordingIndex: Sendable {
  /// Equal requests of one asker.
  private struct Key: Hashable {
    var identity: RequestIdentity
    var labels: ExchangeLabels
  }

  private let store: FixtureStore
  private let labels: LabelIndex
  private let canonicalizer: RequestCanonicalizer
  private let redactor: Redactor
  /// Groups of the label index that were looked into.
  private let groups = Mutex<[Int: [Key: [FixtureStore.Place]]]>([:])

  init(
    _ store: FixtureStore, _ labels: LabelIndex, _ canonicalizer: RequestCanonicalizer,
    _ redactor: Redactor
  ) {
    self.store = store
    self.labels = labels
    self.canonicalizer = canonicalizer
    self.redactor = redactor
  }

  /// The recordings of equal requests with these labels, in recorded order.
  ///
  /// - Throws: ``FixtureError`` where a recording cannot be decoded.
  func places(
    _ identity: RequestIdentity, _ labels: ExchangeLabels
  ) throws -> [FixtureStore.Place] {
    let key = Key(identity: identity, labels: labels)
    switch self.labels[labels] {
    case .none: return []
    case .one(let place): return try self.key(place) == key ? [place] : []
    case .several(let places, let group):
      return try groups.withLock { groups in
        if let known = groups[group] { return known[key] ?? [] }
        let keys = try Parallel.map(places.count) { try self.key(places[$0]) }
        var found: [Key: [FixtureStore.Place]] = [:]
        for (key, place) in zip(keys, places) { found[key, default: []].append(place) }
        groups[group] = found
        return found[key] ?? []
      }
    }
  }

  private func key(_ place: FixtureStore.Place) throws -> Key {
    let file = store.files[place.file]
    let recording = file.recordings[place.index]
    let identity = canonicalizer.identity(
      RedactedRequest(
        method: recording.method, url: redactor.redact(url: recording.url),
        body: redactor.redact(try file.requestBody(place.index), mimeType: recording.mimeType),
        mimeType: recording.mimeType))
    return Key(identity: identity, labels: recording.labels)
  }
}

extension KnownIdentifiers {
  /// The ids that servers made up in the recordings.
  ///
  /// - Throws: ``FixtureError`` where a recording that tells one cannot be decoded.
  init(in store: FixtureStore, by canonicalizer: RequestCanonicalizer) throws {
    self.init()
    guard !canonicalizer.rules.captures.isEmpty else { return }
    // Neighbours mostly ask the same of the server.
    var last: (method: String, url: String, capture: IdentifierCapture?)?
    for file in store.files {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        if last?.url != recording.url || last?.method != recording.method {
          last = (
            recording.method, recording.url,
            canonicalizer.capture(method: recording.method, url: recording.url)
          )
        }
        guard let capture = last?.capture else { continue }
        let captured = canonicalizer.identifier(
          capture, in: try RecordedResponse(file, index).body)
        if let captured { self[captured] = capture.name }
      }
    }
  }
}

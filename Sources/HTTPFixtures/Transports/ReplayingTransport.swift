public import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization

/// Answers from recordings, and from nothing else: it never opens a socket.
///
/// Each recording is served once. Equal requests are served theirs in recorded order; who asks
/// with labels (see ``labelled(_:)``) is served the recordings that carry them, so concurrent
/// askers do not get in each other's way.
public final class ReplayingTransport: HTTPTransport {
  private let store: FixtureStore
  private let index: RecordingIndex
  private let hint: (@Sendable (ExchangeLabels) -> String?)?
  private let served: Mutex<[RecordingIndex.Key: Served]>

  /// Which recordings of a key were served.
  private struct Served {
    var taken: [Bool]
  }

  /// - Parameter recordingHint: Gives the command that records what the asker with these labels
  ///   misses; it becomes part of ``ReplayMiss``.
  /// - Throws: ``FixtureError`` where a recording that the rules need cannot be decoded.
  public init(
    store: FixtureStore, rules: MatchingRules = MatchingRules(),
    recordingHint: (@Sendable (ExchangeLabels) -> String?)? = nil
  ) throws {
    self.store = store
    index = try RecordingIndex(store, rules)
    hint = recordingHint
    served = Mutex([:])
  }

  /// A transport whose requests are those of the asker with these labels.
  public func labelled(_ labels: ExchangeLabels) -> any HTTPTransport {
    Labelled(transport: self, labels: labels)
  }

  /// Answers a request that carries no labels.
  ///
  /// - Throws: ``ReplayMiss`` if no recording answers it; ``FixtureError`` if the recording that
  ///   does is damaged.
  public func send(_ request: TransportRequest) async throws -> TransportResponse {
    try await send(request, labels: [:])
  }

  private struct Labelled: HTTPTransport {
    let transport: ReplayingTransport
    let labels: ExchangeLabels

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      try await transport.send(request, labels: labels)
    }
  }

  private func send(
    _ request: TransportRequest, labels: ExchangeLabels
  ) async throws -> TransportResponse {
    try Task.checkCancellation()
    let identity = index.canonicalizer.identity(
      method: request.method.rawValue, url: request.url, body: request.body,
      mimeType: request.headers[.contentType])
    let keys = index.keys(identity, labels)
    guard let place = take(keys, labels) else { throw miss(request, keys, labels) }
    store.markUsed(place)
    let response = try RecordedResponse(store.files[place.file], place.index)
    return TransportResponse(
      status: response.status, headers: response.headers, body: ResponseBody(response.pieces))
  }

  /// Takes the next recording of the closest key that has one left.
  private func take(
    _ keys: [RecordingIndex.Key], _ labels: ExchangeLabels
  ) -> FixtureStore.Place? {
    served.withLock { served in
      for key in keys {
        guard let places = index.places[key] else { continue }
        var state = served[key] ?? Served(taken: Array(repeating: false, count: places.count))
        guard let position = nextPosition(state.taken, key, labels) else { continue }
        state.taken[position] = true
        served[key] = state
        return places[position]
      }
      return nil
    }
  }

  /// The first recording that is left; for a numbered asker whose number the recordings do not
  /// carry, the one of that number, so that it does not depend on who comes first.
  private func nextPosition(
    _ taken: [Bool], _ key: RecordingIndex.Key, _ labels: ExchangeLabels
  ) -> Int? {
    if let name = index.canonicalizer.rules.ordinalLabel, key.labels[name] == nil,
      let number = labels[name].flatMap({ Int($0) }), taken.indices.contains(number - 1),
      !taken[number - 1]
    {
      return number - 1
    }
    return taken.firstIndex(of: false)
  }

  private func miss(
    _ request: TransportRequest, _ keys: [RecordingIndex.Key], _ labels: ExchangeLabels
  ) -> ReplayMiss {
    let recorded = keys.reduce(0) { $0 + (index.places[$1]?.count ?? 0) }
    let nearest =
      recorded > 0
      ? []
      : NearMisses(store: store, canonicalizer: index.canonicalizer).nearest(
        to: NearMisses.Asked(
          method: request.method.rawValue, url: request.url, body: request.body, labels: labels))
    return ReplayMiss(
      reason: recorded > 0 ? .consumed(count: recorded) : .neverRecorded,
      method: request.method.rawValue,
      path: index.canonicalizer.templatedPath(URLParts(request.url)), url: request.url,
      labels: labels, nearest: nearest,
      recordingCount: store.count, hint: hint?(labels))
  }
}

import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization

/// Replays what was recorded and records what was not: the mode `missing`.
///
/// Ids that a server made up when the recordings were made mean nothing to it now. So when a
/// request with such an id has to go to the network, the request that was once answered with the
/// id is sent first, to get a new one; it is sent in its place, and the recorded one is put back
/// into the answer. Caller and files see the recorded id alone. What ends the recorded id, ends the
/// new one: nothing that was begun here stays open.
struct FillingTransport: Sendable {
  let replaying: ReplayingTransport
  let recording: RecordingTransport
  let upstream: any HTTPTransport
  private let identifiers = IdentifierExchange()

  init(
    replaying: ReplayingTransport, recording: RecordingTransport, upstream: any HTTPTransport
  ) {
    self.replaying = replaying
    self.recording = recording
    self.upstream = upstream
  }

  func send(
    _ request: TransportRequest, labels: ExchangeLabels
  ) async throws -> TransportResponse {
    switch try replaying.answer(request, labels) {
    case .recorded(let response, let identifier):
      if let identifier { identifiers.remember(identifier, request) }
      return try await end(request) ?? response
    case .miss:
      let renewed = try await renew(request, identifiers.origins(of: request))
      return try await recording.labelled(labels).send(
        renewed.request, as: request, identifiers: renewed.recorded)
    }
  }

  /// Sends a request that ends something for the new ids that stand for those in it; nil if there
  /// is nothing to end.
  private func end(_ request: TransportRequest) async throws -> TransportResponse? {
    guard identifiers.hasReplaced, replaying.isEnding(request) else { return nil }
    let origins = identifiers.origins(of: request).filter { identifiers.isReplaced($0.0) }
    // Where no new id could be got, whoever asked for it was told.
    guard !origins.isEmpty, let renewed = try? await renew(request, origins) else { return nil }
    let response = try await upstream.send(renewed.request)
    let body = try await response.body.collect(upTo: 1 << 20)
    return TransportResponse(
      status: response.status, headers: response.headers,
      body: ResponseBody([
        BodyChunk(
          bytes: ByteReplacement.replacing(renewed.recorded, in: body.bytes), elapsed: body.elapsed)
      ]))
  }

  /// The request with ids that are valid now, and the recorded ids by the new ones.
  private func renew(
    _ request: TransportRequest, _ origins: [(String, TransportRequest)]
  ) async throws -> (request: TransportRequest, recorded: [String: String]) {
    var renewed = request
    var recorded: [String: String] = [:]
    for (identifier, origin) in origins {
      let current = try await identifiers.current(identifier) {
        try await replaying.identifier(answering: origin, upstream.send(origin))
      }
      let replacement = [identifier: current]
      renewed.url = String(
        decoding: ByteReplacement.replacing(replacement, in: Array(renewed.url.utf8)),
        as: UTF8.self)
      renewed.body = ByteReplacement.replacing(replacement, in: renewed.body)
      recorded[current] = identifier
    }
    return (renewed, recorded)
  }
}

/// Recorded ids, the requests that were answered with them, and the ids that stand for them now.
private final class IdentifierExchange: Sendable {
  private struct State {
    var origins: [String: TransportRequest] = [:]
    var current: [String: Task<String, any Error>] = [:]
  }

  private let state = Mutex(State())

  func remember(_ identifier: String, _ origin: TransportRequest) {
    state.withLock { $0.origins[identifier] = origin }
  }

  var hasReplaced: Bool { state.withLock { !$0.current.isEmpty } }

  func isReplaced(_ identifier: String) -> Bool {
    state.withLock { $0.current[identifier] != nil }
  }

  /// The recorded ids that a request holds, with their origins.
  func origins(of request: TransportRequest) -> [(String, TransportRequest)] {
    let origins = state.withLock { $0.origins }
    let url = Array(request.url.utf8)
    return origins.filter { identifier, _ in
      let bytes = Array(identifier.utf8)
      return !url.ranges(of: bytes).isEmpty || !request.body.ranges(of: bytes).isEmpty
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The id that stands for a recorded one now; asked for once, however many want it.
  func current(
    _ identifier: String, _ ask: @escaping @Sendable () async throws -> String
  ) async throws -> String {
    let task = state.withLock { state in
      if let task = state.current[identifier] { return task }
      // It outlives the caller that happens to be the first: others wait for it too.
      let task = Task { try await ask() }
      state.current[identifier] = task
      return task
    }
    return try await task.value
  }
}

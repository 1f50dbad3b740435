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
  private let redactor: Redactor
  private let pacing: ReplayPacing
  private let clock: any Clock<Duration>
  private let hint: (@Sendable (ExchangeLabels) -> String?)?
  /// For each group of recordings, which of them were served; empty where none was.
  private let served: Mutex<[[Bool]]>

  /// - Parameters:
  ///   - clock: What ``ReplayPacing/recorded`` waits by.
  ///   - recordingHint: Gives the command that records what the asker with these labels misses;
  ///     it becomes part of ``ReplayMiss``.
  /// - Throws: ``FixtureError`` where a recording that the rules need cannot be decoded.
  public init(
    store: FixtureStore, rules: MatchingRules = MatchingRules(), redactor: Redactor = Redactor(),
    pacing: ReplayPacing = .instant, clock: any Clock<Duration> = ContinuousClock(),
    recordingHint: (@Sendable (ExchangeLabels) -> String?)? = nil
  ) throws {
    self.store = store
    self.redactor = redactor
    self.pacing = pacing
    self.clock = clock
    index = try RecordingIndex(store, rules, redactor)
    hint = recordingHint
    served = Mutex(Array(repeating: [], count: index.groups.count))
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
    try send(request, labels: [:])
  }

  private struct Labelled: HTTPTransport {
    let transport: ReplayingTransport
    let labels: ExchangeLabels

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      try transport.send(request, labels: labels)
    }
  }

  private func send(
    _ request: TransportRequest, labels: ExchangeLabels
  ) throws -> TransportResponse {
    switch try answer(request, labels) {
    case .recorded(let response, _): return response
    case .miss(let question): throw miss(question)
    }
  }

  /// A request as recordings are looked up by it.
  package struct Question: Sendable {
    let asked: RedactedRequest
    let identity: RequestIdentity
    let labels: ExchangeLabels
  }

  /// Makes a request ready to be looked up.
  package func question(_ request: TransportRequest, _ labels: ExchangeLabels) -> Question {
    let asked = redactor.redactForMatching(request)
    return Question(
      asked: asked, identity: index.canonicalizer.identity(asked), labels: labels)
  }

  /// Finds and takes the recording for a request; nil if there is none, or none left.
  package func take(_ question: Question) -> FixtureStore.Place? {
    let candidates = index.candidates(question.identity, question.labels)
    return served.withLock { served in
      for position in candidates {
        let group = index.groups[position]
        if served[position].isEmpty {
          served[position] = Array(repeating: false, count: group.places.count)
        }
        guard let next = nextPosition(served[position], group.key, question.labels) else {
          continue
        }
        served[position][next] = true
        return group.places[next]
      }
      return nil
    }
  }

  /// What the recordings have for a request.
  enum Answer {
    /// A response, and the id that the server made up in it.
    case recorded(TransportResponse, identifier: String?)
    /// Nothing.
    case miss(Question)
  }

  func answer(_ request: TransportRequest, _ labels: ExchangeLabels) throws -> Answer {
    try Task.checkCancellation()
    let question = question(request, labels)
    let (asked, identity) = (question.asked, question.identity)
    guard let place = take(question) else { return .miss(question) }
    store.markUsed(place)
    let recorded = try RecordedResponse(store.files[place.file], place.index)
    let response = TransportResponse(
      status: recorded.status, headers: recorded.headers,
      body: recorded.body(
        pacing, salt: identity.word ^ UInt64(truncatingIfNeeded: place.index), clock: clock))
    let captured = index.canonicalizer.capturedIdentifier(
      method: asked.method, url: asked.url, response: recorded.body)
    return .recorded(response, identifier: captured?.identifier)
  }

  /// The id in the answer to a request that is answered with one.
  func identifier(
    answering request: TransportRequest, _ response: TransportResponse
  ) async throws -> String {
    let limit = 1 << 20
    let body = try await response.body.collect(upTo: limit).bytes
    let captured = index.canonicalizer.capturedIdentifier(
      method: request.method.rawValue, url: request.url, response: body)
    guard let captured else {
      throw FixtureError(
        code: .noIdentifier, path: "",
        message: "\(request.method.rawValue) \(URLParts(request.url).path) was sent again, to "
          + "replace a recorded id, and was answered with HTTP \(response.status.code) and no id")
    }
    return captured.identifier
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

  private func miss(_ question: Question) -> ReplayMiss {
    let (asked, labels) = (question.asked, question.labels)
    let recorded = index.candidates(question.identity, labels).reduce(0) {
      $0 + index.groups[$1].places.count
    }
    let nearest =
      recorded > 0
      ? []
      : NearMisses(store: store, canonicalizer: index.canonicalizer, redactor: redactor).nearest(
        to: NearMisses.Asked(
          method: asked.method, url: asked.url, body: asked.body.bytes, labels: labels))
    return ReplayMiss(
      reason: recorded > 0 ? .consumed(count: recorded) : .neverRecorded,
      method: asked.method,
      path: index.canonicalizer.templatedPath(URLParts(asked.url)), url: asked.url,
      labels: labels, nearest: nearest, recordingCount: store.count, hint: hint?(labels))
  }
}

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
  private let canonicalizer: RequestCanonicalizer
  private let redactor: Redactor
  private let labels: LabelIndex
  private let lines: RequestLines
  private let index: RecordingIndex
  private let nearMisses: NearMisses
  private let pacing: ReplayPacing
  private let clock: any Clock<Duration>
  private let hint: (@Sendable (ExchangeLabels) -> String?)?
  /// For each file, which of its recordings were served.
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
    var canonicalizer = RequestCanonicalizer(rules)
    canonicalizer.identifiers = try KnownIdentifiers(in: store, by: canonicalizer)
    self.canonicalizer = canonicalizer
    labels = LabelIndex(store)
    index = RecordingIndex(store, labels, canonicalizer, redactor)
    lines = RequestLines(canonicalizer, redactor)
    nearMisses = NearMisses(store: store, canonicalizer: canonicalizer, redactor: redactor)
    hint = recordingHint
    served = Mutex(store.files.map { Array(repeating: false, count: $0.recordings.count) })
    // What can go wrong in decoding must not wait for a request.
    for file in store.files {
      for (place, recording) in file.recordings.enumerated() where recording.bodyIsBase64 {
        _ = try file.requestBody(place)
      }
    }
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
    case .miss(let question): throw try miss(question)
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
    return Question(asked: asked, identity: canonicalizer.identity(asked), labels: labels)
  }

  /// Finds and takes the recording for a request; nil if there is none, or none left.
  package func take(_ question: Question) throws -> FixtureStore.Place? {
    for candidate in try candidates(question) {
      let place = served.withLock { served -> FixtureStore.Place? in
        let taken = candidate.places.map { served[$0.file][$0.index] }
        guard let next = nextPosition(taken, candidate.labels, question.labels) else { return nil }
        let place = candidate.places[next]
        served[place.file][place.index] = true
        return place
      }
      if let place { return place }
    }
    return nil
  }

  /// The recordings that this asker may have, the closest first: a label that a recording does not
  /// carry does not constrain who may have it.
  private func candidates(
    _ question: Question
  ) throws -> [(labels: ExchangeLabels, places: [FixtureStore.Place])] {
    try labels.labelNames.compactMap { names in
      guard let own = question.labels.projected(on: names) else { return nil }
      let places = try index.places(question.identity, own)
      return places.isEmpty ? nil : (own, places)
    }
  }

  /// Finds and takes the recording that alone carries the labels, if the request is the recorded
  /// one byte by byte. Then ``take(_:)`` would find the same one, at many times the cost.
  package func takeUnchanged(
    _ request: TransportRequest, _ asker: ExchangeLabels
  ) -> FixtureStore.Place? {
    guard !asker.isEmpty else { return nil }
    for names in labels.labelNames {
      guard let own = asker.projected(on: names) else { continue }
      let place: FixtureStore.Place
      switch labels[own] {
      case .none: continue
      case .several: return nil
      case .one(let only): place = only
      }
      let file = store.files[place.file]
      let recording = file.recordings[place.index]
      guard recording.labels == own, recording.method == request.method.rawValue,
        recording.mimeType == request.contentType,
        lines[recording.url].text == lines[request.url].text,
        file.hasBody(place.index, request.body)
      else { return nil }
      return served.withLock { served in
        guard !served[place.file][place.index] else { return nil }
        served[place.file][place.index] = true
        return place
      }
    }
    return nil
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
    let place: FixtureStore.Place
    if let unchanged = takeUnchanged(request, labels) {
      place = unchanged
    } else {
      let question = question(request, labels)
      guard let found = try take(question) else { return .miss(question) }
      place = found
    }
    store.markUsed(place)
    let file = store.files[place.file]
    let recorded = try RecordedResponse(file, place.index)
    let salt = file.recordings[place.index].labels.digest ^ UInt64(truncatingIfNeeded: place.index)
    let response = TransportResponse(
      status: recorded.status, headers: recorded.headers,
      body: recorded.body(pacing, salt: salt, clock: clock))
    let capture = lines[request.url].captures.first { $0.method == request.method.rawValue }
    return .recorded(
      response, identifier: capture.flatMap { canonicalizer.identifier($0, in: recorded.body) })
  }

  /// Whether a request ends what an id stands for.
  func isEnding(_ request: TransportRequest) -> Bool {
    let segments = URLParts(request.url).segments
    return canonicalizer.rules.endings.contains { $0.matches(segments) }
  }

  /// The id in the answer to a request that is answered with one.
  func identifier(
    answering request: TransportRequest, _ response: TransportResponse
  ) async throws -> String {
    let limit = 1 << 20
    let body = try await response.body.collect(upTo: limit).bytes
    let captured = canonicalizer.capturedIdentifier(
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
    _ taken: [Bool], _ recorded: ExchangeLabels, _ labels: ExchangeLabels
  ) -> Int? {
    if let name = canonicalizer.rules.ordinalLabel, recorded[name] == nil,
      let number = labels[name].flatMap({ Int($0) }), taken.indices.contains(number - 1),
      !taken[number - 1]
    {
      return number - 1
    }
    return taken.firstIndex(of: false)
  }

  private func miss(_ question: Question) throws -> ReplayMiss {
    let (asked, labels) = (question.asked, question.labels)
    let recorded = try candidates(question).reduce(0) { $0 + $1.places.count }
    let nearest =
      recorded > 0
      ? []
      : nearMisses.nearest(
        to: NearMisses.Asked(
          method: asked.method, url: asked.url, body: asked.body.bytes, labels: labels))
    return ReplayMiss(
      reason: recorded > 0 ? .consumed(count: recorded) : .neverRecorded,
      method: asked.method,
      path: canonicalizer.templatedPath(URLParts(asked.url)), url: asked.url,
      labels: labels, nearest: nearest, recordingCount: store.count, hint: hint?(labels))
  }
}

extension TransportRequest {
  /// The first field of that name; the subscript of `HTTPFields` makes an index of all first.
  fileprivate var contentType: String? {
    headers.first { $0.name == .contentType }?.value
  }
}

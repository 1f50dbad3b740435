import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization

/// An exchange whose body is being read; it is kept when that ends.
final class ExchangeInProgress: Sendable {
  /// What is known when the head of the response is there.
  struct Head: Sendable {
    var request: TransportRequest
    var date: Date
    var labels: ExchangeLabels
    var status: HTTPResponse.Status
    var headers: HTTPFields
    /// The time from sending the request to the head of the response.
    var head: Duration

    init(
      request: TransportRequest, date: Date, labels: ExchangeLabels,
      status: HTTPResponse.Status, headers: HTTPFields, head: Duration
    ) {
      self.request = request
      self.date = date
      self.labels = labels
      self.status = status
      self.headers = headers
      self.head = head
    }
  }

  private struct State {
    var chunks: [BodyChunk] = []
    var isOver = false
  }

  private let head: Head
  private let recorder: FixtureRecorder
  private let state = Mutex(State())

  init(_ head: Head, _ recorder: FixtureRecorder) {
    self.head = head
    self.recorder = recorder
  }

  deinit {
    let state = state.withLock { $0 }
    guard !state.isOver else { return }
    // Somebody let go of the body before its end: because the rest was of no interest, or
    // because the work was cancelled, or because nobody ever looked.
    guard !state.chunks.isEmpty, !Task.isCancelled else {
      recorder.noteUnfinished()
      return
    }
    // The recorder remembers the failure and tells it when it finishes.
    try? recorder.record(entry(state.chunks))
  }

  func append(_ chunk: BodyChunk) {
    state.withLock { $0.chunks.append(chunk) }
  }

  /// The body was read to its end.
  func finish() throws {
    let chunks = state.withLock { state -> [BodyChunk]? in
      defer { state.isOver = true }
      return state.isOver ? nil : state.chunks
    }
    if let chunks { try recorder.record(entry(chunks)) }
  }

  /// The body broke off.
  func fail() {
    let wasOver = state.withLock { state in
      defer { state.isOver = true }
      return state.isOver
    }
    if !wasOver { recorder.noteUnfinished() }
  }

  private func entry(_ chunks: [BodyChunk]) -> HAREntry {
    var offset = 0
    let pieces = chunks.map { chunk in
      defer { offset += chunk.bytes.count }
      return HARChunk(
        offset: offset, size: chunk.bytes.count, delay: chunk.elapsed.map(\.milliseconds))
    }
    // The body's times were taken at the network. Ours runs until this task has its turn again,
    // and includes what it waited for leave to send: the head cannot be later than the body.
    let firstByte = min(
      head.head.milliseconds, pieces.first?.delay ?? head.head.milliseconds)
    return HAREntry(
      startedDateTime: HTTPDate.iso8601(head.date), request: HARRequest(head.request),
      response: HARResponse(
        status: head.status, headers: head.headers, body: chunks.flatMap(\.bytes)),
      timings: HARTimings(firstByte: firstByte, lastByte: pieces.last?.delay ?? firstByte),
      labels: head.labels, chunks: pieces.count > 1 ? pieces : nil)
  }
}

extension Duration {
  /// In milliseconds, to the microsecond.
  var milliseconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) * 1000 + (Double(attoseconds) / 1e12).rounded(.down) / 1000
  }

  init(milliseconds: Double) {
    self = .microseconds(Int64((milliseconds * 1000).rounded()))
  }
}

import HTTPTypes

/// How an answer goes over the wire: what is sent when, and how it ends. Faults of the connection
/// change the plan; the driver only follows it.
struct Delivery: Sendable, Equatable {
  struct Piece: Sendable, Equatable {
    var pause: Duration = .zero
    var bytes: [UInt8]
  }

  /// What happens in place of a head.
  enum Opening: Sendable, Equatable {
    case head, reset, hang
  }

  enum Ending: Sendable, Equatable {
    /// As the framing says.
    case complete
    /// RST.
    case reset
    /// The length of a chunk that large, a part of it, then RST.
    case resetInChunk(size: Int, part: [UInt8])
    /// FIN, although more was announced.
    case close
    /// Silence.
    case hang
  }

  /// How long the opening lets wait.
  var delay: Duration
  var opening = Opening.head
  var status: Int
  var headers: HTTPFields
  /// What `Content-Length` says; nil for chunked framing.
  var length: Int?
  var pieces: [Piece]
  var ending = Ending.complete

  init(_ reply: Reply, fault: Fault?) {
    delay = reply.delay
    status = reply.status
    headers = reply.headers
    switch reply.body {
    case .whole(let bytes):
      length = bytes.count
      pieces = bytes.isEmpty ? [] : [Piece(bytes: bytes)]
    case .events(var events):
      length = nil
      if let fault { Self.apply(fault, to: &events, isLiteLLM: reply.isLiteLLM) }
      pieces = events.map { event in
        Piece(pause: event.pause, bytes: SSE.bytes(of: event, style: SSE.Style(fault)))
      }
    }
    if let fault { apply(fault) }
  }

  var isPlain: Bool {
    delay == .zero && opening == .head && ending == .complete && length != nil && pieces.count < 2
      && pieces.allSatisfy { $0.pause == .zero }
  }

  /// What HEAD gets: the head of the answer alone (RFC 9110, section 9.3.2). It still says how long
  /// the body would be.
  mutating func leaveOutBody() {
    pieces = []
    ending = .complete
  }

  // MARK: Faults

  /// Faults that a stream alone can have.
  private static func apply(_ fault: Fault, to events: inout [StreamEvent], isLiteLLM: Bool) {
    switch fault {
    case .missingDone:
      events.removeAll { $0.kind == .done }
    case .truncatedStream:
      events = firstHalf(of: events)
    case .inBandError(let message, let isObject):
      if isObject {
        events = firstHalf(of: events) + [.errorObject(message, isLiteLLM: isLiteLLM)]
      } else if events.first?.kind == .comment {
        // The gateway's own error: here it has read the provider to the end before it speaks.
        events = [events[0], .error(message)]
      } else {
        events = firstHalf(of: events) + [.error(message)]
      }
    default:
      break
    }
  }

  /// The events up to half of the pieces of text, but at least one.
  private static func firstHalf(of events: [StreamEvent]) -> [StreamEvent] {
    let pieces = events.indices.filter { events[$0].kind == .piece }
    guard let end = pieces.dropFirst(pieces.count / 2).first else { return [] }
    return Array(events[...end])
  }

  private mutating func apply(_ fault: Fault) {
    switch fault {
    case .reset(.headers): opening = .reset
    case .hang(.headers): opening = .hang
    case .reset(.body): breakOff(.reset)
    case .close: breakOff(.close)
    case .hang(.body): breakOff(.hang)
    case .reset(.chunk): resetInChunk()
    case .truncatedJSON: truncate()
    case .splitCharacters: splitCharacters()
    case .slowDrip(let bytes, let pause): drip(bytes, pause)
    default: break
    }
  }

  /// Leaves out what comes after the middle of the body.
  private mutating func breakOff(_ ending: Ending) {
    self.ending = ending
    let all = pieces.reduce(0) { $0 + $1.bytes.count }
    if pieces.count > 1 {
      pieces.removeLast(pieces.count - max(1, pieces.count / 2))
    } else if all > 0 {
      pieces[0].bytes.removeLast(all - all / 2)
    }
  }

  private mutating func resetInChunk() {
    // A body with a length has no chunks, so it gets them.
    length = nil
    guard let broken = pieces.dropFirst(pieces.count / 2).first else {
      ending = .reset
      return
    }
    pieces = Array(pieces.prefix(pieces.count / 2))
    let part = Array(broken.bytes.prefix(max(1, broken.bytes.count / 2)))
    ending = .resetInChunk(size: broken.bytes.count, part: part)
  }

  private mutating func truncate() {
    if length != nil {
      let bytes = pieces.flatMap(\.bytes)
      let kept = Array(bytes.prefix(bytes.count / 2))
      pieces = kept.isEmpty ? [] : [Piece(bytes: kept)]
      length = kept.count
    } else if let middle = pieces.indices.dropFirst(pieces.count / 2).first {
      // One event of the stream loses its second half; the stream goes on.
      let bytes = pieces[middle].bytes
      pieces[middle].bytes = bytes.prefix(bytes.count / 2) + Array("\n\n".utf8)
    }
  }

  private mutating func splitCharacters() {
    length = nil
    let bytes = pieces.flatMap(\.bytes)
    let delays = pieces.reduce(Duration.zero) { $0 + $1.pause }
    var split: [Piece] = []
    var start = 0
    for position in bytes.indices.dropFirst() {
      // A continuation byte begins with the bits 10.
      guard bytes[position] & 0xc0 == 0x80 || position - start >= 16 else { continue }
      split.append(Piece(bytes: Array(bytes[start..<position])))
      start = position
    }
    if start < bytes.count { split.append(Piece(bytes: Array(bytes[start...]))) }
    pieces = split
    delay += delays
  }

  private mutating func drip(_ count: Int, _ pause: Duration) {
    pieces = pieces.flatMap { piece in
      stride(from: 0, to: piece.bytes.count, by: max(1, count)).map { start in
        let end = min(start + max(1, count), piece.bytes.count)
        return Piece(
          pause: start == 0 ? piece.pause + pause : pause, bytes: Array(piece.bytes[start..<end]))
      }
    }
  }
}

/// Reads an event stream, fed in pieces of any size (WHATWG HTML, section 9.2.6).
///
/// The events depend on the bytes only, never on where they were split. An event that the
/// stream leaves unfinished is dropped, as the standard has it.
package struct ServerSentEventParser: Sendable {
  /// Caps against streams that are made, or broken, to exhaust memory.
  package struct Limits: Sendable, Hashable {
    /// Bytes of one line, without its end.
    package var line: Int
    /// Bytes of the data of one event.
    package var event: Int

    package init(line: Int = 8 << 20, event: Int = 16 << 20) {
      self.line = line
      self.event = event
    }
  }

  private let limits: Limits
  /// The start of a line whose end has not come yet.
  private var partialLine: [UInt8] = []
  /// The values of the `data` fields so far, each with an LF.
  private var data: [UInt8] = []
  private var eventType = ""
  private var lastEventID = ""
  /// Whether the last byte was CR, so that an LF right after it belongs to it.
  private var endedWithCarriageReturn = false
  /// How much of a byte order mark has been seen at the start; 3 when that is settled.
  private var markBytes = 0
  /// The delay before reconnecting that the stream asks for, in milliseconds.
  package private(set) var reconnectionMilliseconds: Int?

  package init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Reads more bytes and appends the events that they complete to `events`.
  ///
  /// - Throws: ``ServerSentEventOverflow``; the parser is of no use afterwards. Events before
  ///   the excess have been appended.
  package mutating func push(
    _ bytes: [UInt8], to events: inout [ServerSentEvent]
  ) throws(ServerSentEventOverflow) {
    try bytes.withUnsafeBufferPointer { buffer throws(ServerSentEventOverflow) in
      try read(buffer, &events)
    }
  }

  private mutating func read(
    _ buffer: UnsafeBufferPointer<UInt8>, _ events: inout [ServerSentEvent]
  ) throws(ServerSentEventOverflow) {
    var start = skipByteOrderMark(buffer)
    guard start < buffer.count else { return }
    if endedWithCarriageReturn {
      if buffer[start] == Byte.lineFeed { start += 1 }
      endedWithCarriageReturn = false
    }
    // Looked for once and kept, so that a stream of CR alone is not searched again and again.
    var lineFeed = -1
    while start < buffer.count {
      if lineFeed < start {
        lineFeed =
          buffer.position(of: Byte.lineFeed, in: start..<buffer.count) ?? buffer.count
      }
      let end = buffer.position(of: Byte.carriageReturn, in: start..<lineFeed) ?? lineFeed
      guard end < buffer.count else { break }
      try finishLine(UnsafeBufferPointer(rebasing: buffer[start..<end]), &events)
      var position = end + 1
      if buffer[end] == Byte.carriageReturn {
        if position == buffer.count {
          endedWithCarriageReturn = true
        } else if buffer[position] == Byte.lineFeed {
          position += 1
        }
      }
      start = position
    }
    guard start < buffer.count else { return }
    try checkLine(partialLine.count + buffer.count - start)
    partialLine.append(contentsOf: buffer[start...])
  }

  /// Leaves out one byte order mark at the very start, wherever it is split.
  private mutating func skipByteOrderMark(_ buffer: UnsafeBufferPointer<UInt8>) -> Int {
    var position = 0
    while markBytes < 3, position < buffer.count {
      if buffer[position] == Byte.byteOrderMark[markBytes] {
        markBytes += 1
        position += 1
      } else {
        // It was none: the bytes that looked like it belong to the first line.
        partialLine.append(contentsOf: Byte.byteOrderMark.prefix(markBytes))
        markBytes = 3
      }
    }
    return position
  }

  private func checkLine(_ count: Int) throws(ServerSentEventOverflow) {
    if count > limits.line { throw ServerSentEventOverflow(part: .line, limit: limits.line) }
  }

  private mutating func finishLine(
    _ rest: UnsafeBufferPointer<UInt8>, _ events: inout [ServerSentEvent]
  ) throws(ServerSentEventOverflow) {
    try checkLine(partialLine.count + rest.count)
    if partialLine.isEmpty {
      try interpret(rest, &events)
      return
    }
    var line: [UInt8] = []
    swap(&line, &partialLine)
    line.append(contentsOf: rest)
    try line.withUnsafeBufferPointer { whole throws(ServerSentEventOverflow) in
      try interpret(whole, &events)
    }
    // The memory is kept for the next line.
    line.removeAll(keepingCapacity: true)
    swap(&line, &partialLine)
  }

  private mutating func interpret(
    _ line: UnsafeBufferPointer<UInt8>, _ events: inout [ServerSentEvent]
  ) throws(ServerSentEventOverflow) {
    guard let first = line.first else {
      dispatch(&events)
      return
    }
    if first == Byte.colon { return }
    let nameEnd = line.position(of: Byte.colon, in: 0..<line.count) ?? line.count
    var valueStart = min(nameEnd + 1, line.count)
    if valueStart < line.count, line[valueStart] == Byte.space { valueStart += 1 }
    let value = UnsafeBufferPointer(rebasing: line[valueStart...])
    switch Field(UnsafeBufferPointer(rebasing: line[..<nameEnd])) {
    case .data:
      guard data.count + value.count <= limits.event else {
        throw ServerSentEventOverflow(part: .event, limit: limits.event)
      }
      // One allocation for an event of one line; growing by doubling for longer ones.
      if data.isEmpty { data.reserveCapacity(value.count + 1) }
      data.append(contentsOf: value)
      data.append(Byte.lineFeed)
    case .event:
      eventType = String(decoding: value, as: UTF8.self)
    case .id where !value.contains(0):
      lastEventID = String(decoding: value, as: UTF8.self)
    case .retry where !value.isEmpty && value.allSatisfy(Byte.isDigit):
      // A number too large to count is no useful delay.
      reconnectionMilliseconds =
        Int(String(decoding: value, as: UTF8.self)) ?? reconnectionMilliseconds
    default:
      break
    }
  }

  private mutating func dispatch(_ events: inout [ServerSentEvent]) {
    defer { eventType = "" }
    // No data field at all; an empty one has left its LF.
    guard !data.isEmpty else { return }
    data.removeLast()
    events.append(
      ServerSentEvent(
        type: eventType.isEmpty ? "message" : eventType, data: data, lastEventID: lastEventID))
    data = []
  }

  /// The fields that mean something.
  private enum Field {
    case data, event, id, retry, unknown

    @inline(__always)
    init(_ name: UnsafeBufferPointer<UInt8>) {
      switch name.count {
      case 4 where Self.isSame(name, "data"): self = .data
      case 5 where Self.isSame(name, "event"): self = .event
      case 2 where Self.isSame(name, "id"): self = .id
      case 5 where Self.isSame(name, "retry"): self = .retry
      default: self = .unknown
      }
    }

    /// Whether `name` has the bytes of `field`, which is as long.
    @inline(__always)
    private static func isSame(_ name: UnsafeBufferPointer<UInt8>, _ field: StaticString) -> Bool {
      for position in 0..<name.count where name[position] != field.utf8Start[position] {
        return false
      }
      return true
    }
  }
}

/// The bytes that the grammar names.
private enum Byte {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let colon: UInt8 = 0x3A
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

/// Takes the `data` of server-sent events out of bytes that come in any pieces (WHATWG HTML,
/// section 9.2.6).
struct ServerSentEventParser {
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var endsWithCR = false
  private var isAtStart = true

  /// Takes the next bytes and gives the data of the events that they complete. An event that
  /// is never completed is dropped, as the standard says.
  mutating func push(_ bytes: [UInt8]) -> [[UInt8]] {
    var events: [[UInt8]] = []
    for byte in bytes {
      if endsWithCR, byte == 0x0A {
        endsWithCR = false
        continue
      }
      endsWithCR = byte == 0x0D
      if byte == 0x0A || byte == 0x0D {
        if let event = endLine() { events.append(event) }
      } else {
        line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() -> [UInt8]? {
    if isAtStart {
      isAtStart = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    defer { line.removeAll(keepingCapacity: true) }
    guard !line.isEmpty else {
      defer {
        data.removeAll()
        hasData = false
      }
      return hasData ? data : nil
    }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
    guard line[..<colon].elementsEqual("data".utf8) else { return nil }
    var value = line[min(colon + 1, line.count)...]
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    if hasData { data.append(0x0A) }
    data += value
    hasData = true
    return nil
  }
}

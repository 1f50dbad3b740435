import JSONModel

/// A line of JSON that is written member by member: no value is built first. Members of nil are
/// left out.
struct JSONLine {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init() {
    bytes.reserveCapacity(1024)
    bytes.append(UInt8(ascii: "{"))
  }

  /// Ends the line.
  mutating func end() {
    bytes.append(UInt8(ascii: "}"))
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func text(_ key: StaticString, _ value: String?) {
    guard let value else { return }
    begin(key)
    JSONWriter.append(value, to: &bytes)
  }

  mutating func flag(_ key: StaticString, _ value: Bool) {
    begin(key)
    bytes += (value ? "true" : "false").utf8
  }

  mutating func integer(_ key: StaticString, _ value: Int?) {
    guard let value else { return }
    begin(key)
    append(value)
  }

  mutating func number(_ key: StaticString, _ value: Double?) {
    guard let value else { return }
    // Scores are mostly these.
    if value == 0 || value == 1 { return integer(key, Int(value)) }
    guard let number = JSONNumber(value) else { return }
    begin(key)
    bytes += number.spelling.utf8
  }

  /// Seconds with microseconds: `0.123456`.
  mutating func seconds(_ key: StaticString, _ duration: Duration?) {
    guard let duration else { return }
    begin(key)
    let (seconds, attoseconds) = duration.components
    let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    append(Int(microseconds / 1_000_000))
    var fraction = microseconds % 1_000_000
    guard fraction != 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var scale: Int64 = 100_000
    while fraction > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(fraction / scale))
      fraction %= scale
      scale /= 10
    }
  }

  mutating func object(_ key: StaticString, _ body: (inout JSONLine) -> Void) {
    begin(key)
    object(body)
  }

  /// An array of objects.
  mutating func objects<Element>(
    _ key: StaticString, _ elements: [Element], _ body: (inout JSONLine, Element) -> Void
  ) {
    begin(key)
    bytes.append(UInt8(ascii: "["))
    for (place, element) in elements.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      object { body(&$0, element) }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func object(_ body: (inout JSONLine) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  private mutating func begin(_ key: StaticString) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(_ value: Int) {
    if (0..<10).contains(value) {
      bytes.append(UInt8(ascii: "0") + UInt8(value))
    } else {
      bytes += String(value).utf8
    }
  }
}

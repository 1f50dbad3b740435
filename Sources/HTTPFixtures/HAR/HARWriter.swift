import JSONModel

/// Writes JSON as our files have it: two spaces a level, and what fits on a line is on one.
///
/// A header is then one line of a diff, as is a timing or a label. Everything is written once and
/// where it stays; only a container that turns out not to fit on a line is spread over more.
struct HARWriter {
  private(set) var bytes: [UInt8] = []
  private var frames: [Frame] = []
  /// Where the items of the open containers that may fit on a line begin, with what is before.
  private var marks: [Int] = []
  /// How many containers are around those that are written here.
  private let outerDepth: Int

  private static let lineWidth = 100

  /// A container that is being written.
  private struct Frame {
    /// Behind its opening bracket.
    var start: Int
    var firstMark: Int
    var count = 0
    /// Whether each item has a line of its own.
    var isSpread = false
  }

  init(depth: Int = 0, capacity: Int = 0) {
    outerDepth = depth
    bytes.reserveCapacity(capacity)
  }

  /// What was written so far, to make room; every container that is open must be one that is
  /// spread already.
  mutating func takeBytes() -> [UInt8] {
    assert(frames.allSatisfy(\.isSpread))
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  // MARK: Containers

  /// - Parameter isLarge: Whether it is known beforehand that it will not go on a line, be it for
  ///   its length or for what it holds. It saves work, and changes nothing.
  mutating func beginObject(isLarge: Bool = false) { begin(UInt8(ascii: "{"), isLarge) }
  mutating func endObject() { end(UInt8(ascii: "}")) }
  mutating func beginArray(isLarge: Bool = false) { begin(UInt8(ascii: "["), isLarge) }
  mutating func endArray() { end(UInt8(ascii: "]")) }

  private mutating func begin(_ bracket: UInt8, _ isLarge: Bool) {
    bytes.append(bracket)
    frames.append(Frame(start: bytes.count, firstMark: marks.count, isSpread: isLarge))
  }

  /// Whether a text is too long for any line with others.
  static func isLarge(_ text: String?) -> Bool { (text?.utf8.count ?? 0) > lineWidth }

  private mutating func end(_ bracket: UInt8) {
    guard let frame = frames.last else { return }
    if frame.count > 0, !frame.isSpread {
      bytes.append(UInt8(ascii: " "))
      let depth = outerDepth + frames.count - 1
      if bytes.count - frame.start + depth * 2 + 2 > Self.lineWidth {
        bytes.removeLast()
        spread(frames.count - 1)
      }
    }
    let isSpread = frames.removeLast().isSpread
    marks.removeLast(marks.count - frame.firstMark)
    if isSpread { newLine() }
    bytes.append(bracket)
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    appendSpaces(2 * (outerDepth + frames.count))
  }

  private mutating func appendSpaces(_ count: Int) {
    for _ in 0..<count { bytes.append(UInt8(ascii: " ")) }
  }

  /// Begins an item of the innermost container.
  private mutating func beginItem() {
    guard let last = frames.indices.last else { return }
    let isFirst = frames[last].count == 0
    frames[last].count += 1
    // Containers that hold more than scalars do not go on a line; empty ones count as scalars.
    if isFirst, last > 0, !frames[last - 1].isSpread { spread(last - 1) }
    guard frames[last].isSpread else {
      marks.append(bytes.count)
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: " "))
      return
    }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    newLine()
  }

  /// Gives each item of a container, and each that follows, a line of its own.
  private mutating func spread(_ position: Int) {
    let frame = frames[position]
    frames[position].isSpread = true
    guard frame.count > 0 else { return }
    let indent = 2 * (outerDepth + position + 1)
    var rest: [[UInt8]] = []
    // The marks of containers in it have no items yet, so theirs are the last.
    for mark in marks[frame.firstMark...].reversed() {
      rest.append(Array(bytes[mark...]))
      bytes.removeLast(bytes.count - mark)
    }
    for item in rest.reversed() {
      var content = item[...]
      if content.first == UInt8(ascii: ",") {
        bytes.append(UInt8(ascii: ","))
        content = content.dropFirst()
      }
      bytes.append(UInt8(ascii: "\n"))
      appendSpaces(indent)
      bytes += content.dropFirst()
    }
    marks.removeLast(marks.count - frame.firstMark)
    for inner in frames.indices where inner > position {
      frames[inner].start += indent * frame.count
      frames[inner].firstMark = marks.count
    }
  }

  // MARK: Members and elements

  /// Begins a member; its value is written next.
  mutating func key(_ key: StaticString) {
    beginItem()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    append("\": ")
  }

  /// Begins a member whose key may need escapes.
  mutating func key(_ key: String) {
    beginItem()
    appendString(key)
    append(": ")
  }

  /// Begins an element of an array; it is written next.
  mutating func element() { beginItem() }

  // MARK: Values

  mutating func string(_ text: String) { appendString(text) }

  mutating func integer(_ value: Int) { appendDigits(value) }

  mutating func bool(_ value: Bool) { append(value ? "true" : "false") }

  /// A time in milliseconds, to the microsecond.
  mutating func milliseconds(_ value: Double) {
    let thousandths = (value * 1000).rounded()
    guard abs(thousandths) < 1e15 else {
      self.value(JSONNumber(value).map { .number($0) } ?? .null)
      return
    }
    let whole = Int(thousandths)
    if whole < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(abs(whole) / 1000)
    var fraction = abs(whole) % 1000
    guard fraction > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var unit = 100
    while fraction > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(fraction / unit))
      fraction %= unit
      unit /= 10
    }
  }

  mutating func value(_ value: JSONValue) {
    switch value {
    case .array(let elements):
      beginArray()
      for element in elements {
        beginItem()
        self.value(element)
      }
      endArray()
    case .object(let object):
      beginObject()
      for member in object.members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    case .string(let text): appendString(text)
    default: bytes += value.bytes()
    }
  }

  /// A container that is written already, for the place that is next; it is not empty.
  mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    if let last = frames.indices.last, !frames[last].isSpread { spread(last) }
    bytes.append(contentsOf: text)
  }

  /// Bytes between texts, for a journal.
  mutating func raw(_ text: [UInt8]) { bytes += text }

  /// Ends the text.
  mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  // MARK: Text

  private mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func appendDigits(_ value: Int) {
    guard value < 0 || value > 9 else {
      bytes.append(UInt8(ascii: "0") + UInt8(value))
      return
    }
    bytes += String(value).utf8
  }

  private mutating func appendString(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var plain = 0
      while true {
        let special = JSONStringBytes.firstToEscape(in: utf8, from: plain)
        bytes.append(contentsOf: utf8[plain..<special])
        guard special < utf8.count else { break }
        appendEscape(utf8[special])
        plain = special + 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The fewest escapes, as RFC 8785, section 3.2.2.2, has them.
  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      append("u00")
      for digit in [byte >> 4, byte & 0xF] {
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}

/// The bytes of JSON strings, eight at a time.
enum JSONStringBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The first byte that is a quote, a backslash or a control character; the end if none is.
  static func firstToEscape(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    guard let base = bytes.baseAddress else { return bytes.count }
    let raw = UnsafeRawPointer(base)
    while position + 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // Marks bytes that are too small; only the lowest mark is sure to be right, and it is the
      // one that is asked for.
      let small = (word &- ones &* 0x20) & ~word
      let marks =
        (small | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & highs
      if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
      bytes[position] != UInt8(ascii: "\\")
    {
      position += 1
    }
    return position
  }
}

/// The strict reader: bytes to tape, in one pass, without recursion.
struct JSONTapeBuilder {
  /// A fault at a place; the line and column are worked out once, where it is thrown.
  struct Fault: Error {
    var code: JSONSyntaxError.Code
    var offset: Int
    var message: String
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let maximumDepth: Int
  private var position: Int
  private var tape = JSONTape()
  /// The indexes of the containers that are open.
  private var open: [Int] = []

  private init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    position = start
    tape.nodes.reserveCapacity(max(16, (bytes.count - start) / 10))
  }

  /// Reads the one value that `bytes` hold from `start` on.
  static func build(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, maximumDepth: Int
  ) throws(Fault) -> JSONTape {
    var builder = JSONTapeBuilder(bytes, from: start, maximumDepth: maximumDepth)
    try builder.readDocument()
    return builder.tape
  }

  /// What the grammar allows next.
  private enum Expected {
    case value, firstElement, firstKey, key, separator
  }

  private mutating func readDocument() throws(Fault) {
    var expected = Expected.value
    while true {
      skipWhitespace()
      guard position < bytes.count else { throw unexpectedEnd(expected) }
      let byte = bytes[position]
      switch expected {
      case .value:
        expected = try readValue(byte)
      case .firstElement:
        if byte == Byte.closeBracket { expected = close() } else { expected = try readValue(byte) }
      case .firstKey:
        if byte == Byte.closeBrace { expected = close() } else { expected = try readKey(byte) }
      case .key:
        expected = try readKey(byte)
      case .separator:
        expected = try readSeparator(byte)
      }
      if open.isEmpty, expected == .separator {
        skipWhitespace()
        guard position == bytes.count else {
          throw Fault(
            code: .trailingContent, offset: position,
            message: "expected the end of the text after the value, found \(found())")
        }
        return
      }
    }
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    while position < bytes.count, Byte.isWhitespace(bytes[position]) { position += 1 }
  }

  // MARK: Values

  @inline(__always)
  private mutating func readValue(_ byte: UInt8) throws(Fault) -> Expected {
    switch byte {
    case Byte.quote:
      try readString()
      return .separator
    case Byte.openBrace:
      try enter(.object)
      return .firstKey
    case Byte.openBracket:
      try enter(.array)
      return .firstElement
    case Byte.minus, Byte.zero...Byte.nine:
      try readNumber()
      return .separator
    case UInt8(ascii: "t"):
      try readLiteral("true", .true)
      return .separator
    case UInt8(ascii: "f"):
      try readLiteral("false", .false)
      return .separator
    case UInt8(ascii: "n"):
      try readLiteral("null", .null)
      return .separator
    default:
      throw unexpected("a value")
    }
  }

  private mutating func enter(_ kind: JSONTape.Kind) throws(Fault) {
    guard open.count < maximumDepth else {
      throw Fault(
        code: .tooDeep, offset: position,
        message: "arrays and objects nest deeper than the limit of \(maximumDepth)")
    }
    if open.capacity == 0 { open.reserveCapacity(8) }
    open.append(tape.nodes.count)
    append(kind, at: position)
    position += 1
  }

  private mutating func close() -> Expected {
    let container = open.removeLast()
    tape.nodes[container].extent = UInt32(truncatingIfNeeded: tape.nodes.count)
    append(.end, at: position)
    position += 1
    return .separator
  }

  @inline(__always)
  private mutating func readKey(_ byte: UInt8) throws(Fault) -> Expected {
    guard byte == Byte.quote else {
      throw unexpected("a key in double quotes")
    }
    tape.nodes[open[open.count - 1]].count += 1
    try readString()
    skipWhitespace()
    guard position < bytes.count else {
      throw Fault(code: .unexpectedEnd, offset: position, message: "the text ends before ':'")
    }
    guard bytes[position] == Byte.colon else { throw unexpected("':' after the key") }
    position += 1
    return .value
  }

  @inline(__always)
  private mutating func readSeparator(_ byte: UInt8) throws(Fault) -> Expected {
    let isObject = tape.nodes[open[open.count - 1]].kind == .object
    if !isObject {
      // Elements are counted as they end, members as their key is read.
      tape.nodes[open[open.count - 1]].count += 1
    }
    if byte == Byte.comma {
      position += 1
      return isObject ? .key : .value
    }
    guard byte == (isObject ? Byte.closeBrace : Byte.closeBracket) else {
      throw unexpected(isObject ? "',' or '}'" : "',' or ']'")
    }
    return close()
  }

  // MARK: Scalars

  @inline(__always)
  private mutating func append(
    _ kind: JSONTape.Kind, at start: Int, extent: Int = 0, count: UInt32 = 0
  ) {
    // The size limit keeps every offset within 32 bits.
    tape.nodes.append(
      JSONTape.Node(
        start: UInt32(truncatingIfNeeded: start), extent: UInt32(truncatingIfNeeded: extent),
        count: count, kind: kind))
  }

  private mutating func readLiteral(
    _ literal: StaticString, _ kind: JSONTape.Kind
  ) throws(Fault) {
    let length = literal.utf8CodeUnitCount
    let matches =
      bytes.count - position >= length
      && (0..<length).allSatisfy { bytes[position + $0] == literal.utf8Start[$0] }
    guard matches else {
      throw Fault(
        code: .invalidLiteral, offset: position,
        message: "expected \(literal), found \(found())")
    }
    append(kind, at: position, extent: length)
    position += length
  }

  @inline(__always)
  private mutating func readNumber() throws(Fault) {
    switch NumberGrammar.end(in: bytes, from: position) {
    case .success(let end):
      append(.number, at: position, extent: end - position)
      position = end
    case .failure(let fault):
      let isEnd = fault.offset >= bytes.count
      throw Fault(
        code: isEnd ? .unexpectedEnd : .invalidNumber, offset: fault.offset, message: fault.message)
    }
  }

  /// Reads the string whose opening quote is at `position`.
  @inline(__always)
  private mutating func readString() throws(Fault) {
    let start = position + 1
    var cursor = start
    var hasEscapes = false
    while true {
      cursor = StringScan.skipPlain(bytes, from: cursor)
      guard cursor < bytes.count else {
        throw Fault(
          code: .unexpectedEnd, offset: position, message: "the string that starts here never ends")
      }
      let byte = bytes[cursor]
      if byte == Byte.quote { break }
      if byte == Byte.backslash {
        hasEscapes = true
        cursor = try escapeEnd(at: cursor)
      } else if byte < 0x20 {
        throw Fault(
          code: .controlCharacter, offset: cursor,
          message: "a string must escape the control character \(Self.name(byte))")
      } else {
        guard let next = StringScan.scalarEnd(bytes, from: cursor) else {
          throw Fault(code: .invalidUTF8, offset: cursor, message: "these bytes are not UTF-8")
        }
        cursor = next
      }
    }
    append(.string, at: start, extent: cursor - start, count: hasEscapes ? 1 : 0)
    position = cursor + 1
  }

  private func escapeEnd(at backslash: Int) throws(Fault) -> Int {
    guard backslash + 1 < bytes.count else {
      throw Fault(
        code: .unexpectedEnd, offset: position, message: "the string that starts here never ends")
    }
    switch bytes[backslash + 1] {
    case Byte.quote, Byte.backslash, Byte.slash, UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return backslash + 2
    case UInt8(ascii: "u"):
      guard StringScan.hexValue(bytes, from: backslash + 2) != nil else {
        throw Fault(
          code: .invalidEscape, offset: backslash,
          message: "\\u must be followed by four hexadecimal digits")
      }
      return backslash + 6
    default:
      throw Fault(
        code: .invalidEscape, offset: backslash,
        message: "a backslash must be followed by one of \" \\ / b f n r t u")
    }
  }

  // MARK: Faults

  private func unexpectedEnd(_ expected: Expected) -> Fault {
    let what =
      switch expected {
      case .value: "a value"
      case .firstElement: "a value or ']'"
      case .firstKey: "a key or '}'"
      case .key: "a key"
      case .separator:
        tape.nodes[open[open.count - 1]].kind == .object ? "',' or '}'" : "',' or ']'"
      }
    let message =
      tape.nodes.isEmpty ? "there is no JSON value" : "the text ends where \(what) is expected"
    return Fault(code: .unexpectedEnd, offset: position, message: message)
  }

  private func unexpected(_ expected: String) -> Fault {
    var message = "expected \(expected), found \(found())"
    let closes = bytes[position] == Byte.closeBrace || bytes[position] == Byte.closeBracket
    if closes, let before = lastBeforePosition(), before == Byte.comma {
      message += "; JSON allows no comma before it"
    } else if bytes[position] == UInt8(ascii: "'") {
      message += "; JSON strings take double quotes"
    } else if bytes[position] == Byte.slash {
      message += "; JSON has no comments"
    }
    return Fault(code: .unexpectedCharacter, offset: position, message: message)
  }

  private func lastBeforePosition() -> UInt8? {
    bytes[..<position].last { !Byte.isWhitespace($0) }
  }

  private func found() -> String {
    let byte = bytes[position]
    if byte < 0x20 || byte == 0x7F { return Self.name(byte) }
    guard let end = StringScan.scalarEnd(bytes, from: position) else {
      return "the byte 0x\(String(byte, radix: 16, uppercase: true))"
    }
    return "'\(String(decoding: bytes[position..<end], as: UTF8.self))'"
  }

  private static func name(_ byte: UInt8) -> String {
    let hex = String(byte, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: 4 - hex.count) + hex
  }
}

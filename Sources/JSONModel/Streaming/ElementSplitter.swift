/// Cuts one array of a JSON text into its elements, and checks all that is around it.
struct ElementSplitter {
  var buffer = StreamBuffer()
  var isFinished = false

  /// A container on the way to the array, or the array itself.
  private struct Frame {
    var isObject: Bool
    var isTarget: Bool
    /// The position of the element that is next.
    var ordinal = 0
    /// Whether the value that is next lies on the way.
    var leadsOn = false
    /// Whether the way has been gone; it must not be met twice.
    var hasLedOn = false
  }

  private enum Expected {
    case start, value, firstElement, firstKey, key, colon, separator, end
  }

  private let options: JSONStreamOptions
  private let pointer: JSONPointer
  private var expected = Expected.start
  private var frames: [Frame] = []
  private var scanner: ValueScanner?
  private var hasMetTarget = false

  init(_ options: JSONStreamOptions, _ pointer: JSONPointer) {
    self.options = options
    self.pointer = pointer
  }

  mutating func next() throws -> JSONDocument? {
    while true {
      if expected == .start {
        guard buffer.count >= Byte.byteOrderMark.count || isFinished else { return nil }
        if buffer.bytes.starts(with: Byte.byteOrderMark) { buffer.skipByteOrderMark() }
        expected = .value
      }
      if scanner == nil { skipWhitespace() }
      guard buffer.count > 0 else {
        try checkEnd()
        return nil
      }
      let byte = buffer.bytes[buffer.start]
      // Half of a line break, perhaps; see `skipWhitespace()`.
      if scanner == nil, byte == Byte.carriageReturn { return nil }
      switch expected {
      case .start: break
      case .value:
        if isOnTheWay {
          try enter(byte)
          continue
        }
        guard let document = try takeValue() else { return nil }
        expected = frames.isEmpty ? .end : .separator
        if frames.last?.isTarget == true { return document }
      case .firstElement:
        if byte == Byte.closeBracket { try leave() } else { expected = .value }
      case .firstKey:
        if byte == Byte.closeBrace { try leave() } else { expected = .key }
      case .key: guard try takeKey(byte) else { return nil }
      case .colon:
        guard byte == Byte.colon else { throw fault("expected ':' after the key") }
        buffer.advance(to: buffer.start + 1)
        expected = .value
      case .separator: try takeSeparator(byte)
      case .end: throw fault("expected the end of the text after the value", .trailingContent)
      }
    }
  }

  private mutating func skipWhitespace() {
    var position = buffer.start
    while position < buffer.bytes.count, Byte.isWhitespace(buffer.bytes[position]) { position += 1 }
    // A carriage return at the end may be half of a line break; it waits for what comes.
    if position == buffer.bytes.count, !isFinished, position > buffer.start,
      buffer.bytes[position - 1] == Byte.carriageReturn
    {
      position -= 1
    }
    buffer.advance(to: position)
  }

  // MARK: The way

  private var isOnTheWay: Bool {
    guard let last = frames.last else { return !hasMetTarget }
    return !last.isTarget && last.leadsOn
  }

  private mutating func enter(_ byte: UInt8) throws {
    let isTarget = frames.count == pointer.tokens.count
    let isContainer = byte == Byte.openBracket || byte == Byte.openBrace && !isTarget
    guard isContainer else {
      throw fault(
        isTarget
          ? "the value at \(name) is no array"
          : "there is no array at \(name): this is no container")
    }
    buffer.advance(to: buffer.start + 1)
    if isTarget { hasMetTarget = true }
    frames.append(Frame(isObject: byte == Byte.openBrace, isTarget: isTarget))
    expected = byte == Byte.openBrace ? .firstKey : .firstElement
    lookAhead()
  }

  /// Whether the element that is next is the one that the pointer names.
  private mutating func lookAhead() {
    guard let last = frames.indices.last, !frames[last].isTarget, !frames[last].isObject else {
      return
    }
    let token = pointer.tokens[last]
    frames[last].leadsOn = JSONPointer.arrayIndex(token) == frames[last].ordinal
    frames[last].hasLedOn = frames[last].hasLedOn || frames[last].leadsOn
  }

  private mutating func leave() throws {
    let frame = frames.removeLast()
    guard frame.isTarget || frame.hasLedOn else { throw fault("there is no array at \(name)") }
    buffer.advance(to: buffer.start + 1)
    expected = frames.isEmpty ? .end : .separator
  }

  private var name: String { pointer.tokens.isEmpty ? "the top" : pointer.description }

  // MARK: Tokens

  private mutating func takeSeparator(_ byte: UInt8) throws {
    guard let last = frames.indices.last else { return }
    let isObject = frames[last].isObject
    if byte == Byte.comma {
      buffer.advance(to: buffer.start + 1)
      frames[last].ordinal += 1
      frames[last].leadsOn = false
      lookAhead()
      expected = isObject ? .key : .value
    } else if byte == (isObject ? Byte.closeBrace : Byte.closeBracket) {
      try leave()
    } else {
      throw fault(isObject ? "expected ',' or '}'" : "expected ',' or ']'")
    }
  }

  /// Takes a key; false if its end has not come.
  private mutating func takeKey(_ byte: UInt8) throws -> Bool {
    guard byte == Byte.quote else { throw fault("expected a key in double quotes") }
    let place = buffer.location
    guard let key = try takeValue()?.root.stringValue else { return false }
    if let last = frames.indices.last {
      let leadsOn = key.hasSameScalars(as: pointer.tokens[last])
      if leadsOn, frames[last].hasLedOn {
        throw JSONSyntaxError(
          code: .unexpectedCharacter, location: place,
          message: "the key \"\(key)\" on the way to \(name) is repeated")
      }
      frames[last].leadsOn = leadsOn
      frames[last].hasLedOn = frames[last].hasLedOn || leadsOn
    }
    expected = .colon
    return true
  }

  /// Takes the value at the start of the buffer; nil if its end has not come.
  private mutating func takeValue() throws -> JSONDocument? {
    var scanner = self.scanner ?? ValueScanner()
    let start = buffer.start
    let end = buffer.bytes.withUnsafeBufferPointer {
      scanner.end(in: UnsafeBufferPointer(rebasing: $0[start...]))
    }
    self.scanner = end == nil ? scanner : nil
    guard (end ?? buffer.count) <= options.valueByteCount else {
      throw fault(
        "the value that starts here has more than the \(options.valueByteCount) bytes allowed",
        .tooLarge)
    }
    guard let end = end ?? (isFinished ? buffer.count : nil) else { return nil }
    self.scanner = nil
    // A bracket or comma where a value should be is left to the reader to complain about.
    let length = max(end, 1)
    let document = try JSONDocument(
      parsing: Array(buffer.bytes[start..<start + length]), from: 0,
      limits: .init(depth: max(0, options.depth - frames.count)), origin: buffer.location)
    buffer.advance(to: start + length)
    return document
  }

  // MARK: Faults

  private func checkEnd() throws {
    guard isFinished, expected != .end else { return }
    throw fault(
      frames.isEmpty ? "there is no JSON value" : "the text ends within an array or object",
      .unexpectedEnd)
  }

  private func fault(
    _ message: String, _ code: JSONSyntaxError.Code = .unexpectedCharacter
  ) -> JSONSyntaxError {
    JSONSyntaxError(code: code, location: buffer.location, message: message)
  }
}

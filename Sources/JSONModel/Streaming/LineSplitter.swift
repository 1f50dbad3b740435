/// Cuts JSON Lines into values.
struct LineSplitter {
  var buffer = StreamBuffer()
  var isFinished = false
  private let options: JSONStreamOptions
  /// Up to where no line feed was found.
  private var searched = 0
  private var isStarted = false

  init(_ options: JSONStreamOptions) {
    self.options = options
  }

  mutating func next() throws -> JSONDocument? {
    guard start() else { return nil }
    while let end = lineEnd() {
      if let document = try document(upTo: end, isTorn: false) {
        buffer.advance(to: end + 1)
        return document
      }
      buffer.advance(to: end + 1)
    }
    guard buffer.count <= options.valueByteCount else { throw tooLarge() }
    guard isFinished, buffer.count > 0 else { return nil }
    let end = buffer.bytes.count
    let last = try document(upTo: end, isTorn: true)
    buffer.advance(to: end)
    searched = 0
    return last
  }

  /// Skips a byte order mark; false as long as it cannot be told whether there is one.
  private mutating func start() -> Bool {
    if isStarted { return true }
    guard buffer.count >= Byte.byteOrderMark.count || isFinished else { return false }
    isStarted = true
    if buffer.bytes.starts(with: Byte.byteOrderMark) { buffer.skipByteOrderMark() }
    return true
  }

  private mutating func lineEnd() -> Int? {
    let found = buffer.bytes.withUnsafeBufferPointer { bytes in
      bytes[(buffer.start + searched)...].firstIndex(of: Byte.lineFeed)
    }
    searched = found == nil ? buffer.count : 0
    return found
  }

  /// The value of the line that ends before `end`, or nil if it is blank or dropped.
  private func document(upTo end: Int, isTorn: Bool) throws -> JSONDocument? {
    guard end - buffer.start <= options.valueByteCount else { throw tooLarge() }
    let line = buffer.bytes[buffer.start..<end]
    guard !line.allSatisfy(Byte.isWhitespace) else { return nil }
    do {
      let document = try JSONDocument(
        parsing: Array(line), from: 0, limits: .init(depth: options.depth),
        origin: buffer.location)
      let mayBeCut = isTorn && options.dropsTornLine && document.root.kind == .number
      return mayBeCut ? nil : document
    } catch let error as JSONSyntaxError {
      if isTorn, options.dropsTornLine { return nil }
      throw error
    }
  }

  private func tooLarge() -> JSONSyntaxError {
    JSONSyntaxError(
      code: .tooLarge, location: buffer.location,
      message: "the line that starts here has more than the \(options.valueByteCount) bytes allowed"
    )
  }
}

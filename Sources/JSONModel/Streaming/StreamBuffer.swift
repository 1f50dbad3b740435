/// The part of a long text that has come and is not yet done with, and where it stands.
struct StreamBuffer {
  private(set) var bytes: [UInt8] = []
  /// The first byte that is not done with.
  private(set) var start = 0
  /// Where `start` is in the whole text.
  private(set) var location = SourceLocation(byteOffset: 0, line: 1, column: 1)

  var count: Int { bytes.count - start }

  mutating func append(_ chunk: some Sequence<UInt8>) {
    // What is done with is dropped when it is the greater part, so that each byte is moved at
    // most once on the average.
    if start > bytes.count / 2 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    bytes.append(contentsOf: chunk)
  }

  /// Marks all before `end` as done with.
  mutating func advance(to end: Int) {
    location = location(at: end)
    start = end
  }

  /// Skips the mark without counting it as a column.
  mutating func skipByteOrderMark() {
    start += Byte.byteOrderMark.count
    location = SourceLocation(
      byteOffset: location.byteOffset + Byte.byteOrderMark.count, line: 1, column: 1)
  }

  /// Where the byte at `end` is in the whole text.
  func location(at end: Int) -> SourceLocation {
    bytes.withUnsafeBufferPointer { buffer in
      var line = location.line
      var column = location.column
      for position in start..<end {
        let byte = buffer[position]
        let isPair =
          byte == Byte.carriageReturn && position + 1 < buffer.count
          && buffer[position + 1] == Byte.lineFeed
        if byte == Byte.lineFeed || byte == Byte.carriageReturn && !isPair {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
      return SourceLocation(
        byteOffset: location.byteOffset + end - start, line: line, column: column)
    }
  }
}

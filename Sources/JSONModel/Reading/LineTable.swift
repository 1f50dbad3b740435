/// Where the lines of a text start, so that a place is found without reading up to it.
struct LineTable: Sendable {
  private let starts: [Int]

  /// Lines end with LF, CR or CRLF.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var starts = [0]
    for (position, byte) in bytes.enumerated() {
      let isLineEnd =
        byte == Byte.lineFeed
        || byte == Byte.carriageReturn
          && (position + 1 == bytes.count || bytes[position + 1] != Byte.lineFeed)
      if isLineEnd { starts.append(position + 1) }
    }
    self.starts = starts
  }

  func location(of byteOffset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> SourceLocation {
    let end = min(max(byteOffset, 0), bytes.count)
    let line = lineIndex(of: end)
    // Continuation bytes of UTF-8 do not start a scalar; a byte order mark takes no column.
    var column = 1
    for byte in bytes[starts[line]..<end] where byte & 0xC0 != 0x80 { column += 1 }
    if line == 0, end >= 3, bytes.starts(with: Byte.byteOrderMark) { column -= 1 }
    return SourceLocation(byteOffset: byteOffset, line: line + 1, column: column)
  }

  /// The last line that starts at or before `offset`.
  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

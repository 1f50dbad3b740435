/// A place in a text: where an editor would put the cursor.
public struct SourceLocation: Sendable, Hashable {
  /// The distance from the start of the text, in bytes.
  public let byteOffset: Int
  /// The line, counted from 1. Lines end with LF, CR or CRLF.
  public let line: Int
  /// The column, counted from 1, in Unicode scalars.
  public let column: Int

  public init(byteOffset: Int, line: Int, column: Int) {
    self.byteOffset = byteOffset
    self.line = line
    self.column = column
  }

  /// Finds the line and column of `byteOffset` in `bytes`.
  init(of byteOffset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let end = min(max(byteOffset, 0), bytes.count)
    var line = 1
    var lineStart = 0
    var position = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      if byte == Byte.carriageReturn {
        if position < bytes.count, bytes[position] == Byte.lineFeed {
          guard position < end else { break }
          position += 1
        }
      } else if byte != Byte.lineFeed {
        continue
      }
      line += 1
      lineStart = position
    }
    // Continuation bytes of UTF-8 do not start a scalar; a byte order mark takes no column.
    var column = 1
    for byte in bytes[lineStart..<end] where byte & 0xC0 != 0x80 { column += 1 }
    if line == 1, lineStart == 0, end >= 3, bytes.starts(with: Byte.byteOrderMark) { column -= 1 }
    self.init(byteOffset: byteOffset, line: line, column: column)
  }
}

extension SourceLocation {
  /// The place in a whole text of what is at this place in a part of it that starts at `origin`.
  func shifted(by origin: SourceLocation?) -> SourceLocation {
    guard let origin else { return self }
    return SourceLocation(
      byteOffset: byteOffset + origin.byteOffset, line: line + origin.line - 1,
      column: line == 1 ? column + origin.column - 1 : column)
  }
}

extension SourceLocation: CustomStringConvertible {
  public var description: String { "line \(line), column \(column)" }
}

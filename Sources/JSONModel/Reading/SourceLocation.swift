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

  /// Finds the line and column of one place in `bytes`.
  init(of byteOffset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    self = LineTable(bytes).location(of: byteOffset, in: bytes)
  }
}

extension SourceLocation: CustomStringConvertible {
  public var description: String { "line \(line), column \(column)" }
}

package import JSONModel

/// Texts in files: UTF-8, with or without a byte order mark.
package enum TextFile {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The text of a file, without the line break that editors put at its end; nil, and the place
  /// reported, if it is not UTF-8.
  package static func text(_ bytes: [UInt8], _ collector: DiagnosticCollector) -> String? {
    var content = bytes[...]
    if content.starts(with: byteOrderMark) { content = content.dropFirst(byteOrderMark.count) }
    if content.last == UInt8(ascii: "\n") {
      content = content.dropLast()
      if content.last == UInt8(ascii: "\r") { content = content.dropLast() }
    }
    if let text = String(validating: content, as: UTF8.self) { return text }
    let fault = invalidOffset(bytes)
    collector.error(
      at: location(ofByte: fault, in: bytes),
      "the byte \(hexadecimal(bytes[fault])) is not UTF-8",
      hint: "save the file in the encoding UTF-8")
    return nil
  }

  /// Where the byte at `offset` of the text stands in the file, which may start with a mark.
  package static func location(of offset: Int, in bytes: [UInt8]) -> SourceLocation {
    location(
      ofByte: offset + (bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0), in: bytes)
  }

  /// Where the first byte is that is not UTF-8; the start if all are.
  package static func invalidOffset(_ bytes: [UInt8]) -> Int {
    // A sequence that is broken off before the end still has scalars before it.
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return 0
      case .error: return min(offset, bytes.count - 1)
      }
    }
  }

  /// The line and column of a byte; lines end with LF, CR or CRLF.
  package static func location(ofByte offset: Int, in bytes: [UInt8]) -> SourceLocation {
    var line = 1
    var lineStart = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    var position = lineStart
    while position < offset, position < bytes.count {
      let byte = bytes[position]
      position += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      if byte == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
        guard position < offset else { break }
        position += 1
      }
      line += 1
      lineStart = position
    }
    let end = max(lineStart, min(offset, bytes.count))
    let column = 1 + bytes[lineStart..<end].count { $0 & 0xC0 != 0x80 }
    return SourceLocation(byteOffset: offset, line: line, column: column)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    "0x" + [byte].hexadecimal.uppercased()
  }
}

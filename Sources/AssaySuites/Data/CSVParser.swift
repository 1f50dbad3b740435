import AssayInput
import JSONModel

/// Reads CSV (RFC 4180) as its bytes come in, with the place of every record.
///
/// SwiftCSV was looked at and is not used: it tells no places, fills up short records and cuts
/// long ones without a word, and holds the whole text.
///
/// Beyond the RFC, lines may end with LF or CR alone, and blank lines are skipped.
struct CSVParser {
  /// A record, with the line that it starts in.
  struct Record {
    var fields: [String]
    var location: SourceLocation
  }

  /// Why a text is no CSV.
  struct Fault: Error {
    var location: SourceLocation
    var message: String
    var hint: String?
  }

  private enum State {
    case fieldStart, plain, quoted, quoteInQuoted
  }

  private let separator: UInt8
  private var state = State.fieldStart
  private var field: [UInt8] = []
  private var fields: [String] = []
  private var offset = 0
  private var line = 1
  /// Where the line starts, and how many bytes in it continue a scalar, for columns.
  private var lineStart = 0
  private var continuations = 0
  private var recordStart = SourceLocation(byteOffset: 0, line: 1, column: 1)
  private var fieldStart = SourceLocation(byteOffset: 0, line: 1, column: 1)
  private var endedWithCR = false
  private var mark: [UInt8] = []

  /// The longest field, in bytes.
  static let fieldLimit = 16 << 20

  init(separator: UInt8 = UInt8(ascii: ",")) {
    self.separator = separator
  }

  private var place: SourceLocation {
    SourceLocation(byteOffset: offset, line: line, column: offset - lineStart - continuations + 1)
  }

  /// Takes the next bytes and gives the records that end in them.
  mutating func parse(
    _ bytes: [UInt8], _ body: (Record) -> Void
  ) throws(Fault) {
    for byte in bytes {
      // A byte order mark takes no column.
      if offset < 3, mark.count == offset, byte == [0xEF, 0xBB, 0xBF][offset] {
        mark.append(byte)
        offset += 1
        if mark.count == 3 {
          lineStart = 3
          recordStart = place
        }
        continue
      }
      if offset == mark.count, offset < 3 {
        let held = mark
        mark = [0, 0, 0]
        offset = 0
        for byte in held { try take(byte, body) }
      }
      try take(byte, body)
    }
  }

  /// Gives the last record, if no line break ends it.
  mutating func finish(_ body: (Record) -> Void) throws(Fault) {
    if offset == mark.count, offset < 3 {
      let held = mark
      offset = 0
      for byte in held { try take(byte, body) }
    }
    if state == .quoted {
      throw Fault(
        location: fieldStart, message: "the quoted field that starts here never ends",
        hint: "a quote within quotes is written twice: \"\"")
    }
    if state != .fieldStart || !fields.isEmpty { try endRecord(body) }
  }

  private mutating func take(_ byte: UInt8, _ body: (Record) -> Void) throws(Fault) {
    defer {
      offset += 1
      if byte & 0xC0 == 0x80 { continuations += 1 }
    }
    let isLineFeedOfPair = endedWithCR && byte == UInt8(ascii: "\n")
    endedWithCR = false
    if isLineFeedOfPair {
      lineStart = offset + 1
      if state == .quoted {
        try append(byte)
      } else {
        recordStart = SourceLocation(byteOffset: offset + 1, line: line, column: 1)
      }
      return
    }
    switch state {
    case .quoted:
      if byte == UInt8(ascii: "\"") {
        state = .quoteInQuoted
      } else {
        try append(byte)
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
          newLine()
          endedWithCR = byte == UInt8(ascii: "\r")
        }
      }
    case .quoteInQuoted where byte == UInt8(ascii: "\""):
      try append(byte)
      state = .quoted
    case .fieldStart where byte == UInt8(ascii: "\""):
      fieldStart = place
      state = .quoted
    case .plain where byte == UInt8(ascii: "\""):
      throw Fault(
        location: place, message: "a quote stands within a field that does not start with one",
        hint: "put the whole field in quotes, and write the quote twice")
    case .fieldStart, .plain, .quoteInQuoted:
      if byte == separator {
        try endField()
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if state != .fieldStart || !fields.isEmpty { try endRecord(body) }
        newLine()
        recordStart = SourceLocation(byteOffset: offset + 1, line: line, column: 1)
        endedWithCR = byte == UInt8(ascii: "\r")
      } else if state == .quoteInQuoted {
        throw Fault(
          location: place, message: "text follows the closing quote of a field",
          hint: "a quote within quotes is written twice: \"\"")
      } else {
        if state == .fieldStart { fieldStart = place }
        state = .plain
        try append(byte)
      }
    }
  }

  private mutating func newLine() {
    line += 1
    lineStart = offset + 1
    // The byte of the line break itself continues nothing.
    continuations = 0
  }

  private mutating func append(_ byte: UInt8) throws(Fault) {
    field.append(byte)
    guard field.count <= Self.fieldLimit else {
      throw Fault(
        location: fieldStart,
        message: "the field that starts here is longer than "
          + "\(Self.fieldLimit >> 20) MiB", hint: "is its closing quote missing?")
    }
  }

  private mutating func endField() throws(Fault) {
    guard let text = String(validating: field, as: UTF8.self) else {
      let bad = TextFile.location(ofByte: TextFile.invalidOffset(field), in: field)
      throw Fault(
        location: SourceLocation(
          byteOffset: fieldStart.byteOffset + bad.byteOffset, line: fieldStart.line + bad.line - 1,
          column: bad.line == 1 ? fieldStart.column + bad.column - 1 : bad.column),
        message: "the field has bytes that are not UTF-8",
        hint: "save the file in the encoding UTF-8")
    }
    fields.append(text)
    field.removeAll(keepingCapacity: true)
    state = .fieldStart
  }

  private mutating func endRecord(_ body: (Record) -> Void) throws(Fault) {
    try endField()
    body(Record(fields: fields, location: recordStart))
    fields.removeAll(keepingCapacity: true)
  }
}

import CLibXML2

/// libxml2's text writer: elements that close themselves, scrubbed text, and errors instead of
/// return codes. What is written is handed on piece by piece, and read again as it goes: a
/// document is never held whole.
final class XMLWriter {
  private let writer: xmlTextWriterPtr
  private let pieces: Pieces

  /// - Parameters:
  ///   - isRead: Whether it is read again here; otherwise somebody else does.
  ///   - sink: Takes the document's bytes, in pieces of some 64 KB.
  init(isRead: Bool = true, to sink: @escaping ([UInt8]) throws -> Void) throws {
    let pieces = Pieces(isRead ? try XMLCheck() : nil, sink)
    let output = xmlOutputBufferCreateIO(
      { context, bytes, count in
        guard let context, let bytes else { return -1 }
        let pieces = Unmanaged<Pieces>.fromOpaque(context).takeUnretainedValue()
        return pieces.take(UnsafeRawBufferPointer(start: bytes, count: Int(count))) ? count : -1
      }, nil, Unmanaged.passUnretained(pieces).toOpaque(), nil)
    guard let output else { throw Self.failure("no memory") }
    guard let writer = xmlNewTextWriter(output) else {
      xmlOutputBufferClose(output)
      throw Self.failure("no memory")
    }
    self.writer = writer
    self.pieces = pieces
  }

  deinit {
    // What libxml2 still holds must not reach a sink that has seen the end or an error.
    pieces.close()
    xmlFreeTextWriter(writer)
  }

  func startDocument() throws {
    try check(xmlTextWriterSetIndent(writer, 1), "the layout")
    try check(xmlTextWriterSetIndentString(writer, "  "), "the layout")
    try check(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil), "the declaration")
  }

  func element(_ name: StaticString, _ contents: (XMLWriter) throws -> Void) throws {
    try startElement(name)
    try contents(self)
    try endElement(name)
  }

  func startElement(_ name: StaticString) throws {
    try check(xmlTextWriterStartElement(writer, name.utf8Start), "<\(name)>")
  }

  func endElement(_ name: StaticString) throws {
    try check(xmlTextWriterEndElement(writer), "</\(name)>")
  }

  func attribute(_ name: StaticString, _ value: String) throws {
    let result = Self.withXMLChars(XMLText.scrubbed(value)) {
      xmlTextWriterWriteAttribute(writer, name.utf8Start, $0)
    }
    try check(result, "the attribute \(name)")
  }

  func text(_ text: String) throws {
    let result = Self.withXMLChars(XMLText.scrubbed(text)) { xmlTextWriterWriteString(writer, $0) }
    try check(result, "a text")
  }

  /// Writes what has been written as XML before.
  func raw(_ bytes: [UInt8]) throws {
    let result = bytes.withUnsafeBytes { buffer in
      xmlTextWriterWriteRawLen(
        writer, buffer.baseAddress?.assumingMemoryBound(to: xmlChar.self),
        Int32(clamping: buffer.count))
    }
    try check(result, "a part")
  }

  /// Swift copies a string that is passed as bytes, but not one that is passed as characters of C.
  private static func withXMLChars<Result>(
    _ text: String, _ body: (UnsafePointer<xmlChar>) -> Result
  ) -> Result {
    text.withCString { start in
      start.withMemoryRebound(to: xmlChar.self, capacity: text.utf8.count + 1, body)
    }
  }

  /// Hands on all that has been written so far.
  func handOn() throws {
    try check(xmlTextWriterFlush(writer), "a part")
    try pieces.flush()
  }

  /// Ends the document and hands on what is left of it.
  ///
  /// - Throws: ``JUnitXMLError`` also if the document cannot be read again.
  func finish() throws {
    try check(xmlTextWriterEndDocument(writer), "the end")
    try check(xmlTextWriterFlush(writer), "the end")
    try pieces.finish()
  }

  private func check(_ result: Int32, _ what: @autoclosure () -> String) throws {
    if let error = pieces.error { throw error }
    if result < 0 { throw Self.failure("libxml2 could not write \(what())") }
  }

  private static func failure(_ message: String) -> JUnitXMLError {
    JUnitXMLError(code: .write, description: message)
  }

  /// What libxml2 hands over, until it is enough to be handed on.
  private final class Pieces {
    private(set) var error: (any Error)?
    private let check: XMLCheck?
    private let sink: ([UInt8]) throws -> Void
    private var bytes: [UInt8] = []
    private var isClosed = false

    private static let size = 64 << 10

    init(_ check: XMLCheck?, _ sink: @escaping ([UInt8]) throws -> Void) {
      self.check = check
      self.sink = sink
    }

    /// False once something has gone wrong; ``error`` says what. What comes after the end is
    /// dropped without a complaint, or libxml2 would print one.
    func take(_ more: UnsafeRawBufferPointer) -> Bool {
      guard !isClosed else { return true }
      guard error == nil else { return false }
      bytes.append(contentsOf: more)
      guard bytes.count >= Self.size else { return true }
      do {
        try flush()
        return true
      } catch {
        self.error = error
        return false
      }
    }

    func finish() throws {
      try flush()
      isClosed = true
      try check?.finish()
    }

    func close() { isClosed = true }

    func flush() throws {
      guard !bytes.isEmpty else { return }
      try check?.feed(bytes)
      try sink(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
  }
}

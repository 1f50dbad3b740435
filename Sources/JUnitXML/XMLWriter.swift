import CLibXML2

/// libxml2's text writer over a buffer in memory: elements that close themselves, scrubbed
/// text, and errors instead of return codes.
final class XMLWriter {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr

  init() throws {
    guard let buffer = xmlBufferCreate() else { throw Self.failure("no memory") }
    guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
      xmlBufferFree(buffer)
      throw Self.failure("no memory")
    }
    self.buffer = buffer
    self.writer = writer
  }

  deinit {
    xmlFreeTextWriter(writer)
    xmlBufferFree(buffer)
  }

  func startDocument() throws {
    try check(xmlTextWriterSetIndent(writer, 1), "the layout")
    try check(xmlTextWriterSetIndentString(writer, "  "), "the layout")
    try check(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil), "the declaration")
  }

  func element(_ name: String, _ contents: (XMLWriter) throws -> Void) throws {
    try check(xmlTextWriterStartElement(writer, name), "<\(name)>")
    try contents(self)
    try check(xmlTextWriterEndElement(writer), "</\(name)>")
  }

  func attribute(_ name: String, _ value: String) throws {
    try check(
      xmlTextWriterWriteAttribute(writer, name, XMLText.scrubbed(value)), "the attribute \(name)")
  }

  func text(_ text: String) throws {
    try check(xmlTextWriterWriteString(writer, XMLText.scrubbed(text)), "a text")
  }

  /// Ends the document and gives its bytes.
  func finish() throws -> [UInt8] {
    try check(xmlTextWriterEndDocument(writer), "the end")
    try check(xmlTextWriterFlush(writer), "the end")
    guard let content = xmlBufferContent(buffer) else { throw Self.failure("nothing was written") }
    return Array(UnsafeBufferPointer(start: content, count: Int(xmlBufferLength(buffer))))
  }

  private func check(_ result: Int32, _ what: String) throws {
    if result < 0 { throw Self.failure("libxml2 could not write \(what)") }
  }

  private static func failure(_ message: String) -> JUnitXMLError {
    JUnitXMLError(code: .write, description: message)
  }
}

import CLibXML2

/// An XML or HTML text that has been read by libxml2, from somebody who is not trusted.
///
/// Nothing is fetched from network or disk and no entity is expanded: a document that defines
/// entities (and so could be a bomb) is refused. libxml2's caps on depth and size stay on. What is
/// refused is neither a document nor none: nobody has read it to its end.
package final class MarkupDocument {
  package enum Syntax: Sendable { case xml, html }

  /// Why a text is no document.
  package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line from 1, where it is known.
    package var line: Int?
    package var message: String
    /// Whether the text was not read to its end, so that nobody knows whether it is a document.
    package var isRefusal = false

    package var description: String {
      let place = line.map { "line \($0): \(message)" } ?? message
      return isRefusal ? "refused: \(place)" : place
    }

    /// A text that is beyond what is read.
    static func refusal(_ message: String, line: Int? = nil) -> Fault {
      Fault(line: line, message: message, isRefusal: true)
    }
  }

  let document: xmlDocPtr
  /// What the HTML parser put up with; empty for XML.
  package let complaints: [Fault]

  /// - Throws: ``Fault`` if an XML text is not well-formed, nothing can be made of an HTML text, or
  ///   the text is refused.
  package init(parsing text: String, as syntax: Syntax = .xml) throws(Fault) {
    let bytes = Array(text.utf8)
    guard bytes.count < Int(Int32.max) else { throw .refusal("the text is too long") }
    switch syntax {
    case .xml: (document, complaints) = (try Self.parseXML(bytes), [])
    case .html: (document, complaints) = try Self.parseHTML(bytes)
    }
    // The document is freed with this object, also where this throws.
    if let refusal = complaints.first(where: \.isRefusal) { throw refusal }
    if let subset = document.pointee.intSubset, subset.pointee.children != nil {
      throw .refusal(Self.definesEntities)
    }
  }

  deinit { xmlFreeDoc(document) }

  private static let definesEntities =
    "the document type defines entities or elements, which could be a bomb"

  /// The name of the root element.
  package var rootName: String {
    xmlDocGetRootElement(document).flatMap { $0.pointee.name }.map { String(cString: $0) } ?? ""
  }

  // MARK: Parsing

  private static func parseXML(_ bytes: [UInt8]) throws(Fault) -> xmlDocPtr {
    guard let context = xmlNewParserCtxt() else { throw .refusal("there is no memory") }
    defer { xmlFreeParserCtxt(context) }
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue
    let parsed = bytes.withUnsafeBytes { buffer in
      xmlCtxtReadMemory(
        context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), nil,
        "UTF-8", Int32(options))
    }
    guard let parsed else { throw fault(xmlCtxtGetLastError(context)) }
    return parsed
  }

  private static func parseHTML(_ bytes: [UInt8]) throws(Fault) -> (xmlDocPtr, [Fault]) {
    guard let context = htmlNewParserCtxt() else { throw .refusal("there is no memory") }
    defer { htmlFreeParserCtxt(context) }
    let box = FaultBox()
    // libxml2 only looks at the handler if this says that it is of the second version.
    context.pointee.sax?.pointee.initialized = UInt32(XML_SAX2_MAGIC)
    context.pointee.sax?.pointee.serror = { data, error in
      guard let data, let error else { return }
      // The parser passes itself; the box is where it keeps private data.
      let parser = data.assumingMemoryBound(to: xmlParserCtxt.self)
      guard let pointer = parser.pointee._private else { return }
      Unmanaged<FaultBox>.fromOpaque(pointer).takeUnretainedValue().add(error)
    }
    context.pointee._private = Unmanaged.passUnretained(box).toOpaque()
    let options =
      HTML_PARSE_NONET.rawValue | HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOIMPLIED.rawValue
      | HTML_PARSE_NODEFDTD.rawValue
      | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
    let parsed = withExtendedLifetime(box) {
      bytes.withUnsafeBytes { buffer in
        htmlCtxtReadMemory(
          context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count),
          nil, "UTF-8", Int32(options))
      }
    }
    guard let parsed else { throw fault(xmlCtxtGetLastError(context)) }
    return (parsed, box.faults)
  }

  /// Collects what libxml2 complains of while it parses.
  private final class FaultBox {
    var faults: [Fault] = []

    func add(_ error: xmlErrorPtr) {
      // libxml2 knows HTML 4; elements of HTML 5 are no mistake.
      guard error.pointee.code != XML_HTML_UNKNOWN_TAG.rawValue else { return }
      let fault = MarkupDocument.fault(error)
      if faults.count < 20 || fault.isRefusal { faults.append(fault) }
    }
  }

  static func fault(_ error: xmlErrorPtr?) -> Fault {
    guard let error else { return Fault(message: "libxml2 gives no reason") }
    let message = error.pointee.message.map { String(cString: $0) } ?? "no reason is given"
    let line = error.pointee.line > 0 ? Int(error.pointee.line) : nil
    guard let limit = limit(error.pointee.code, message) else {
      return Fault(line: line, message: firstLine(message))
    }
    return .refusal(limit, line: line)
  }

  /// The limit of libxml2 that a complaint is about; nil if it is about the text.
  private static func limit(_ code: Int32, _ message: String) -> String? {
    switch UInt32(code) {
    // libxml2 counts how often entities are used, and gives up when it is too often; it calls that
    // a loop.
    case XML_ERR_ENTITY_LOOP.rawValue: definesEntities
    case XML_ERR_NO_MEMORY.rawValue: "there is no memory"
    case XML_ERR_NAME_TOO_LONG.rawValue: "a name is too long"
    // The number is XML_ERR_RESOURCE_LIMIT, which libxml2 has since 2.13.
    case XML_ERR_INTERNAL_ERROR.rawValue, 116:
      message.contains("amplification")
        ? definesEntities
        : message.contains("depth")
          ? "elements nest deeper than \(message.filter(\.isNumber))" : firstLine(message)
    default: nil
    }
  }

  private static func firstLine(_ text: String) -> String {
    String(text.split(whereSeparator: \.isNewline).first ?? "")
  }
}

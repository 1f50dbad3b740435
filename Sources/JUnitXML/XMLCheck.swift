import CLibXML2

/// Reads a document again, as a CI system will, while it comes in pieces. Nothing of it is kept.
final class XMLCheck {
  private let context: xmlParserCtxtPtr

  init() throws {
    // Without handlers no tree is built. The parser copies them.
    var handlers = xmlSAXHandler()
    handlers.initialized = XML_SAX2_MAGIC
    guard let context = xmlCreatePushParserCtxt(&handlers, nil, nil, 0, nil) else {
      throw JUnitXMLError(code: .notWellFormed, description: "no memory")
    }
    self.context = context
    // No network, no entities from elsewhere; huge because an output may be large.
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue | XML_PARSE_HUGE.rawValue
    xmlCtxtUseOptions(context, Int32(options))
  }

  deinit { xmlFreeParserCtxt(context) }

  /// - Throws: ``JUnitXMLError`` with libxml2's first complaint.
  func feed(_ bytes: [UInt8]) throws {
    let result = bytes.withUnsafeBytes { buffer in
      xmlParseChunk(
        context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(clamping: buffer.count), 0)
    }
    guard result == 0 else { throw complaint }
  }

  /// - Throws: ``JUnitXMLError`` if the document is not complete.
  func finish() throws {
    guard xmlParseChunk(context, nil, 0, 1) == 0, context.pointee.wellFormed == 1 else {
      throw complaint
    }
  }

  private var complaint: JUnitXMLError {
    var message = "the report is not well-formed"
    if let error = xmlCtxtGetLastError(context)?.pointee {
      message += ", line \(error.line)"
      if let text = error.message { message += ": \(String(cString: text))" }
    }
    return JUnitXMLError(code: .notWellFormed, description: message)
  }
}

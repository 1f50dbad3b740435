import CLibXML2

/// Reads a document again, as a CI system will.
enum XMLCheck {
  /// - Throws: ``JUnitXMLError`` with libxml2's first complaint.
  static func parse(_ bytes: [UInt8]) throws {
    guard let context = xmlNewParserCtxt() else {
      throw JUnitXMLError(code: .notWellFormed, description: "no memory")
    }
    defer { xmlFreeParserCtxt(context) }
    // No network, no entities from elsewhere; huge because an output may be large.
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue | XML_PARSE_HUGE.rawValue
    let document = bytes.withUnsafeBytes { buffer in
      xmlCtxtReadMemory(
        context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(clamping: buffer.count), nil, "UTF-8",
        Int32(options))
    }
    guard let document else {
      var message = "the report is not well-formed"
      if let error = xmlCtxtGetLastError(context)?.pointee {
        message += ", line \(error.line)"
        if let text = error.message { message += ": \(String(cString: text))" }
      }
      throw JUnitXMLError(code: .notWellFormed, description: message)
    }
    xmlFreeDoc(document)
  }
}

import CLibXML2

/// An XPath 1.0 query.
package struct XPathQuery: Sendable, Hashable {
  /// What a query gives.
  package enum Value: Sendable, Hashable {
    /// The string values of the selected nodes, in document order.
    case nodes([String])
    case number(Double)
    case text(String)
    case boolean(Bool)
  }

  /// Why a query is none, or could not be answered.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
  }

  package let text: String
  /// The namespaces that the query's prefixes stand for.
  package let namespaces: [String: String]

  /// How many steps an evaluation may take; some seconds' work.
  private static let stepLimit: UInt = 20_000_000
  /// How many bytes the values may have in all.
  private static let sizeLimit = 16 << 20

  /// - Throws: ``Failure`` if the text is no XPath. (Unknown functions and prefixes without a
  ///   namespace are found too: the query is tried on an empty document.)
  package init(_ text: String, namespaces: [String: String] = [:]) throws {
    self.text = text
    self.namespaces = namespaces
    _ = try evaluate(on: MarkupDocument(parsing: "<none/>"))
  }

  /// - Throws: ``Failure``.
  package func evaluate(on document: MarkupDocument) throws -> Value {
    guard let context = xmlXPathNewContext(document.document) else {
      throw Failure(description: "no memory")
    }
    defer { xmlXPathFreeContext(context) }
    let box = ErrorBox()
    context.pointee.opLimit = Self.stepLimit
    context.pointee.userData = Unmanaged.passUnretained(box).toOpaque()
    // Nothing goes to the standard error.
    context.pointee.error = { data, error in
      guard let data, let error else { return }
      Unmanaged<ErrorBox>.fromOpaque(data).takeUnretainedValue().add(error)
    }
    for (prefix, uri) in namespaces
    where xmlXPathRegisterNs(context, prefix, uri) != 0 {
      throw Failure(description: "\"\(prefix)\" is no prefix of a namespace")
    }
    context.pointee.node = xmlDocGetRootElement(document.document)
    let result = withExtendedLifetime(box) { xmlXPathEvalExpression(text, context) }
    guard let result else {
      throw Failure(description: "\(text): \(box.message ?? "this is no XPath")")
    }
    defer { xmlXPathFreeObject(result) }
    return try value(result)
  }

  private func value(_ object: xmlXPathObjectPtr) throws -> Value {
    switch object.pointee.type {
    case XPATH_NODESET: return .nodes(try strings(object.pointee.nodesetval))
    case XPATH_NUMBER: return .number(object.pointee.floatval)
    case XPATH_BOOLEAN: return .boolean(object.pointee.boolval != 0)
    case XPATH_STRING:
      return .text(object.pointee.stringval.map { String(cString: $0) } ?? "")
    default: throw Failure(description: "\(text) gives neither nodes nor a value")
    }
  }

  private func strings(_ set: xmlNodeSetPtr?) throws -> [String] {
    guard let set, let nodes = set.pointee.nodeTab else { return [] }
    var size = 0
    return try (0..<Int(set.pointee.nodeNr)).map { index in
      guard let node = nodes[index], let content = xmlXPathCastNodeToString(node) else { return "" }
      defer { assay_xml_free(content) }
      let string = String(cString: content)
      size += string.utf8.count
      if size > Self.sizeLimit {
        throw Failure(description: "\(text) selects more than \(Self.sizeLimit) bytes of text")
      }
      return string
    }
  }

  /// Keeps the first complaint.
  private final class ErrorBox {
    var message: String?

    /// libxml2 gives a handler its codes (xpath.h's, from 1200 on) without their texts.
    private static let reasons: [Int: String] = [
      1201: "a number is badly written", 1202: "a text is not closed by its quote",
      1203: "a text is expected", 1204: "a variable has no name", 1205: "there are no variables",
      1206: "the [ ] is not closed, or holds no condition", 1207: "this cannot be read",
      1208: "a bracket is not closed", 1209: "there is no such function",
      1210: "an operand is of the wrong kind", 1211: "a value is of the wrong type",
      1212: "the function takes another number of arguments", 1219: "the prefix has no namespace",
      1225: "it takes too many steps", 1226: "it is nested too deep",
    ]

    func add(_ error: xmlErrorPtr) {
      guard message == nil else { return }
      message = Self.reasons[Int(error.pointee.code)] ?? MarkupDocument.fault(error).message
      // Of a query that cannot be read, libxml2 tells how far it came.
      if error.pointee.domain == XML_FROM_XPATH.rawValue, error.pointee.str1 != nil {
        message? += " at character \(error.pointee.int1 + 1)"
      }
    }
  }
}

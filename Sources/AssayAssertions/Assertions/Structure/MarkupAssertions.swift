import AssayInput
import JSONModel
import XMLInspection

/// `is-xml`, `contains-xml` and `is-html`.
struct MarkupAssertion: ImmediateAssertion {
  static let type = "is-xml"
  static let documentation = isXML

  enum Kind: Sendable { case wholeXML, embeddedXML, wholeHTML }

  private static let root = AssertionDocumentation.Key.someText(
    "root", "the name of the root element")
  private static let refusal =
    "; nothing is fetched, and a document that defines entities, or is deeper than 256 elements, is "
    + "refused, which is an error of the check"

  static let isXML = AssertionDocumentation(
    "the whole reply is well-formed XML" + refusal, [root])
  static let containsXML = AssertionDocumentation(
    "a well-formed XML element stands somewhere in the reply; nothing is fetched", [root])
  static let isHTML = AssertionDocumentation(
    "the whole reply is HTML: it begins and ends with markup, has no text outside of its elements, "
      + "and closes no tag that is not open")

  let kind: Kind
  let rootName: ExpectedText?

  init?(reading reader: inout AssertionReader) { self.init(reading: &reader, .wholeXML) }

  init?(reading reader: inout AssertionReader, _ kind: Kind) {
    self.kind = kind
    rootName =
      kind == .wholeHTML || reader.object.value("root") == nil ? nil : reader.requiredText("root")
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let text = context.reply.text
    let problem: String? =
      switch kind {
      case .wholeHTML: try HTMLCheck.problem(of: text).map { "not HTML: \($0)" }
      case .wholeXML: try wholeProblem(text, context)
      case .embeddedXML: try embeddedProblem(text, context)
      }
    return problem.map { .no(reason: "\($0); found \(Excerpt.quoted(text))") } ?? .yes
  }

  private func wholeProblem(_ text: String, _ context: EvaluationContext) throws -> String? {
    do {
      let document = try MarkupDocument(parsing: TextPieces.trimmed(text))
      guard let root = try rootName?.someText(context), root != document.rootName else {
        return nil
      }
      return "the root element is <\(document.rootName)>, not <\(root)>"
    } catch let fault as MarkupDocument.Fault where !fault.isRefusal {
      return "not XML: \(fault)"
    }
  }

  private func embeddedProblem(_ text: String, _ context: EvaluationContext) throws -> String? {
    let root = try rootName?.someText(context)
    if try EmbeddedXML.contains(root, in: text) { return nil }
    return "there is no well-formed XML element" + (root.map { " <\($0)>" } ?? "")
  }
}

/// `xpath`: what an XPath 1.0 query selects in the reply's XML or HTML.
struct XPathAssertion: ImmediateAssertion {
  static let type = "xpath"
  static let documentation = AssertionDocumentation(
    "the XPath 1.0 query selects something in the reply's XML (or is true); or what is said of the "
      + "selected values holds. Values are the texts of nodes; `number(…)` makes numbers of them",
    [
      .text("path", "the query").required(),
      .init(
        "namespaces", "the namespaces that the query's prefixes stand for",
        ["type": "object", "additionalProperties": ["type": "string"]]),
      .choice(
        "syntax", "`xml` (the default), or `html`, which is read as browsers do", ["xml", "html"]),
    ] + ValueComparison.keys)

  let query: XPathQuery
  let syntax: MarkupDocument.Syntax
  let comparison: ValueComparison

  init?(reading reader: inout AssertionReader) {
    comparison = ValueComparison(reading: &reader, isUntyped: true)
    syntax = reader.choice("syntax", ["xml", "html"]) == "html" ? .html : .xml
    var namespaces: [String: String] = [:]
    for member in reader.object.object("namespaces") ?? [:] {
      guard let uri = member.value.stringValue else {
        reader.report("namespaces", "the namespace \"\(member.key)\" must be a string")
        return nil
      }
      namespaces[member.key] = uri
    }
    guard let text = reader.requiredString("path") else { return nil }
    do {
      query = try XPathQuery(text, namespaces: namespaces)
    } catch {
      reader.report("path", "this is no XPath query: \(error)")
      return nil
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let text = context.reply.text
    // Only told where something is wrong.
    var place: String { "in \(Excerpt.quoted(text))" }
    let document: MarkupDocument
    do {
      document = try MarkupDocument(parsing: TextPieces.trimmed(text), as: syntax)
    } catch {
      if error.isRefusal { throw error }
      let name = syntax == .xml ? "XML" : "HTML"
      return .nothing(reason: "\(query.text): the reply is not \(name): \(error); \(place)")
    }
    switch try query.evaluate(on: document) {
    case .nodes(let texts):
      return try comparison.answer(texts.map(Self.value), query.text, place, context)
    case .text(let text):
      return try comparison.answer([Self.value(text)], query.text, place, context)
    case .number(let number):
      return try comparison.answer(
        JSONNumber(number).map { [.number($0)] } ?? [], query.text, place, context)
    case .boolean(let isTrue):
      // A query that is a question is answered by itself, unless something is said of the answer.
      return try comparison.isEmpty
        ? isTrue ? .yes : .no(reason: "\(query.text) is false \(place)")
        : comparison.answer([.bool(isTrue)], query.text, place, context)
    }
  }

  private static func value(_ text: String) -> JSONValue { .string(text) }
}

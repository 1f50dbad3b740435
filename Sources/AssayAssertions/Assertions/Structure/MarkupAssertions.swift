import AssayInput
import JSONModel
import XMLInspection

/// `is-xml`, `contains-xml` and `is-html`.
struct MarkupAssertion: Assertion {
  static let type = "is-xml"
  static let documentation = isXML

  enum Kind: Sendable { case wholeXML, embeddedXML, wholeHTML }

  private static let root = AssertionDocumentation.Key.text("root", "the name of the root element")
  private static let refusal =
    "; nothing is fetched, and a document that defines entities is refused"

  static let isXML = AssertionDocumentation(
    "the whole reply is well-formed XML" + refusal, [root])
  static let containsXML = AssertionDocumentation(
    "a well-formed XML element stands somewhere in the reply" + refusal, [root])
  static let isHTML = AssertionDocumentation(
    "the whole reply is HTML: it begins and ends with markup, has no text outside of its elements, "
      + "and closes no tag that is not open")

  let kind: Kind
  let rootName: ExpectedText?

  init?(reading reader: inout AssertionReader) { self.init(reading: &reader, .wholeXML) }

  init?(reading reader: inout AssertionReader, _ kind: Kind) {
    self.kind = kind
    rootName = kind == .wholeHTML ? nil : reader.text("root")
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let text = context.reply.text
    let problem: String? =
      switch kind {
      case .wholeHTML: HTMLCheck.problem(of: text).map { "not HTML: \($0)" }
      case .wholeXML: try wholeProblem(text, context)
      case .embeddedXML: try embeddedProblem(text, context)
      }
    return problem.map { .no(reason: "\($0); found \(Excerpt.quoted(text))") } ?? .yes
  }

  private func wholeProblem(_ text: String, _ context: EvaluationContext) throws -> String? {
    do {
      let document = try MarkupDocument(parsing: TextPieces.trimmed(text))
      guard let root = try rootName?.text(context), root != document.rootName else { return nil }
      return "the root element is <\(document.rootName)>, not <\(root)>"
    } catch let fault as MarkupDocument.Fault {
      return "not XML: \(fault)"
    }
  }

  private func embeddedProblem(_ text: String, _ context: EvaluationContext) throws -> String? {
    let root = try rootName?.text(context)
    let found = try EmbeddedXML.first(in: text) { root == nil || $0.rootName == root }
    if found != nil { return nil }
    return "there is no well-formed XML element" + (root.map { " <\($0)>" } ?? "")
  }
}

/// `xpath`: what an XPath 1.0 query selects in the reply's XML or HTML.
struct XPathAssertion: Assertion {
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
      return .no(reason: "\(query.text): the reply is not \(syntax): \(error); \(place)")
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

/// Finds XML elements inside other text.
enum EmbeddedXML {
  struct Undecided: Error, CustomStringConvertible {
    var description: String {
      "the text has too many tags that lead nowhere to look for XML behind each of them"
    }
  }

  private static let workLimit = 20_000_000

  /// The first well-formed element for which `isWanted` holds.
  ///
  /// - Throws: ``Undecided``.
  static func first(
    in text: String, where isWanted: (MarkupDocument) -> Bool
  ) throws -> MarkupDocument? {
    var work = 0
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      let candidate = rest[start...]
      let name = candidate.dropFirst().prefix {
        $0.isLetter || $0.isNumber || "_:.-".contains($0)
      }
      rest = rest[rest.index(after: start)...]
      guard let first = name.first, first.isLetter || first == "_" else { continue }
      // The element may end at each closing tag of its name; the first that is well-formed counts.
      for end in Self.ends(of: name, in: candidate) {
        let element = candidate[..<end]
        work += element.utf8.count
        if work > workLimit { throw Undecided() }
        if let document = try? MarkupDocument(parsing: String(element)) {
          if isWanted(document) { return document }
          break
        }
      }
    }
    return nil
  }

  /// Where an element that begins at the start of `text` may end.
  private static func ends(of name: Substring, in text: Substring) -> [String.Index] {
    var ends: [String.Index] = []
    if let close = text.firstIndex(of: ">"), text[..<close].hasSuffix("/") {
      return [text.index(after: close)]
    }
    var rest = text
    while let tag = rest.firstRange(of: "</\(name)"),
      let close = rest[tag.upperBound...].firstIndex(of: ">")
    {
      rest = rest[rest.index(after: close)...]
      ends.append(rest.startIndex)
    }
    return ends
  }
}

import JSONModel

/// Brings requests into the form by which they are the same or not.
///
/// The form is text: the method, the origin if it counts, the templated path, the query items
/// sorted by name, and the body, each ended by a line feed. The parts of path and query are
/// decoded and encoded again, so that spellings of one character are one. A JSON body stands
/// as ``CanonicalBody`` writes it, others as they are, with a mark of which it is.
struct RequestCanonicalizer: Sendable {
  let rules: MatchingRules
  /// Ids that the server made up, with their names.
  var identifiers = KnownIdentifiers()
  private let volatile: VolatileFields?

  init(_ rules: MatchingRules) {
    self.rules = rules
    volatile = VolatileFields(rules.volatileBodyFields)
  }

  func identity(method: String, url: String, body: [UInt8], mimeType: String?) -> RequestIdentity {
    RequestIdentity(of: canonical(method: method, url: url, body: body, mimeType: mimeType))
  }

  func identity(_ request: RedactedRequest) -> RequestIdentity {
    RequestIdentity(
      of: canonical(
        method: request.method, url: request.url, body: request.body.bytes,
        mimeType: request.mimeType, document: request.body.document))
  }

  func canonical(
    method: String, url: String, body: [UInt8], mimeType: String?, document: JSONDocument? = nil
  ) -> [UInt8] {
    let parts = URLParts(url)
    var text: [UInt8] = []
    text.reserveCapacity(body.count + 128)
    text += method.utf8
    text.append(UInt8(ascii: "\n"))
    if rules.includesOrigin { text += parts.origin.lowercased().utf8 }
    text.append(UInt8(ascii: "\n"))
    text += templatedPath(parts).utf8
    text.append(UInt8(ascii: "\n"))
    appendQuery(parts, to: &text)
    text.append(UInt8(ascii: "\n"))
    CanonicalBody.append(
      body, mimeType: mimeType, document: document, volatile: volatile, identifiers: identifiers,
      to: &text)
    return text
  }

  /// The path with its changing parts replaced by the names of their places.
  func templatedPath(_ parts: URLParts) -> String {
    let segments = parts.segments
    if let template = rules.pathTemplates.first(where: { $0.matches(segments) }) {
      return "/"
        + zip(segments, template.segments).map { part, segment in
          if case .placeholder(let name) = segment { return name }
          return normalized(part)
        }.joined(separator: "/")
    }
    return "/" + segments.map(normalized).joined(separator: "/")
  }

  private func normalized(_ segment: Substring) -> String {
    if let name = identifiers[String(segment)] { return "{\(name)}" }
    guard segment.utf8.contains(UInt8(ascii: "%")) else { return String(segment) }
    return PercentCoding.encode(PercentCoding.decode(segment))
  }

  private func appendQuery(_ parts: URLParts, to text: inout [UInt8]) {
    guard parts.query != nil else { return }
    let items = parts.queryItems.filter { !rules.ignoredQueryItems.contains($0.name) }
      .enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
    for (_, item) in items {
      text += PercentCoding.encode(item.name).utf8
      text.append(UInt8(ascii: "="))
      text += (identifiers[item.value].map { "{\($0)}" } ?? PercentCoding.encode(item.value)).utf8
      text.append(UInt8(ascii: "&"))
    }
  }

  /// The id that a response tells, if the request is one that is answered with an id.
  func capturedIdentifier(
    method: String, url: String, response: @autoclosure () throws -> [UInt8]
  ) rethrows -> (identifier: String, name: String)? {
    guard !rules.captures.isEmpty else { return nil }
    let candidates = rules.captures.filter { $0.method == method }
    guard !candidates.isEmpty else { return nil }
    let segments = URLParts(url).segments
    guard let capture = candidates.first(where: { $0.path.matches(segments) }),
      let document = try? JSONDocument(parsing: response()),
      let node = document.root[capture.pointer]
    else { return nil }
    let identifier = node.stringValue ?? node.numberValue?.spelling
    return identifier.map { ($0, capture.name) }
  }
}

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
    text += line(parts).utf8
    CanonicalBody.append(
      body, mimeType: mimeType, document: document, volatile: volatile, identifiers: identifiers,
      to: &text)
    return text
  }

  /// The origin if it counts, the path and the query.
  func line(_ parts: URLParts) -> String {
    let origin = rules.includesOrigin ? parts.origin.lowercased() : ""
    return "\(origin)\n\(templatedPath(parts))\n\(query(parts))\n"
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

  private func query(_ parts: URLParts) -> String {
    guard parts.query != nil else { return "" }
    let items = parts.queryItems.filter { !rules.ignoredQueryItems.contains($0.name) }
      .enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
    var text = ""
    for (_, item) in items {
      text += PercentCoding.encode(item.name)
      text += "="
      text += identifiers[item.value].map { "{\($0)}" } ?? PercentCoding.encode(item.value)
      text += "&"
    }
    return text
  }

  /// The id that a response tells, if the request is one that is answered with an id.
  func capturedIdentifier(
    method: String, url: String, response: @autoclosure () throws -> [UInt8]
  ) rethrows -> (identifier: String, name: String)? {
    guard let capture = capture(method: method, url: url) else { return nil }
    return identifier(capture, in: try response()).map { ($0, capture.name) }
  }

  /// What the answer to a request tells; nil if it is not one that is answered with an id.
  func capture(method: String, url: String) -> IdentifierCapture? {
    guard rules.captures.contains(where: { $0.method == method }) else { return nil }
    let segments = URLParts(url).segments
    return rules.captures.first { $0.method == method && $0.path.matches(segments) }
  }

  func identifier(_ capture: IdentifierCapture, in response: [UInt8]) -> String? {
    guard let node = (try? JSONDocument(parsing: response))?.root[capture.pointer] else {
      return nil
    }
    return node.stringValue ?? node.numberValue?.spelling
  }
}

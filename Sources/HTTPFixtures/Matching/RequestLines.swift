import Synchronization

/// What the URLs of requests come down to, for those that are asked for over and over.
final class RequestLines: Sendable {
  /// The part of a request's canonical form that its URL decides.
  struct Line: Sendable {
    var text: String
    /// What the answer may tell, by the path alone.
    var captures: [IdentifierCapture]
  }

  private let canonicalizer: RequestCanonicalizer
  private let redactor: Redactor
  private let lines = Mutex<[String: Line]>([:])

  /// Where each case has an id in its URL, remembering all of them helps nobody.
  private static let limit = 512

  init(_ canonicalizer: RequestCanonicalizer, _ redactor: Redactor) {
    self.canonicalizer = canonicalizer
    self.redactor = redactor
  }

  subscript(url: String) -> Line {
    if let known = lines.withLock({ $0[url] }) { return known }
    let segments = URLParts(url).segments
    let line = Line(
      text: canonicalizer.line(URLParts(redactor.redact(url: url))),
      captures: canonicalizer.rules.captures.filter { $0.path.matches(segments) })
    lines.withLock { lines in
      if lines.count >= Self.limit { lines.removeAll(keepingCapacity: true) }
      lines[url] = line
    }
    return line
  }
}

/// A path with places for values: `/api/jobs/{job_id}/llm-call`.
public struct PathTemplate: Sendable, Hashable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  enum Segment: Hashable, Sendable {
    case literal(String)
    case placeholder(String)
  }

  public let description: String
  let segments: [Segment]

  /// Reads a template: each segment is literal text or, in braces, the name of a place.
  public init(_ text: String) {
    description = text
    segments = URLParts(text).segments.map { segment in
      segment.count > 2 && segment.first == "{" && segment.last == "}"
        ? .placeholder(String(segment)) : .literal(String(segment))
    }
  }

  public init(stringLiteral value: String) { self.init(value) }

  /// Whether the path with these segments has this form.
  func matches(_ path: [Substring]) -> Bool {
    guard path.count == segments.count else { return false }
    return zip(path, segments).allSatisfy { part, segment in
      switch segment {
      case .literal(let text): part == text
      case .placeholder: !part.isEmpty
      }
    }
  }
}

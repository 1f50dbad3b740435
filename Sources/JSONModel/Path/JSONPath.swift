/// A JSONPath query (RFC 9535). Supported so far: names, indexes and wildcards.
public struct JSONPath: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case name(String)
    case index(Int)
    case wildcard
  }

  let segments: [Segment]

  /// Why a text is no query.
  public struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    public var offset: Int
    public var message: String
    public var description: String { "character \(offset + 1) of the JSONPath: \(message)" }
  }

  /// - Throws: ``SyntaxError``.
  public init(_ text: String) throws {
    var rest = Substring(text)
    func fail(_ message: String) -> SyntaxError {
      SyntaxError(
        offset: text.distance(from: text.startIndex, to: rest.startIndex), message: message)
    }
    guard rest.first == "$" else { throw fail("a query starts with $") }
    rest.removeFirst()
    var segments: [Segment] = []
    while let first = rest.first {
      if first == "." {
        rest.removeFirst()
        if rest.first == "*" {
          rest.removeFirst()
          segments.append(.wildcard)
          continue
        }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !name.isEmpty else { throw fail("a name must follow") }
        segments.append(.name(String(name)))
        rest = rest.dropFirst(name.count)
      } else if first == "[", let close = rest.firstIndex(of: "]") {
        let inner = rest[rest.index(after: rest.startIndex)..<close]
        if inner == "*" {
          segments.append(.wildcard)
        } else if let index = Int(inner) {
          segments.append(.index(index))
        } else if inner.count >= 2, let quote = inner.first, quote == "'" || quote == "\"",
          inner.last == quote
        {
          segments.append(.name(String(inner.dropFirst().dropLast())))
        } else {
          throw fail("this selector is not supported")
        }
        rest = rest[rest.index(after: close)...]
      } else {
        throw fail("expected . or [")
      }
    }
    self.segments = segments
  }

  /// The values that the query selects, in order.
  public func values(in value: JSONValue) -> [JSONValue] {
    segments.reduce([value]) { values, segment in
      values.flatMap { value -> [JSONValue] in
        switch segment {
        case .name(let name): return value[name].map { [$0] } ?? []
        case .index(let index):
          let count = value.arrayValue?.count ?? 0
          return value[index < 0 ? count + index : index].map { [$0] } ?? []
        case .wildcard: return value.arrayValue ?? value.objectValue?.map(\.value) ?? []
        }
      }
    }
  }
}

/// A JSONPath query (RFC 9535), compiled once and run on any number of values.
///
/// ```swift
/// let path = try JSONPath("$.store.book[?@.price < 10].title")
/// let titles = path.values(in: value)
/// ```
///
/// All of the RFC: names, indexes, wildcards, slices, filters, descendants, the functions
/// `length`, `count`, `match`, `search` and `value`. Numbers compare exactly, of any size, and
/// strings by their Unicode scalars. Regular expressions (RFC 9485) take time in proportion to
/// the text, whatever the expression; `^` and `$` outside of classes stand for the two ends.
///
/// As the RFC has it, a text that is no I-Regexp matches nothing; where it stands in the query
/// as a literal, ``warnings`` tells.
public struct JSONPath: Sendable {
  /// The text of the query.
  public let text: String

  /// What is allowed but most likely a mistake.
  public let warnings: [Warning]

  let segments: [PathSegment]

  /// Something in a query that has a meaning, but hardly the one that was meant.
  public struct Warning: Sendable, Hashable, CustomStringConvertible {
    /// The place in the query, in Unicode scalars from 0.
    public let offset: Int
    public let message: String

    public var description: String { "character \(offset + 1) of the JSONPath: \(message)" }
  }

  /// Compiles a query.
  ///
  /// - Throws: ``SyntaxError`` if the text is no query, a function is used with arguments or in
  ///   a place that its type does not allow, or a number is out of the range of I-JSON.
  public init(_ text: String) throws {
    var parser = PathParser(text)
    segments = try parser.parseWhole()
    warnings = parser.warnings
    self.text = text
  }

  /// Whether the query selects at most one value, whatever it is run on: names and indexes only.
  public var isSingular: Bool { segments.allSatisfy { $0.singular != nil } }

  /// The values that the query selects, in the RFC's order; one selected twice is there twice.
  public func values(in value: JSONValue) -> [JSONValue] {
    if let steps = PathEvaluator.singularSteps(segments) {
      return PathEvaluator.follow(steps, from: value).map { [$0] } ?? []
    }
    var values: [JSONValue] = []
    PathEvaluator(root: value).run(segments, on: value) { value, _ in
      values.append(value)
      return true
    }
    return values
  }

  /// The first value that the query selects, without looking for others.
  public func firstValue(in value: JSONValue) -> JSONValue? {
    if let steps = PathEvaluator.singularSteps(segments) {
      return PathEvaluator.follow(steps, from: value)
    }
    var first: JSONValue?
    PathEvaluator(root: value).run(segments, on: value) { value, _ in
      first = value
      return false
    }
    return first
  }

  /// The values that the query selects, each with its place.
  public func nodes(in value: JSONValue) -> [(location: NormalizedPath, value: JSONValue)] {
    var nodes: [(location: NormalizedPath, value: JSONValue)] = []
    PathEvaluator(root: value, tracksPlaces: true).run(segments, on: value) { value, place in
      nodes.append((NormalizedPath(steps: place?.steps ?? []), value))
      return true
    }
    return nodes
  }
}

extension JSONPath: Hashable {
  public static func == (left: JSONPath, right: JSONPath) -> Bool {
    left.text.hasSameScalars(as: right.text)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension JSONPath: CustomStringConvertible {
  public var description: String { text }
}

extension JSONPath {
  /// Why a text is no query, and where.
  public struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong. More reasons may come.
    public struct Code: Sendable, Hashable {
      enum Value: Hashable { case syntax, type, unknownFunction, outOfRange, tooComplex }

      let value: Value

      /// The text breaks the grammar.
      public static let syntax = Code(value: .syntax)
      /// A function or query stands where its type is not allowed (RFC 9535, section 2.4.3).
      public static let type = Code(value: .type)
      /// A function that the RFC does not have.
      public static let unknownFunction = Code(value: .unknownFunction)
      /// An integer beyond plus or minus 2^53 - 1.
      public static let outOfRange = Code(value: .outOfRange)
      /// Nested deeper, or a regular expression larger, than is supported.
      public static let tooComplex = Code(value: .tooComplex)
    }

    public let code: Code
    /// The place in the query, in Unicode scalars from 0.
    public let offset: Int
    public let message: String

    public var description: String { "character \(offset + 1) of the JSONPath: \(message)" }
  }
}

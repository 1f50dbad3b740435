/// Why a schema cannot be used, or why a check could not be decided.
///
/// An instance that breaks a schema is not an error; see ``JSONSchemaResult``.
public struct JSONSchemaError: Error, Sendable, Hashable {
  /// What is wrong. More reasons may come, so this is not an enumeration to switch over.
  public struct Code: Sendable, Hashable {
    enum Value: Hashable {
      case invalidSchema, unresolvedReference, unsupportedDialect, invalidPattern
      case duplicateIdentifier, tooDeep, tooMuchWork, undecidedPattern, endlessReference
    }

    let value: Value

    /// The schema breaks its meta-schema.
    public static let invalidSchema = Code(value: .invalidSchema)
    /// A reference leads nowhere.
    public static let unresolvedReference = Code(value: .unresolvedReference)
    /// `$schema` names a dialect, or a required vocabulary, that is not supported.
    public static let unsupportedDialect = Code(value: .unsupportedDialect)
    /// A regular expression is not ECMA-262, or uses what is not supported.
    public static let invalidPattern = Code(value: .invalidPattern)
    /// Two different schemas have the same identifier.
    public static let duplicateIdentifier = Code(value: .duplicateIdentifier)
    /// Schema or instance nest deeper than the limit.
    public static let tooDeep = Code(value: .tooDeep)
    /// The check takes more steps than the limit.
    public static let tooMuchWork = Code(value: .tooMuchWork)
    /// Matching a regular expression takes more steps than the limit.
    public static let undecidedPattern = Code(value: .undecidedPattern)
    /// References lead back to themselves without going deeper into the instance.
    public static let endlessReference = Code(value: .endlessReference)
  }

  /// One thing that is wrong.
  public struct Problem: Sendable, Hashable {
    public let code: Code
    /// The document it stands in: the URI it is registered under; empty for the schema that
    /// was passed for compiling, unless it has a base URI.
    public let document: String
    /// The place in that document.
    public let schemaPointer: JSONPointer
    /// The place in the instance, if the problem arose while checking one.
    public let instancePointer: JSONPointer?
    /// What is wrong, in a sentence without the place.
    public let message: String

    init(
      _ code: Code, document: String, at pointer: JSONPointer,
      instance: JSONPointer? = nil, _ message: String
    ) {
      self.code = code
      self.document = document
      schemaPointer = pointer
      instancePointer = instance
      self.message = message
    }
  }

  /// All that is wrong, at least one, in the order of the text where that is known.
  public let problems: [Problem]

  init(_ problem: Problem, _ others: [Problem] = []) {
    problems = [problem] + others
  }

  /// The code of the first problem.
  public var code: Code { problems[0].code }
}

extension JSONSchemaError.Problem: CustomStringConvertible {
  public var description: String {
    var place = document
    if !schemaPointer.tokens.isEmpty || !document.isEmpty { place += "#" }
    place += schemaPointer.description
    if place.isEmpty { place = "the schema" }
    if let instancePointer {
      let instance = instancePointer.tokens.isEmpty ? "the value" : instancePointer.description
      return "\(instance), by \(place): \(message)"
    }
    return "\(place): \(message)"
  }
}

extension JSONSchemaError: CustomStringConvertible {
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

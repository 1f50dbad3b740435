/// The vocabularies of drafts 2019-09 and 2020-12. Draft 7 has the same keywords in one set.
struct SchemaVocabulary: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  static let core = Self(rawValue: 1)
  static let applicator = Self(rawValue: 2)
  static let unevaluated = Self(rawValue: 4)
  static let validation = Self(rawValue: 8)
  static let metaData = Self(rawValue: 16)
  static let format = Self(rawValue: 32)
  static let formatAssertion = Self(rawValue: 64)
  static let content = Self(rawValue: 128)

  /// What a draft's own meta-schema declares.
  static let standard: Self = [
    .core, .applicator, .unevaluated, .validation, .metaData, .format, .content,
  ]

  /// The vocabulary that `uri` names, in the terms of either draft; nil for unknown ones.
  ///
  /// - Parameter isRequired: What `$vocabulary` says of it. The format vocabulary of draft
  ///   2019-09 asserts only where it is required; that of 2020-12 always does.
  init?(uri: String, isRequired: Bool) {
    let prefix2020 = "https://json-schema.org/draft/2020-12/vocab/"
    let prefix2019 = "https://json-schema.org/draft/2019-09/vocab/"
    if uri.hasPrefix(prefix2020) {
      switch uri.dropFirst(prefix2020.count) {
      case "core": self = .core
      case "applicator": self = .applicator
      case "unevaluated": self = .unevaluated
      case "validation": self = .validation
      case "meta-data": self = .metaData
      case "format-annotation": self = .format
      case "format-assertion": self = [.format, .formatAssertion]
      case "content": self = .content
      default: return nil
      }
    } else if uri.hasPrefix(prefix2019) {
      switch uri.dropFirst(prefix2019.count) {
      case "core": self = .core
      case "applicator": self = [.applicator, .unevaluated]
      case "validation": self = .validation
      case "meta-data": self = .metaData
      case "format": self = isRequired ? [.format, .formatAssertion] : .format
      case "content": self = .content
      default: return nil
      }
    } else {
      return nil
    }
  }

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }
}

/// The dialect that a resource is written in: a draft, and what of it is switched on.
struct ActiveDialect: Hashable, Sendable {
  var draft: JSONSchemaDialect.Draft
  var vocabularies: SchemaVocabulary
  /// The meta-schema, without an empty fragment.
  var metaSchemaURI: String

  init(_ dialect: JSONSchemaDialect) {
    draft = dialect.draft
    vocabularies = .standard
    metaSchemaURI = SchemaURI(dialect.metaSchemaURI).withoutFragment.text
  }
}

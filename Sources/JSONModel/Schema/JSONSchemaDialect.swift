/// A draft of JSON Schema.
public struct JSONSchemaDialect: Sendable, Hashable, CaseIterable {
  enum Draft: Int, Comparable {
    case draft7, draft201909, draft202012

    static func < (left: Draft, right: Draft) -> Bool { left.rawValue < right.rawValue }
  }

  let draft: Draft

  /// Draft 2020-12, the default.
  public static let draft202012 = JSONSchemaDialect(draft: .draft202012)
  /// Draft 2019-09.
  public static let draft201909 = JSONSchemaDialect(draft: .draft201909)
  /// Draft 7.
  public static let draft7 = JSONSchemaDialect(draft: .draft7)

  public static var allCases: [JSONSchemaDialect] { [.draft202012, .draft201909, .draft7] }

  /// The identifier of the draft's meta-schema: what `$schema` says.
  public var metaSchemaURI: String {
    switch draft {
    case .draft7: "http://json-schema.org/draft-07/schema#"
    case .draft201909: "https://json-schema.org/draft/2019-09/schema"
    case .draft202012: "https://json-schema.org/draft/2020-12/schema"
    }
  }

  /// The draft whose meta-schema `uri` is, with or without an empty fragment; nil for others.
  public init?(metaSchemaURI uri: String) {
    let bare = uri.hasSuffix("#") ? String(uri.dropLast()) : uri
    switch bare {
    case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
      self = .draft7
    case "https://json-schema.org/draft/2019-09/schema": self = .draft201909
    case "https://json-schema.org/draft/2020-12/schema": self = .draft202012
    default: return nil
    }
  }

  init(draft: Draft) {
    self.draft = draft
  }
}

extension JSONSchemaDialect: CustomStringConvertible {
  public var description: String {
    switch draft {
    case .draft7: "draft 7"
    case .draft201909: "draft 2019-09"
    case .draft202012: "draft 2020-12"
    }
  }
}

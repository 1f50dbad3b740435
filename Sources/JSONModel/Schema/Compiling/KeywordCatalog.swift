/// What each draft says of each keyword.
enum KeywordCatalog {
  /// Where a keyword's value holds schemas.
  enum Subschemas: Sendable {
    case none
    case one
    case list
    case map
    /// A schema or an array of schemas: `items` before draft 2020-12.
    case oneOrList
    /// An object of schemas or of arrays of names: `dependencies`.
    case mapOrNames
  }

  struct Entry: Sendable {
    let name: String
    let vocabulary: SchemaVocabulary
    let drafts: ClosedRange<JSONSchemaDialect.Draft>
    let subschemas: Subschemas
  }

  static func entry(_ name: String, in dialect: ActiveDialect) -> Entry? {
    guard let entry = tables[dialect.draft]?[name],
      dialect.draft == .draft7 || dialect.vocabularies.contains(entry.vocabulary)
    else { return nil }
    return entry
  }

  static func names(in draft: JSONSchemaDialect.Draft) -> [String] {
    entries.filter { $0.drafts.contains(draft) }.map(\.name)
  }

  /// What took the place of a keyword that `draft` no longer has.
  static func successor(of name: String, in draft: JSONSchemaDialect.Draft) -> String? {
    switch (name, draft) {
    case ("additionalItems", .draft202012): "items, beside prefixItems"
    case ("$recursiveRef", .draft202012): "$dynamicRef"
    case ("$recursiveAnchor", .draft202012): "$dynamicAnchor"
    case ("id", _): "$id"
    default: nil
    }
  }

  /// Whether a later draft than `draft` has the keyword, and which.
  static func firstDraft(of name: String) -> JSONSchemaDialect? {
    entries.first { $0.name == name }.map { JSONSchemaDialect(draft: $0.drafts.lowerBound) }
  }

  private static let tables: [JSONSchemaDialect.Draft: [String: Entry]] = {
    var tables: [JSONSchemaDialect.Draft: [String: Entry]] = [:]
    for draft in [JSONSchemaDialect.Draft.draft7, .draft201909, .draft202012] {
      for entry in entries where entry.drafts.contains(draft) {
        tables[draft, default: [:]][entry.name] = entry
      }
    }
    return tables
  }()

  private static let all = JSONSchemaDialect.Draft.draft7...JSONSchemaDialect.Draft.draft202012
  private static let from2019 =
    JSONSchemaDialect.Draft.draft201909...JSONSchemaDialect.Draft.draft202012
  private static let only2019 =
    JSONSchemaDialect.Draft.draft201909...JSONSchemaDialect.Draft.draft201909
  private static let only2020 =
    JSONSchemaDialect.Draft.draft202012...JSONSchemaDialect.Draft.draft202012
  private static let until2019 =
    JSONSchemaDialect.Draft.draft7...JSONSchemaDialect.Draft.draft201909

  private static func make(
    _ vocabulary: SchemaVocabulary, _ drafts: ClosedRange<JSONSchemaDialect.Draft>,
    _ subschemas: Subschemas, _ names: String...
  ) -> [Entry] {
    names.map {
      Entry(name: $0, vocabulary: vocabulary, drafts: drafts, subschemas: subschemas)
    }
  }

  private static let entries: [Entry] = [
    make(.core, all, .none, "$schema", "$id", "$ref", "$comment"),
    make(.core, from2019, .none, "$anchor", "$vocabulary"),
    make(.core, from2019, .map, "$defs"),
    make(.core, only2019, .none, "$recursiveRef", "$recursiveAnchor"),
    make(.core, only2020, .none, "$dynamicRef", "$dynamicAnchor"),
    // Reserved since draft 2019-09 with their old meaning, as the meta-schemas say.
    make(.core, all, .map, "definitions"),
    make(.applicator, all, .mapOrNames, "dependencies"),

    make(.applicator, all, .list, "allOf", "anyOf", "oneOf"),
    make(.applicator, all, .one, "not", "if", "then", "else"),
    make(.applicator, all, .map, "properties", "patternProperties"),
    make(.applicator, all, .one, "additionalProperties", "propertyNames", "contains"),
    make(.applicator, until2019, .oneOrList, "items"),
    make(.applicator, until2019, .one, "additionalItems"),
    make(.applicator, only2020, .one, "items"),
    make(.applicator, only2020, .list, "prefixItems"),
    make(.applicator, from2019, .map, "dependentSchemas"),
    make(.unevaluated, from2019, .one, "unevaluatedItems", "unevaluatedProperties"),

    make(.validation, all, .none, "type", "enum", "const"),
    make(
      .validation, all, .none, "multipleOf", "maximum", "exclusiveMaximum", "minimum",
      "exclusiveMinimum"),
    make(.validation, all, .none, "maxLength", "minLength", "pattern"),
    make(.validation, all, .none, "maxItems", "minItems", "uniqueItems"),
    make(.validation, from2019, .none, "maxContains", "minContains", "dependentRequired"),
    make(.validation, all, .none, "maxProperties", "minProperties", "required"),

    make(.metaData, all, .none, "title", "description", "default", "examples"),
    make(.metaData, all, .none, "readOnly", "writeOnly"),
    make(.metaData, from2019, .none, "deprecated"),
    make(.format, all, .none, "format"),
    make(.content, all, .none, "contentEncoding", "contentMediaType"),
    make(.content, from2019, .one, "contentSchema"),
  ].flatMap { $0 }
}

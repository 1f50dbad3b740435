import JSONModel
import Testing

/// A schema with instances that match it and instances that do not.
struct SchemaCase: Sendable, CustomTestStringConvertible {
  let name: String
  let schema: String
  let valid: [String]
  let invalid: [String]
  var drafts: [JSONSchemaDialect]
  var registry: [String: String]

  init(
    _ name: String, _ schema: String, valid: [String] = [], invalid: [String] = [],
    drafts: [JSONSchemaDialect] = JSONSchemaDialect.allCases, registry: [String: String] = [:]
  ) {
    self.name = name
    self.schema = schema
    self.valid = valid
    self.invalid = invalid
    self.drafts = drafts
    self.registry = registry
  }

  var testDescription: String { name }

  /// Holds both outputs against what is expected, in each draft.
  func check(
    assertFormats: Bool = false, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    #expect(!valid.isEmpty || !invalid.isEmpty, sourceLocation: sourceLocation)
    for draft in drafts {
      var documents = JSONSchemaRegistry()
      for (uri, text) in registry { documents.add(try JSONValue(parsing: text), as: uri) }
      let compiled = try JSONSchema(
        compiling: JSONValue(parsing: schema), dialect: draft, registry: documents,
        assertFormats: assertFormats)
      for (texts, expected) in [(valid, true), (invalid, false)] {
        for text in texts {
          let value = try JSONValue(parsing: text)
          let comment: Comment = "\(draft), \(text)"
          #expect(try compiled.isValid(value) == expected, comment, sourceLocation: sourceLocation)
          let result = try compiled.validate(value, collectingAnnotations: true)
          #expect(result.isValid == expected, comment, sourceLocation: sourceLocation)
          #expect(result.failures.isEmpty == expected, comment, sourceLocation: sourceLocation)
        }
      }
    }
  }
}

extension [JSONSchemaDialect] {
  static var from2019: Self { [.draft201909, .draft202012] }
  static var until2019: Self { [.draft7, .draft201909] }
}

/// The meta-schemas of the supported drafts, with those of their vocabularies.
enum MetaSchemas {
  struct Document: Sendable {
    let value: JSONValue
    let dialect: JSONSchemaDialect
  }

  /// The meta-schema that `uri` (without a fragment) names.
  static func document(_ uri: String) -> Document? { documents[uri] }

  /// The compiled meta-schema of a draft.
  static func schema(of dialect: JSONSchemaDialect) throws(JSONSchemaError) -> JSONSchema {
    switch dialect.draft {
    case .draft7: try draft7.get()
    case .draft201909: try draft201909.get()
    case .draft202012: try draft202012.get()
    }
  }

  private static let documents: [String: Document] = {
    let sources: [(texts: [String], dialect: JSONSchemaDialect)] = [
      (MetaSchemaDraft7.all, .draft7), (MetaSchemaDraft201909.all, .draft201909),
      (MetaSchemaDraft202012.all, .draft202012),
    ]
    var documents: [String: Document] = [:]
    for (texts, dialect) in sources {
      for text in texts {
        // The texts are constants and a test reads each of them.
        guard let value = try? JSONValue(parsing: text), let id = value["$id"]?.stringValue else {
          preconditionFailure("a built-in meta-schema is not JSON with an $id")
        }
        let uri = SchemaURI(id).withoutFragment.text
        documents[uri] = Document(value: value, dialect: dialect)
      }
    }
    return documents
  }()

  private static let draft7 = compile(.draft7)
  private static let draft201909 = compile(.draft201909)
  private static let draft202012 = compile(.draft202012)

  private static func compile(
    _ dialect: JSONSchemaDialect
  ) -> Result<JSONSchema, JSONSchemaError> {
    let uri = SchemaURI(dialect.metaSchemaURI).withoutFragment.text
    guard let document = documents[uri] else {
      preconditionFailure("there is no built-in meta-schema \(uri)")
    }
    do throws(JSONSchemaError) {
      let compiled = try SchemaCompiler.compile(
        document.value,
        SchemaCompiler.Options(baseURI: uri, dialect: dialect, checksMetaSchema: false))
      return .success(JSONSchema(compiled))
    } catch {
      return .failure(error)
    }
  }
}

/// Finds out what `$schema` means: a draft, or a meta-schema of the registry that says which
/// vocabularies it uses.
struct DialectResolver {
  struct Fault: Error {
    let message: String
  }

  let registry: JSONSchemaRegistry

  func dialect(named uri: String) throws(Fault) -> ActiveDialect {
    if let known = JSONSchemaDialect(metaSchemaURI: uri) { return ActiveDialect(known) }
    return try custom(uri, seen: [])
  }

  private func custom(_ uri: String, seen: Set<String>) throws(Fault) -> ActiveDialect {
    let name = SchemaURI(uri).withoutFragment.text
    guard !seen.contains(name) else {
      throw Fault(message: "the meta-schema \(uri) is written in itself; no draft is named")
    }
    guard let metaSchema = document(name)?.objectValue else {
      let known = JSONSchemaDialect.allCases.map(\.metaSchemaURI).joined(separator: ", ")
      throw Fault(
        message: "the dialect \(uri) is not known; known are \(known)"
          + " and the meta-schemas in the registry")
    }
    let own = metaSchema["$schema"]?.stringValue ?? JSONSchemaDialect.draft202012.metaSchemaURI
    var dialect: ActiveDialect
    if let draft = JSONSchemaDialect(metaSchemaURI: own) {
      dialect = ActiveDialect(draft)
    } else {
      dialect = try custom(own, seen: seen.union([name]))
    }
    dialect.metaSchemaURI = name
    if let declared = metaSchema["$vocabulary"]?.objectValue, dialect.draft != .draft7 {
      dialect.vocabularies = try vocabularies(declared, of: uri)
    }
    return dialect
  }

  private func vocabularies(
    _ declared: JSONObject, of metaSchema: String
  ) throws(Fault) -> SchemaVocabulary {
    var vocabularies: SchemaVocabulary = .core
    for member in declared {
      let isRequired = member.value.boolValue ?? true
      if let vocabulary = SchemaVocabulary(uri: member.key, isRequired: isRequired) {
        vocabularies.formUnion(vocabulary)
      } else if isRequired {
        throw Fault(
          message: "the meta-schema \(metaSchema) requires the vocabulary \(member.key),"
            + " which is not supported")
      }
    }
    return vocabularies
  }

  private func document(_ uri: String) -> JSONValue? {
    if let document = registry.documents[uri] { return document }
    return registry.documents.sorted { $0.key < $1.key }
      .first { name, document in
        guard let id = document["$id"]?.stringValue else { return false }
        return SchemaURI(name).resolving(SchemaURI(id)).withoutFragment.text == uri
      }?.value
  }
}

/// Holds schema documents against their meta-schemas, each embedded resource of another dialect
/// against its own.
struct MetaSchemaCheck {
  let store: SchemaStore
  let registry: JSONSchemaRegistry

  func problems(of documents: [Int]) -> [JSONSchemaError.Problem] {
    documents.flatMap { document -> [JSONSchemaError.Problem] in
      guard !store.documents[document].isBuiltIn else { return [] }
      let foreign = store.foreignResources(inDocument: document)
      guard
        let root = store.resources.indices.first(where: { store.resources[$0].document == document }
        )
      else { return [] }
      return ([root] + foreign).flatMap { problems(ofResource: $0, foreign: foreign) }
    }
  }

  private func problems(
    ofResource index: Int, foreign: [Int]
  ) -> [JSONSchemaError.Problem] {
    let resource = store.resources[index]
    let document = store.documents[resource.document]
    guard var value = document.root[resource.pointer] else { return [] }
    let depth = resource.pointer.tokens.count
    for other in foreign where other != index {
      let pointer = store.resources[other].pointer
      guard pointer.tokens.starts(with: resource.pointer.tokens) else { continue }
      value = value.replacing(pointer.tokens.dropFirst(depth), with: true)
    }
    let result: JSONSchemaResult
    do throws(JSONSchemaError) {
      result = try metaSchema(resource.dialect).validate(value)
    } catch {
      return error.problems.map {
        .init(
          $0.code, document: document.name,
          at: JSONPointer(
            tokens: resource.pointer.tokens + ($0.instancePointer?.tokens ?? [])),
          "the check against the meta-schema failed: \($0.message)")
      }
    }
    return result.failures.map {
      .init(
        .invalidSchema, document: document.name,
        at: JSONPointer(tokens: resource.pointer.tokens + $0.instancePointer.tokens),
        Self.message(of: $0))
    }
  }

  /// The sentence of a failure; of alternatives, that of one of the right type if there is one.
  private static func message(of failure: JSONSchemaFailure) -> String {
    let nearest = failure.causes.first {
      $0.keyword != "type" && $0.instancePointer == failure.instancePointer
    }
    return nearest?.message ?? failure.message
  }

  private func metaSchema(_ dialect: ActiveDialect) throws(JSONSchemaError) -> JSONSchema {
    let standard = ActiveDialect(JSONSchemaDialect(draft: dialect.draft))
    if dialect.metaSchemaURI == standard.metaSchemaURI {
      return try MetaSchemas.schema(of: JSONSchemaDialect(draft: dialect.draft))
    }
    let options = SchemaCompiler.Options(registry: registry, checksMetaSchema: false)
    return JSONSchema(
      try SchemaCompiler.compile(["$ref": .string(dialect.metaSchemaURI)], options))
  }
}

extension JSONValue {
  /// The same with another value at the end of `tokens`; unchanged if they lead nowhere.
  fileprivate func replacing(_ tokens: ArraySlice<String>, with other: JSONValue) -> JSONValue {
    guard let token = tokens.first else { return other }
    switch self {
    case .object(var object):
      guard let member = object[token] else { return self }
      object[token] = member.replacing(tokens.dropFirst(), with: other)
      return .object(object)
    case .array(var elements):
      guard let index = JSONPointer.arrayIndex(token), elements.indices.contains(index)
      else { return self }
      elements[index] = elements[index].replacing(tokens.dropFirst(), with: other)
      return .array(elements)
    default:
      return self
    }
  }
}

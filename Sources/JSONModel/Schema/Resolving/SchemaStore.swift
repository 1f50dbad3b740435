/// The documents, resources and anchors that references of one compilation can reach.
struct SchemaStore {
  /// Schemas nested deeper than this are refused rather than risked.
  static let maximumDepth = 512

  let registry: JSONSchemaRegistry
  private(set) var documents: [SchemaDocument] = []
  private(set) var resources: [SchemaResource] = []
  private(set) var problems: [JSONSchemaError.Problem] = []
  private var resourceByURI: [String: Int] = [:]
  private var resourceByRoot: [DocumentPlace: Int] = [:]
  private var hasIndexedRegistry = false

  init(registry: JSONSchemaRegistry) {
    self.registry = registry
  }

  // MARK: Documents

  /// Takes in a document with all its resources and returns the resource of its root.
  @discardableResult
  mutating func add(
    _ root: JSONValue, as uri: String, dialect: ActiveDialect, isBuiltIn: Bool = false
  ) -> Int {
    let document = documents.count
    documents.append(SchemaDocument(name: uri, root: root, isBuiltIn: isBuiltIn))
    let first = resources.count
    var walk = [Visit(value: root, pointer: .root, parent: nil, dialect: dialect)]
    while let visit = walk.popLast() {
      guard visit.pointer.tokens.count <= Self.maximumDepth else {
        problems.append(
          .init(
            .tooDeep, document: uri, at: visit.pointer,
            "the schema nests deeper than \(Self.maximumDepth) levels"))
        return first
      }
      index(visit, in: document, onto: &walk)
    }
    if resourceByURI[uri] == nil { resourceByURI[uri] = first }
    return first
  }

  private struct Visit {
    let value: JSONValue
    let pointer: JSONPointer
    /// The resource around it; nil at the root of a document.
    let parent: Int?
    let dialect: ActiveDialect
  }

  private mutating func index(_ visit: Visit, in document: Int, onto walk: inout [Visit]) {
    var resource = visit.parent
    var dialect = visit.dialect
    if let object = visit.value.objectValue {
      let identifier = SchemaIdentifier(object, draft: dialect.draft)
      if resource == nil || identifier.startsResource {
        dialect = self.dialect(of: object, inherited: dialect, in: document, at: visit.pointer)
        // `$schema` may have changed what `$id` means.
        let identifier = SchemaIdentifier(object, draft: dialect.draft)
        resource = addResource(identifier, visit, dialect: dialect, document: document)
      }
      if let resource {
        addAnchors(of: object, to: resource, draft: dialect.draft, at: visit.pointer)
      }
      for member in object.members.reversed() {
        guard let entry = KeywordCatalog.entry(member.key, in: dialect) else { continue }
        for (tokens, value) in entry.subschemas.values(in: member.value).reversed() {
          walk.append(
            Visit(
              value: value,
              pointer: JSONPointer(tokens: visit.pointer.tokens + [member.key] + tokens),
              parent: resource, dialect: dialect))
        }
      }
    } else if resource == nil {
      _ = addResource(SchemaIdentifier(), visit, dialect: dialect, document: document)
    }
  }

  private mutating func addResource(
    _ identifier: SchemaIdentifier, _ visit: Visit, dialect: ActiveDialect, document: Int
  ) -> Int {
    let name = documents[document].name
    let base = SchemaURI(visit.parent.map { resources[$0].uri } ?? name)
    let uri = base.resolving(SchemaURI(identifier.uri ?? "")).withoutFragment.text
    let resource = resources.count
    resources.append(
      SchemaResource(uri: uri, document: document, pointer: visit.pointer, dialect: dialect))
    resourceByRoot[DocumentPlace(document, visit.pointer)] = resource
    if let earlier = resourceByURI[uri] {
      let other = resources[earlier]
      if identifier.uri != nil, other.document == document {
        problems.append(
          .init(
            .duplicateIdentifier, document: name, at: visit.pointer,
            "the identifier \(uri) is that of another schema, at #\(other.pointer)"))
      }
    } else {
      resourceByURI[uri] = resource
    }
    return resource
  }

  private mutating func addAnchors(
    of object: JSONObject, to resource: Int, draft: JSONSchemaDialect.Draft,
    at pointer: JSONPointer
  ) {
    var names: [String] = []
    switch draft {
    case .draft7:
      if let anchor = SchemaIdentifier(object, draft: draft).anchor { names.append(anchor) }
    case .draft201909:
      if let anchor = object["$anchor"]?.stringValue { names.append(anchor) }
      if resources[resource].pointer == pointer, object["$recursiveAnchor"] == .bool(true) {
        resources[resource].isRecursiveAnchor = true
      }
    case .draft202012:
      if let anchor = object["$anchor"]?.stringValue { names.append(anchor) }
      if let anchor = object["$dynamicAnchor"]?.stringValue {
        names.append(anchor)
        resources[resource].dynamicAnchors.insert(anchor)
      }
    }
    for name in names {
      let earlier = resources[resource].anchors.updateValue(pointer, forKey: name)
      if let earlier, earlier != pointer {
        problems.append(
          .init(
            .duplicateIdentifier, document: documents[resources[resource].document].name,
            at: pointer, "the anchor \"\(name)\" also stands at #\(earlier)"))
      }
    }
  }

  // MARK: Dialects

  /// The dialect of a resource: what its `$schema` says, or that of what is around it.
  private mutating func dialect(
    of object: JSONObject, inherited: ActiveDialect, in document: Int, at pointer: JSONPointer
  ) -> ActiveDialect {
    guard let uri = object["$schema"]?.stringValue else { return inherited }
    do throws(DialectResolver.Fault) {
      return try DialectResolver(registry: registry).dialect(named: uri)
    } catch {
      problems.append(
        .init(
          .unsupportedDialect, document: documents[document].name,
          at: pointer.appending("$schema"), error.message))
      return inherited
    }
  }

  // MARK: Looking up

  /// The resource that `uri` (without a fragment) names.
  mutating func resource(named uri: String, dialect: ActiveDialect) -> Int? {
    if let known = resourceByURI[uri] { return known }
    if let document = registry.documents[uri] {
      return add(document, as: uri, dialect: dialect)
    }
    if let document = MetaSchemas.document(uri) {
      return add(document.value, as: uri, dialect: ActiveDialect(document.dialect), isBuiltIn: true)
    }
    guard !hasIndexedRegistry else { return nil }
    // It may be the `$id` of a document registered under another URI, or stand inside one.
    hasIndexedRegistry = true
    for (name, document) in registry.documents.sorted(by: { $0.key < $1.key })
    where resourceByURI[name] == nil {
      add(document, as: name, dialect: dialect)
    }
    return resourceByURI[uri]
  }

  /// The resource whose root stands at `pointer`, if there is one.
  func resource(atRoot pointer: JSONPointer, inDocument document: Int) -> Int? {
    resourceByRoot[DocumentPlace(document, pointer)]
  }

  /// The root of a resource.
  func root(of resource: Int) -> SchemaTarget? {
    target(in: resource, tokens: [])
  }

  /// What `tokens` lead to from the root of `resource`, also across embedded resources.
  func target(in resource: Int, tokens: [String]) -> SchemaTarget? {
    let start = resources[resource]
    return target(inDocument: start.document, start.pointer.tokens + tokens, within: resource)
  }

  /// What the plain-name fragment `name` leads to.
  func target(in resource: Int, anchor name: String) -> SchemaTarget? {
    guard let pointer = resources[resource].anchors[name] else { return nil }
    return target(inDocument: resources[resource].document, pointer.tokens, within: resource)
  }

  private func target(
    inDocument document: Int, _ tokens: [String], within resource: Int
  ) -> SchemaTarget? {
    var value = documents[document].root
    var pointer = JSONPointer.root
    var resource = resource
    let ownDepth = resources[resource].pointer.tokens.count
    for token in tokens {
      guard let next = value[JSONPointer(tokens: [token])] else { return nil }
      value = next
      pointer.tokens.append(token)
      if pointer.tokens.count > ownDepth,
        let inner = resourceByRoot[DocumentPlace(document, pointer)]
      {
        resource = inner
      }
    }
    return SchemaTarget(value: value, resource: resource, pointer: pointer)
  }

  /// The places of embedded resources of another dialect than that around them.
  func foreignResources(inDocument document: Int) -> [Int] {
    resources.indices.filter {
      let resource = resources[$0]
      guard resource.document == document, !resource.pointer.tokens.isEmpty else { return false }
      return resource.dialect.metaSchemaURI != enclosingDialect(of: resource)?.metaSchemaURI
    }
  }

  private func enclosingDialect(of resource: SchemaResource) -> ActiveDialect? {
    var pointer = resource.pointer
    while pointer.tokens.popLast() != nil {
      if let outer = resourceByRoot[DocumentPlace(resource.document, pointer)] {
        return resources[outer].dialect
      }
    }
    return nil
  }
}

extension KeywordCatalog.Subschemas {
  /// The schemas in the value of a keyword of this shape, each with the way to it.
  func values(in value: JSONValue) -> [(tokens: [String], value: JSONValue)] {
    switch (self, value) {
    case (.one, _), (.oneOrList, .object), (.oneOrList, .bool):
      [([], value)]
    case (.list, .array(let elements)), (.oneOrList, .array(let elements)):
      elements.enumerated().map { ([String($0.offset)], $0.element) }
    case (.map, .object(let object)):
      object.members.map { ([$0.key], $0.value) }
    case (.mapOrNames, .object(let object)):
      object.members.filter { $0.value.kind != .array }.map { ([$0.key], $0.value) }
    default: []
    }
  }
}

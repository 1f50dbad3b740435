/// Turns a schema document into a ``SchemaProgram``: resolves every reference, reads every
/// keyword once.
final class SchemaCompiler {
  struct Options {
    var baseURI = ""
    var dialect = JSONSchemaDialect.draft202012
    var registry = JSONSchemaRegistry()
    var assertsFormats = false
    var assertsContents = false
    /// Whether documents are held against their meta-schemas first.
    var checksMetaSchema = true
  }

  struct Output {
    let program: SchemaProgram
    let warnings: [JSONSchemaWarning]
    let dialect: JSONSchemaDialect
  }

  private struct Pending {
    let node: Int
    let target: SchemaTarget
  }

  let options: Options
  private(set) var store: SchemaStore
  private var nodes: [SchemaNode?] = []
  private var nodeByPlace: [DocumentPlace: Int] = [:]
  private var pending: [Pending] = []
  private var usedResources: Set<Int> = []
  private var dynamicAnchors: [String] = []
  private var problems: [JSONSchemaError.Problem] = []
  private var warnings: [JSONSchemaWarning] = []

  /// - Throws: ``JSONSchemaError`` with all problems that were found.
  static func compile(
    _ schema: JSONValue, _ options: Options
  ) throws(JSONSchemaError) -> Output {
    try SchemaCompiler(options: options).compile(schema)
  }

  private init(options: Options) {
    self.options = options
    store = SchemaStore(registry: options.registry)
  }

  private func compile(_ schema: JSONValue) throws(JSONSchemaError) -> Output {
    let name = SchemaURI(options.baseURI).withoutFragment.text
    let resource = store.add(schema, as: name, dialect: ActiveDialect(options.dialect))
    try stop(at: store.problems)
    var faults = options.checksMetaSchema ? metaSchemaProblems(of: [0]) : []

    let root = node(for: SchemaTarget(value: schema, resource: resource, pointer: .root))
    let dynamicTargets = compileAll()
    if options.checksMetaSchema {
      let others = Set(usedResources.map { store.resources[$0].document }).subtracting([0])
      faults += metaSchemaProblems(of: others.sorted())
    }
    // What breaks the meta-schema shows again where it is read.
    let isMalformed = !faults.isEmpty
    faults += store.problems + problems.filter { !isMalformed || $0.code != .invalidSchema }
    try stop(at: faults)
    return Output(
      program: SchemaProgram(
        nodes: nodes.compactMap { $0 }, root: root, dynamicTargets: dynamicTargets),
      warnings: warnings, dialect: JSONSchemaDialect(draft: store.resources[resource].dialect.draft)
    )
  }

  private func stop(at problems: [JSONSchemaError.Problem]) throws(JSONSchemaError) {
    guard let first = problems.first else { return }
    throw JSONSchemaError(first, Array(problems.dropFirst()))
  }

  private func metaSchemaProblems(of documents: [Int]) -> [JSONSchemaError.Problem] {
    MetaSchemaCheck(store: store, registry: options.registry).problems(of: documents)
  }

  /// Compiles what is pending until nothing new is found. What a dynamic reference may lead to
  /// is only known once all resources that can be in its scope are.
  private func compileAll() -> [[Int: Int]] {
    var targets: [[Int: Int]] = []
    var isSettled = false
    while !isSettled {
      while let next = pending.popLast() { build(next) }
      targets = Array(repeating: [:], count: dynamicAnchors.count)
      for resource in usedResources.sorted() {
        for (position, anchor) in dynamicAnchors.enumerated() {
          guard let target = dynamicTarget(anchor, in: resource) else { continue }
          targets[position][resource] = node(for: target)
        }
      }
      isSettled = pending.isEmpty
    }
    return targets
  }

  private func dynamicTarget(_ anchor: String, in resource: Int) -> SchemaTarget? {
    if anchor == Self.recursiveAnchor {
      return store.resources[resource].isRecursiveAnchor ? store.root(of: resource) : nil
    }
    guard store.resources[resource].dynamicAnchors.contains(anchor) else { return nil }
    return store.target(in: resource, anchor: anchor)
  }

  /// What `$recursiveRef` looks for; no anchor can be named so.
  private static let recursiveAnchor = "#"

  private func build(_ item: Pending) {
    let target = item.target
    let resource = store.resources[target.resource]
    usedResources.insert(target.resource)
    let place = SchemaPlace(
      resource: target.resource, resourceURI: resource.uri,
      pointer: JSONPointer(
        tokens: Array(target.pointer.tokens.dropFirst(resource.pointer.tokens.count))),
      document: store.documents[resource.document].name, documentPointer: target.pointer)
    var reader = KeywordReader(compiler: self, target: target, place: place)
    nodes[item.node] = reader.node()
  }
}

// MARK: What the keyword reader asks for

extension SchemaCompiler {
  /// The node of a schema, compiled now or later.
  func node(for target: SchemaTarget) -> Int {
    let place = DocumentPlace(store.resources[target.resource].document, target.pointer)
    if let known = nodeByPlace[place] { return known }
    let node = nodes.count
    nodes.append(nil)
    nodeByPlace[place] = node
    pending.append(Pending(node: node, target: target))
    return node
  }

  /// The node of a schema inside another one.
  func node(of value: JSONValue, at tokens: [String], in parent: SchemaTarget) -> Int {
    let pointer = JSONPointer(tokens: parent.pointer.tokens + tokens)
    let document = store.resources[parent.resource].document
    let resource = store.resource(atRoot: pointer, inDocument: document) ?? parent.resource
    return node(for: SchemaTarget(value: value, resource: resource, pointer: pointer))
  }

  func report(
    _ code: JSONSchemaError.Code, at place: SchemaPlace, _ tokens: [String], _ message: String
  ) {
    problems.append(
      .init(
        code, document: place.document,
        at: JSONPointer(tokens: place.documentPointer.tokens + tokens), message))
  }

  func warn(
    at place: SchemaPlace, _ tokens: [String], suggestion: String? = nil, _ message: String
  ) {
    warnings.append(
      JSONSchemaWarning(
        document: place.document,
        schemaPointer: JSONPointer(tokens: place.documentPointer.tokens + tokens),
        suggestion: suggestion, message: message))
  }

  func dialect(of target: SchemaTarget) -> ActiveDialect {
    store.resources[target.resource].dialect
  }

  func isBuiltIn(_ target: SchemaTarget) -> Bool {
    store.documents[store.resources[target.resource].document].isBuiltIn
  }

  /// What a reference in `source` leads to; if nothing, says why.
  struct Resolution {
    let target: SchemaTarget
    /// The dynamic anchor that the fragment names, if it names one.
    let dynamicAnchor: String?
  }

  struct Unresolved: Error {
    let message: String
  }

  func resolve(
    _ reference: String, from source: SchemaTarget
  ) throws(Unresolved) -> Resolution {
    let base = SchemaURI(store.resources[source.resource].uri)
    let uri = base.resolving(SchemaURI(reference))
    let name = uri.withoutFragment.text
    guard let resource = store.resource(named: name, dialect: dialect(of: source)) else {
      throw Unresolved(
        message: "the reference \"\(reference)\" cannot be resolved: no schema is known as"
          + " \(name); add it to the registry")
    }
    guard let fragment = uri.decodedFragment else {
      throw Unresolved(
        message: "the reference \"\(reference)\" cannot be resolved: its fragment is not UTF-8")
    }
    if fragment.isEmpty || fragment.utf8.first == Byte.slash {
      guard let pointer = JSONPointer(fragment),
        let target = store.target(in: resource, tokens: pointer.tokens)
      else {
        throw Unresolved(
          message: "the reference \"\(reference)\" cannot be resolved: there is no \(fragment) in "
            + (name.isEmpty ? "the schema" : name))
      }
      return Resolution(target: target, dynamicAnchor: nil)
    }
    guard let target = store.target(in: resource, anchor: fragment) else {
      throw Unresolved(
        message: "the reference \"\(reference)\" cannot be resolved: there is no anchor"
          + " \"\(fragment)\" in " + (name.isEmpty ? "the schema" : name))
    }
    let isDynamic = store.resources[resource].dynamicAnchors.contains(fragment)
    return Resolution(target: target, dynamicAnchor: isDynamic ? fragment : nil)
  }

  /// The number of a dynamic anchor's name.
  func dynamicAnchor(_ name: String) -> Int {
    if let known = dynamicAnchors.firstIndex(of: name) { return known }
    dynamicAnchors.append(name)
    return dynamicAnchors.count - 1
  }

  /// The root that `$recursiveRef` leads to, and whether it is looked for in the scope.
  func recursiveRule(from source: SchemaTarget) -> InPlaceRule? {
    guard let target = store.root(of: source.resource) else { return nil }
    let fallback = node(for: target)
    guard store.resources[source.resource].isRecursiveAnchor else { return .reference(fallback) }
    return .dynamicReference(anchor: dynamicAnchor(Self.recursiveAnchor), fallback: fallback)
  }
}

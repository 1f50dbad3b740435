package import AssayInput
package import JSONModel

/// What assertions are read in: the suite's shapes and named assertions, and where problems go.
///
/// A suite makes one, gives it its `assertions`, and reads every assertion of its cases through
/// it. Named assertions are compiled once, however often they are used.
package final class AssertionScope {
  package let registry: AssertionRegistry
  package let shapes: [String: Shape]
  package let responseShape: Shape?
  package let collector: DiagnosticCollector
  /// Reads texts with variables; nil takes them as they are.
  package let makeTemplate: ((String) throws -> any TextTemplate)?

  private var definitions: [String: JSONNode] = [:]
  private var compiled: [String: ConfiguredAssertion?] = [:]
  /// The named assertions that are being read, each inside the one before.
  private var open: [String] = []
  private var used: Set<String> = []

  package init(
    registry: AssertionRegistry, shapes: [String: Shape] = [:], responseShape: Shape? = nil,
    collector: DiagnosticCollector, makeTemplate: ((String) throws -> any TextTemplate)? = nil
  ) {
    self.registry = registry
    self.shapes = shapes
    self.responseShape = responseShape
    self.collector = collector
    self.makeTemplate = makeTemplate
  }

  /// Reads the suite's named assertions: an object of them.
  package func define(_ node: JSONNode?) {
    guard let node else { return }
    guard node.kind == .object else {
      collector.error(
        node, "\"assertions\" must be an object of named assertions, not \(node.kind.withArticle)")
      return
    }
    for member in node.members { definitions[member.key] = member.value }
    for member in node.members { _ = named(member.key) }
    used = []
  }

  /// Reads one assertion; problems go to the collector.
  package func read(_ node: JSONNode) -> ConfiguredAssertion? {
    guard var object = ObjectReader(node, "an assertion", collector) else { return nil }
    if let name = object.value("use") { return readUse(name, &object) }
    return registry.read(object, self)
  }

  /// Warns of named assertions that nothing used since ``define(_:)``.
  package func warnOfUnused() {
    for (name, node) in definitions where !used.contains(name) {
      collector.warning(
        node, "nothing uses the assertion \"\(name)\"", hint: "use it with { \"use\": \"\(name)\" }"
      )
    }
  }

  /// `{ "use": "polite", "weight": 2 }`: a named assertion, with what this place wants otherwise.
  private func readUse(_ node: JSONNode, _ object: inout ObjectReader) -> ConfiguredAssertion? {
    let name = object.string("use")
    let weight = object.weight()
    let metric = object.metric()
    let description = object.string("description")
    if object.value("type") != nil {
      collector.error(
        node, "an assertion has either \"type\" or \"use\"", hint: "remove one of them")
    }
    object.finish()
    guard let name else { return nil }
    guard definitions[name] != nil else {
      let known = definitions.keys.sorted()
      collector.error(
        node, "there is no assertion \"\(name)\"",
        hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
          ?? "named assertions are defined under \"assertions\" of the suite")
      return nil
    }
    if let start = open.firstIndex(of: name) {
      collector.error(
        node,
        "the assertion \"\(name)\" uses itself: "
          + (open[start...] + [name]).joined(separator: " → "))
      return nil
    }
    guard var assertion = named(name) else { return nil }
    assertion.location = object.node.location
    if let weight { assertion.weight = weight }
    if let metric { assertion.metric = metric }
    if let description { assertion.summary = description }
    return assertion
  }

  private func named(_ name: String) -> ConfiguredAssertion? {
    used.insert(name)
    if let known = compiled[name] { return known }
    guard let node = definitions[name] else { return nil }
    open.append(name)
    let read = read(node)
    open.removeLast()
    compiled[name] = .some(read)
    return read
  }
}

package import AssayInput
package import JSONModel

/// What assertions are read in: the suite's shapes, partials and named assertions, and where
/// problems go.
///
/// A suite gives it its `assertions` with ``define(_:)`` before any case is read, and reads every
/// assertion of its cases through ``read(_:)``.
package struct AssertionScope {
  package let registry: AssertionRegistry
  package let shapes: [String: Shape]
  /// The names of shapes that the suite defines wrongly, which has been reported.
  package let faultyShapes: Set<String>
  package let responseShape: Shape?
  /// The texts that `{{> name}}` inserts.
  package let partials: [String: String]
  /// Whether the suite has a judge.
  package let hasJudge: Bool
  /// The names of the tools that the suite's requests offer; empty if nobody knows.
  package let toolNames: [String]
  /// The names of the suite's judges and models; empty if nobody knows.
  package let judgeNames: [String]
  package let collector: DiagnosticCollector
  private let named: NamedAssertions

  /// - Parameter named: Shared by the scopes of one suite, whose collectors may differ.
  package init(
    registry: AssertionRegistry, shapes: [String: Shape] = [:],
    faultyShapes: Set<String> = [], responseShape: Shape? = nil,
    partials: [String: String] = [:], hasJudge: Bool = true, toolNames: [String] = [],
    judgeNames: [String] = [],
    named: NamedAssertions = NamedAssertions(),
    collector: DiagnosticCollector
  ) {
    self.registry = registry
    self.shapes = shapes
    self.faultyShapes = faultyShapes
    self.responseShape = responseShape
    self.partials = partials
    self.hasJudge = hasJudge
    self.toolNames = toolNames
    self.judgeNames = judgeNames
    self.collector = collector
    self.named = named
  }

  /// Reads the suite's named assertions: an object of them.
  package func define(_ node: JSONNode?) {
    guard let node else { return }
    guard node.kind == .object else {
      collector.error(
        node, "\"assertions\" must be an object of named assertions, not \(node.kind.withArticle)")
      return
    }
    for member in node.members { named.definitions[member.key] = member.value }
    for member in node.members { _ = compiled(member.key) }
    named.used = []
  }

  /// Reads one assertion; problems go to the collector.
  package func read(_ node: JSONNode) -> ConfiguredAssertion? {
    guard var object = ObjectReader(node, "an assertion", collector) else { return nil }
    if let name = object.value("use") { return readUse(name, &object) }
    return registry.read(object, self)
  }

  /// The metrics of the named assertions, whether they are used or not.
  package var definedMetrics: [String] {
    named.compiled.values.compactMap { $0 }.flatMap(\.metrics)
  }

  /// Warns of named assertions that nothing used since ``define(_:)``.
  package func warnOfUnused() {
    for (name, node) in named.definitions.sorted(by: { $0.key < $1.key })
    where !named.used.contains(name) {
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
    guard named.definitions[name] != nil else {
      let known = named.definitions.keys.sorted()
      collector.error(
        node, "there is no assertion \"\(name)\"",
        hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
          ?? "named assertions are defined under \"assertions\" of the suite")
      return nil
    }
    if let start = named.open.firstIndex(of: name) {
      collector.error(
        node,
        "the assertion \"\(name)\" uses itself: "
          + (named.open[start...] + [name]).joined(separator: " → "))
      return nil
    }
    return compiled(name)?.used(
      at: object.node.location, weight: weight, metric: metric, summary: description)
  }

  /// The named assertion, compiled once however often it is used.
  private func compiled(_ name: String) -> ConfiguredAssertion? {
    named.used.insert(name)
    if let known = named.compiled[name] { return known }
    guard let node = named.definitions[name] else { return nil }
    named.open.append(name)
    let assertion = read(node)
    named.open.removeLast()
    named.compiled[name] = .some(assertion)
    return assertion
  }
}

/// The assertions that a suite gives names to.
package final class NamedAssertions {
  fileprivate var definitions: [String: JSONNode] = [:]
  fileprivate var compiled: [String: ConfiguredAssertion?] = [:]
  /// Those that are being read, each inside the one before.
  fileprivate var open: [String] = []
  fileprivate var used: Set<String> = []

  package init() {}
}

import AssayInput
import JSONModel

/// The assertion types that suites can use. Library users add their own.
public struct AssertionRegistry: Sendable {
  /// How one type is read.
  struct Entry: Sendable {
    var documentation: AssertionDocumentation
    var read: @Sendable (inout AssertionReader) -> (any Assertion)?
  }

  private(set) var entries: [String: Entry] = [:]
  /// The names in the order in which they were registered.
  private var order: [String] = []

  /// Whether `exec` may run programs. Without, a suite that has such an assertion is refused, so
  /// that nothing of it can run.
  public var allowsPrograms = false

  /// The same registry with `exec` allowed.
  public func allowingPrograms(_ isAllowed: Bool = true) -> AssertionRegistry {
    var registry = self
    registry.allowsPrograms = isAllowed
    return registry
  }

  /// The Swift types that shapes stand for.
  public var shapes = ShapeRegistry()

  public init() {}

  public mutating func register(_ type: any Assertion.Type) {
    register(type.type, type.documentation) { reader in type.init(reading: &reader) }
  }

  mutating func register(
    _ name: String, _ documentation: AssertionDocumentation,
    _ read: @escaping @Sendable (inout AssertionReader) -> (any Assertion)?
  ) {
    if entries.updateValue(Entry(documentation: documentation, read: read), forKey: name) == nil {
      order.append(name)
    }
  }

  /// The names, without their `not-` forms.
  public var names: [String] { entries.keys.sorted() }

  /// The names in the order in which they were registered, which is that of the documents.
  package var orderedNames: [String] { order }

  /// What a type means and which keys it has.
  public func documentation(of name: String) -> AssertionDocumentation? {
    entries[name]?.documentation
  }

  /// Reads one assertion with a type of its own.
  func read(_ object: ObjectReader, _ scope: AssertionScope) -> ConfiguredAssertion? {
    var object = object
    guard let name = object.requiredString("type") else { return nil }
    let isNegated = name.hasPrefix("not-")
    let type = isNegated ? String(name.dropFirst(4)) : name
    guard let entry = entries[type] else {
      report(unknown: name, object.value("type") ?? object.node, scope.collector)
      return nil
    }
    let weight = object.weight()
    let metric = object.metric()
    let summary = object.string("description")
    let transform = TextTransform.read(object.value("transform"), scope.collector)
    let threshold = object.threshold(
      entry.documentation.threshold, type: type, keys: entry.documentation.keys.map(\.name))
    var reader = AssertionReader(object: object, scope: scope, threshold: threshold)
    let assertion = entry.read(&reader)
    reader.object.finish()
    guard let assertion else { return nil }
    var least: Double?
    if case .score(let standard) = entry.documentation.threshold { least = threshold ?? standard }
    return ConfiguredAssertion(
      type: name, isNegated: isNegated, assertion: assertion, location: object.node.location,
      weight: weight ?? 1, metric: metric, summary: summary, transform: transform,
      templates: reader.templates, threshold: least)
  }

  private func report(unknown name: String, _ node: JSONNode, _ collector: DiagnosticCollector) {
    let candidates = names + names.map { "not-" + $0 }
    collector.error(
      node, "unknown assertion type \"\(name)\"",
      hint: NearestName.find(name, among: candidates).map { "did you mean \"\($0)\"?" }
        ?? "types are \(names.joined(separator: ", ")), each also with not-")
  }
}

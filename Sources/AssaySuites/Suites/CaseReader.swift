import AssayAssertions
import AssayInput
import JSONModel

/// Reads the cases of a suite, with the defaults merged into each.
struct CaseReader {
  let collector: DiagnosticCollector
  let registry: AssertionRegistry
  let shapes: [String: Shape]
  let responseShape: Shape?
  /// Whether every case asserts that the reply is of the response shape.
  let assertsShape: Bool
  let prompts: [Suite.Prompt]
  let models: [Suite.Model]

  /// What `defaults` say for every case.
  private struct Defaults {
    var variables = JSONObject()
    var assertions: [ConfiguredAssertion] = []
    var repetition = Suite.Repetition.once
    var streams = false
  }

  func read(_ suite: inout ObjectReader) -> [Suite.Case] {
    let defaults = readDefaults(suite.value("defaults"))
    guard let node = suite.required("cases") else { return [] }
    guard node.kind == .array, node.count > 0 else {
      collector.error(node, "\"cases\" must be a list of at least one case")
      return []
    }
    var firstLines: [String: Int] = [:]
    var cases: [Suite.Case] = []
    for element in node.elements {
      guard let read = readCase(element, defaults) else { continue }
      if let line = firstLines[read.id] {
        collector.error(
          element["id"] ?? element,
          "the case id \"\(read.id)\" stands twice, first in line \(line)",
          hint: "results and recordings go by the id: give each case its own")
        continue
      }
      firstLines[read.id] = read.location.line
      cases.append(read)
    }
    return cases
  }

  private func readDefaults(_ node: JSONNode?) -> Defaults {
    guard let node, var object = ObjectReader(node, "\"defaults\"", collector) else {
      return Defaults()
    }
    let defaults = Defaults(
      variables: object.object("vars") ?? [:],
      assertions: readAssertions(object.value("assert")),
      repetition: readRepetition(object.value("repeat")) ?? .once,
      streams: object.bool("stream") ?? false)
    object.finish()
    return defaults
  }

  private func readCase(_ node: JSONNode, _ defaults: Defaults) -> Suite.Case? {
    guard var object = ObjectReader(node, "a case", collector) else { return nil }
    let id = object.requiredString("id")
    if id?.isEmpty == true { collector.error(node, "a case id cannot be empty") }
    var variables = defaults.variables
    for member in object.object("vars") ?? [:] { variables[member.key] = member.value }
    var assertions = defaults.assertions + readAssertions(object.value("assert"))
    if assertsShape, let responseShape {
      assertions.insert(
        ConfiguredAssertion(shape: responseShape, location: node.location), at: 0)
    }
    let read = Suite.Case(
      id: id ?? "", title: object.string("title"), variables: variables,
      assertions: AssertionSet(assertions),
      tags: object.strings("tags") ?? [],
      repetition: readRepetition(object.value("repeat")) ?? defaults.repetition,
      streams: object.bool("stream") ?? defaults.streams, skipReason: object.string("skip"),
      promptIDs: readNames(&object, "prompts", prompts.map(\.id)),
      modelLabels: readNames(&object, "models", models.map(\.label)), location: node.location)
    object.finish()
    if assertions.isEmpty, read.skipReason == nil {
      collector.warning(
        node, "the case \"\(read.id)\" asserts nothing, so it passes whatever the model says",
        hint: "add \"assert\"")
    }
    checkVariables(read, node)
    return id == nil ? nil : read
  }

  private func readAssertions(_ node: JSONNode?) -> [ConfiguredAssertion] {
    guard let node else { return [] }
    guard node.kind == .array else {
      collector.error(node, "\"assert\" must be a list of assertions, not \(node.kind.withArticle)")
      return []
    }
    return node.elements.compactMap {
      registry.read($0, shapes: shapes, responseShape: responseShape, collector)
    }
  }

  private func readRepetition(_ node: JSONNode?) -> Suite.Repetition? {
    guard let node, var object = ObjectReader(node, "\"repeat\"", collector) else { return nil }
    let attempts = object.integer("n", atLeast: 1)
    let required = object.integer("require", atLeast: 1)
    if object.required("n") == nil { return nil }
    object.finish()
    guard let attempts else { return nil }
    if let required, required > attempts {
      collector.error(
        object.node, "\"require\" is \(required), but there are only \(attempts) attempts")
    }
    return Suite.Repetition(attempts: attempts, required: required ?? attempts)
  }

  /// Reads a choice of names, each of which must be among `known`.
  private func readNames(
    _ object: inout ObjectReader, _ key: String, _ known: [String]
  ) -> Set<String>? {
    guard let names = object.strings(key) else { return nil }
    for name in names where !known.contains(name) {
      collector.error(
        object.value(key) ?? object.node, "\"\(name)\" is not among the suite's \(key)",
        hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
          ?? "there are \(known.joined(separator: ", "))")
    }
    return Set(names)
  }

  /// Every variable of every prompt that the case runs with must have a value.
  private func checkVariables(_ read: Suite.Case, _ node: JSONNode) {
    for prompt in prompts where read.promptIDs?.contains(prompt.id) ?? true {
      for message in prompt.messages {
        for variable in Set(message.content.variables.map(\.path))
        where Template.look(up: variable, in: read.variables) == nil {
          let name = variable.joined(separator: ".")
          collector.error(
            node["vars"] ?? node,
            "the prompt \"\(prompt.id)\" (line \(message.location.line)) needs the variable "
              + "\"\(name)\", which the case \"\(read.id)\" does not have",
            hint: NearestName.find(name, among: read.variables.keys)
              .map { "did you mean \"\($0)\"?" }
              ?? "add it to \"vars\" of the case or of \"defaults\"")
        }
      }
    }
  }
}

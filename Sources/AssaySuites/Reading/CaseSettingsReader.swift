import AssayAssertions
import AssayInput
import JSONModel

/// Reads the keys that `defaults`, blocks of data and cases share.
struct CaseSettingsReader {
  let reading: SuiteReading
  let usage: VariableUsage

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ object: inout ObjectReader) -> CaseSettings {
    var settings = CaseSettings()
    if let node = object.value("title"), object.string("title") != nil {
      settings.title = reading.templates.template(node)
    }
    settings.variables = variables(object.value("vars"))
    settings.assertions = assertions(object.value("assert"))
    settings.namesAssertions = object.value("assert").map { $0.count > 0 } ?? false
    settings.threshold = threshold(&object)
    settings.tags = object.strings("tags") ?? []
    settings.repetition = repetition(object.value("repeat"))
    settings.streams = object.bool("stream")
    settings.skipReason = object.string("skip")
    if settings.skipReason == "" {
      collector.error(object.value("skip") ?? object.node, "\"skip\" must say why")
    }
    settings.promptIDs = names(&object, "prompts", reading.prompts.map { ($0.id, $0.tags) })
    settings.modelLabels = names(&object, "models", reading.models.map { ($0.label, $0.tags) })
    settings.request = RequestReader(reading: reading).read(&object)
    settings.expanded = object.strings("expand") ?? []
    return settings
  }

  /// The values of variables; one that is `{ "file": PATH }` is what the file holds.
  func variables(_ node: JSONNode?) -> JSONObject {
    guard let node else { return [:] }
    guard node.kind == .object else {
      collector.error(
        node,
        "\"vars\" must be an object of variables and their values, not \(node.kind.withArticle)")
      return [:]
    }
    var members: [JSONObject.Member] = []
    for member in node.members {
      checkName(member)
      usage.noteDefinition(member, collector.file)
      if let value = value(member.value) {
        members.append(JSONObject.Member(key: member.key, value: value))
      }
    }
    return JSONObject(members)
  }

  private func value(_ node: JSONNode) -> JSONValue? {
    guard let reference = FileReference(node) else { return node.value }
    if reference.path.hasSuffix(".json") { return reading.document(reference)?.value }
    return reading.text(node, "a variable").map(JSONValue.string)
  }

  private func checkName(_ member: JSONNode.Member) {
    let name = member.key
    guard name.isEmpty || name.contains(where: { $0.isWhitespace || $0 == "." }) else { return }
    collector.error(
      member.keyNode, "\"\(name)\" cannot be the name of a variable",
      hint: "names have no spaces and no dots; {{a.b}} looks for b in the object a")
  }

  func assertions(_ node: JSONNode?) -> [ConfiguredAssertion] {
    guard let node else { return [] }
    guard node.kind == .array else {
      collector.error(node, "\"assert\" must be a list of assertions, not \(node.kind.withArticle)")
      return []
    }
    let scope = reading.assertions
    return node.elements.compactMap { element in
      usage.noteTemplates(in: element)
      return scope.read(element)
    }
  }

  /// The weighted mean of the assertions' scores that is enough.
  private func threshold(_ object: inout ObjectReader) -> Double? {
    guard let node = object.value("threshold") else { return nil }
    if let threshold = node.doubleValue, threshold > 0, threshold <= 1 { return threshold }
    collector.error(
      node, "\"threshold\" must be above 0 and at most 1, not \(node.excerpt)",
      hint: node.doubleValue == 0
        ? "a mean score of 0 always holds; to measure only, give assertions \"weight\": 0" : nil)
    return nil
  }

  private func repetition(_ node: JSONNode?) -> Suite.Repetition? {
    guard let node else { return nil }
    if node.kind == .number {
      guard let attempts = node.intValue, (1...Self.attemptLimit).contains(attempts) else {
        collector.error(
          node, "\"repeat\" must be from 1 to \(Self.attemptLimit), not \(node.excerpt)")
        return nil
      }
      return Suite.Repetition(attempts: attempts, required: attempts)
    }
    guard var object = ObjectReader(node, "\"repeat\"", collector) else { return nil }
    let attempts = object.integer("n", atLeast: 1)
    let required = object.integer("require", atLeast: 1)
    if object.required("n") == nil { return nil }
    object.finish()
    guard let attempts else { return nil }
    guard attempts <= Self.attemptLimit else {
      collector.error(object.node, "a case is tried at most \(Self.attemptLimit) times")
      return nil
    }
    if let required, required > attempts {
      collector.error(
        object.node, "\"require\" is \(required), but there are only \(attempts) attempts")
    }
    return Suite.Repetition(attempts: attempts, required: required ?? attempts)
  }

  private static let attemptLimit = 10_000

  // MARK: Narrowing

  /// The names that a choice stands for: names, `tag:NAME` for all that have the tag, and `!`
  /// before either for all others.
  private func names(
    _ object: inout ObjectReader, _ key: String, _ known: [(name: String, tags: [String])]
  ) -> Set<String>? {
    guard let choice = object.strings(key), let node = object.value(key) else { return nil }
    // What is wrong with the suite's own list has been said.
    guard !known.isEmpty else { return nil }
    if choice.isEmpty {
      collector.error(node, "\"\(key)\" names nothing, so the case would never run")
    }
    var chosen: Set<String> = []
    var refused: Set<String> = []
    for text in choice {
      let isRefusal = text.hasPrefix("!") && !known.contains { $0.name == text }
      guard let names = resolve(isRefusal ? String(text.dropFirst()) : text, key, known, node)
      else { continue }
      if isRefusal { refused.formUnion(names) } else { chosen.formUnion(names) }
    }
    let hasChoice = choice.contains { !$0.hasPrefix("!") }
    let result = (hasChoice ? chosen : Set(known.map(\.name))).subtracting(refused)
    if result.isEmpty, !choice.isEmpty, !collector.hasErrors {
      collector.error(node, "\"\(key)\" leaves nothing, so the case would never run")
    }
    return result
  }

  private func resolve(
    _ text: String, _ key: String, _ known: [(name: String, tags: [String])], _ node: JSONNode
  ) -> [String]? {
    if known.contains(where: { $0.name == text }) { return [text] }
    if text.hasPrefix("tag:") {
      let tag = String(text.dropFirst(4))
      let tagged = known.filter { $0.tags.contains(tag) }.map(\.name)
      if !tagged.isEmpty { return tagged }
      let tags = Set(known.flatMap(\.tags)).sorted()
      collector.error(
        node, "none of the suite's \(key) has the tag \"\(tag)\"",
        hint: SuiteReading.hint(
          tag, among: tags,
          otherwise: tags.isEmpty
            ? "none has \"tags\"" : "there are \(tags.joined(separator: ", "))"))
      return nil
    }
    let names = known.map(\.name)
    collector.error(
      node, "\"\(text)\" is not among the suite's \(key)",
      hint: SuiteReading.hint(
        text, among: names, otherwise: "there are \(names.joined(separator: ", "))"))
    return nil
  }
}

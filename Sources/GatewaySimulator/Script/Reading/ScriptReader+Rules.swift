import JSONModel

extension ScriptReader {
  func rule(_ node: JSONNode, number: Int) -> Rule? {
    let keys = ["name", "when", "reply", "replies", "fault"]
    guard let reader = ObjectReader(node, keys: keys, problems) else { return nil }
    var rule = Rule(name: reader.name("name") ?? "rule \(number + 1)")
    if let when = node["when"] { rule.condition = condition(when) }
    if reader.has("reply"), reader.has("replies") {
      problems.add(node, "has both \"reply\" and \"replies\"; one of them decides")
    }
    if let one = node["reply"] {
      rule.variants = reply(one, isWeighted: false).map { [Variant(reply: $0)] } ?? []
    } else if let list = reader.list("replies") {
      rule.variants = variants(list, node)
    }
    if let fault = node["fault"] { self.fault(fault, into: &rule) }
    if !reader.has("reply"), !reader.has("replies"), !reader.has("fault") {
      problems.add(node, "needs a \"reply\", \"replies\" or a \"fault\"")
    }
    checkEffect(rule, node)
    return rule
  }

  /// A rule for endpoints that ask no model can neither reply nor look at what was asked.
  private func checkEffect(_ rule: Rule, _ node: JSONNode) {
    guard let endpoints = rule.condition.endpoints, !endpoints.isEmpty,
      !endpoints.contains(where: \.asksModel)
    else { return }
    let names = endpoints.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ", ")
    func refuse(_ key: String, in parent: JSONNode?) {
      guard let value = parent?[key] else { return }
      problems.add(value, "\"\(key)\" has no effect: no model is asked by \(names)")
    }
    for key in ["reply", "replies"] { refuse(key, in: node) }
    for key in ["model", "role", "equals", "contains", "pattern", "attempt"] {
      refuse(key, in: node["when"])
    }
  }

  private func variants(_ nodes: [JSONNode], _ parent: JSONNode) -> [Variant] {
    let variants = nodes.compactMap { node -> Variant? in
      guard let reply = reply(node, isWeighted: true) else { return nil }
      return Variant(weight: node["weight"]?.doubleValue ?? 1, reply: reply)
    }
    if nodes.isEmpty || (!variants.isEmpty && variants.allSatisfy { $0.weight == 0 }) {
      problems.add(parent["replies"] ?? parent, "needs a reply with a weight above 0")
    }
    return variants
  }

  // MARK: Conditions

  private func condition(_ node: JSONNode) -> Condition {
    let keys = [
      "endpoint", "model", "team", "role", "equals", "contains", "pattern", "attempt",
    ]
    guard let reader = ObjectReader(node, keys: keys, problems) else { return Condition() }
    var condition = Condition()
    if let endpoint = node["endpoint"] {
      let nodes = endpoint.kind == .array ? Array(endpoint.elements) : [endpoint]
      if nodes.isEmpty { problems.add(endpoint, "names none, so nothing would match") }
      condition.endpoints = Set(nodes.compactMap { reader.choice($0) as Endpoint? })
    }
    condition.models = names("model", reader)
    condition.teams = names("team", reader)
    condition.role = reader.name("role")
    if let text = reader.string("equals") { condition.texts.append(.equals(text)) }
    if let text = reader.string("contains") { condition.texts.append(.contains(text)) }
    if let value = node["pattern"], let text = reader.string("pattern") {
      if let pattern = Pattern(text) {
        condition.texts.append(.pattern(pattern))
      } else {
        problems.add(value, "is no valid regular expression")
      }
    }
    if let attempt = node["attempt"] { condition.attempts = attempts(attempt, reader) }
    return condition
  }

  private func names(_ key: String, _ reader: ObjectReader) -> Set<String>? {
    guard let names = reader.strings(key) else { return nil }
    if let value = reader.node[key], value.kind == .array, value.count == 0 {
      problems.add(value, "names none, so nothing would match")
    }
    return Set(names)
  }

  private func attempts(_ node: JSONNode, _ parent: ObjectReader) -> ClosedRange<Int>? {
    guard node.kind == .object else {
      return parent.integer(node, in: 1...Int.max).map { $0...$0 }
    }
    guard let reader = ObjectReader(node, keys: ["from", "to"], problems) else { return nil }
    let from = reader.integer("from", in: 1...Int.max) ?? 1
    let to = reader.integer("to", in: 1...Int.max) ?? Int.max
    guard from <= to else {
      problems.add(node, "ends at \(to), before it begins at \(from)")
      return nil
    }
    return from...to
  }

  // MARK: Replies

  private static let contentKeys = ["text", "json", "toolCalls", "refusal", "automatic"]

  private func reply(_ node: JSONNode, isWeighted: Bool) -> ScriptedReply? {
    let keys =
      Self.contentKeys + [
        "finishReason", "promptTokens", "completionTokens", "streamUsage", "pieces",
      ] + (isWeighted ? ["weight"] : []) + Self.paceKeys
    guard let reader = ObjectReader(node, keys: keys, problems) else { return nil }
    if isWeighted { _ = reader.number("weight", in: 0...1e9) }
    guard let content = content(node, reader) else { return nil }
    var reply = ScriptedReply(content)
    reply.finishReason = reader.name("finishReason")
    reply.promptTokens = reader.integer("promptTokens", in: 0...1_000_000_000)
    reply.completionTokens = reader.integer("completionTokens", in: 0...1_000_000_000)
    reply.streamUsage = reader.choice("streamUsage")
    reply.pace = pace(reader)
    if let pieces = reader.strings("pieces"), let value = node["pieces"] {
      if case .text(let text) = content, pieces.joined() == text {
        reply.pieces = pieces
      } else {
        problems.add(value, "must add up to the \"text\"")
      }
    }
    return reply
  }

  private func content(_ node: JSONNode, _ reader: ObjectReader) -> ScriptedReply.Content? {
    let given = Self.contentKeys.filter { reader.has($0) }
    guard given.count == 1, let key = given.first else {
      let names = Self.contentKeys.map { "\"\($0)\"" }.joined(separator: ", ")
      problems.add(node, "needs exactly one of \(names)")
      return nil
    }
    switch key {
    case "text": return reader.string(key).map { .text($0) }
    case "json": return node[key].map { .json($0.value) }
    case "toolCalls":
      guard let calls = reader.list(key) else { return nil }
      if calls.isEmpty { problems.add(node[key] ?? node, "needs at least one call") }
      return .toolCalls(calls.compactMap(toolCall))
    case "refusal": return reader.string(key).map { .refusal($0) }
    default:
      if reader.bool(key) == false {
        problems.add(node, "\"automatic\" can only be true")
        return nil
      }
      return .automatic
    }
  }

  private func toolCall(_ node: JSONNode) -> ToolCall? {
    guard let reader = ObjectReader(node, keys: ["name", "arguments"], problems),
      let name = reader.name("name", isRequired: true)
    else { return nil }
    // A string goes out as it is, so that broken arguments can be tried.
    let arguments = node["arguments"].map { $0.stringValue ?? $0.value.text() } ?? "{}"
    return ToolCall(name: name, arguments: arguments)
  }
}

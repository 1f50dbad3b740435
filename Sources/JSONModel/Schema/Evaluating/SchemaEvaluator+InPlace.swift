extension SchemaEvaluator {
  mutating func applies(
    _ rule: NamedRule<InPlaceRule>, _ node: SchemaNode, _ value: JSONValue,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    switch rule.rule {
    case .reference(let child):
      return try appliesReference(rule.name, child, node, value, &evaluated)
    case .dynamicReference(let anchor, let fallback):
      let child = dynamicTarget(anchor, fallback: fallback)
      return try appliesReference(rule.name, child, node, value, &evaluated)
    case .allOf(let nodes):
      return try appliesAllOf(nodes, node, value, &evaluated)
    case .anyOf(let nodes):
      return try appliesAnyOf(nodes, node, value, &evaluated)
    case .oneOf(let nodes):
      return try appliesOneOf(nodes, node, value, &evaluated)
    case .not(let child):
      return try appliesNot(child, node, value)
    case .conditional(let conditional):
      return try appliesConditional(conditional, node, value, &evaluated)
    case .dependentSchemas(let dependencies):
      return try appliesDependencies(rule.name, dependencies, node, value, &evaluated)
    }
  }

  private mutating func appliesReference(
    _ name: String, _ child: Int, _ node: SchemaNode, _ value: JSONValue,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    let frame = recorder.begin()
    if try stay(child, value, &evaluated, keyword: name) {
      recorder.discard(frame)
      return true
    }
    recorder.fail(name, of: node, causes: frame) {
      "the value does not match the schema referred to"
    }
    return false
  }

  private mutating func appliesAllOf(
    _ nodes: [Int], _ node: SchemaNode, _ value: JSONValue, _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var isValid = true
    let frame = recorder.begin()
    for (position, child) in nodes.enumerated() {
      if try stay(child, value, &evaluated, keyword: "allOf", token: String(position)) { continue }
      isValid = false
      if !Recorder.isRecording { return false }
    }
    if isValid {
      recorder.discard(frame)
      return true
    }
    recorder.fail("allOf", of: node, causes: frame) { "not all of the schemas match" }
    return false
  }

  private mutating func appliesAnyOf(
    _ nodes: [Int], _ node: SchemaNode, _ value: JSONValue, _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var isValid = false
    let frame = recorder.begin()
    for (position, child) in nodes.enumerated() {
      guard try stay(child, value, &evaluated, keyword: "anyOf", token: String(position))
      else { continue }
      isValid = true
      // The others matter only for what they evaluate and say of the value.
      if !evaluated.isTracking, !Recorder.isRecording { return true }
    }
    if isValid {
      recorder.discard(frame)
      return true
    }
    recorder.fail("anyOf", of: node, causes: frame) {
      "none of the \(nodes.count) allowed schemas matches \(ValueText.short(value))"
    }
    return false
  }

  private mutating func appliesOneOf(
    _ nodes: [Int], _ node: SchemaNode, _ value: JSONValue, _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var found: [Int] = []
    var matches = 0
    let frame = recorder.begin()
    for (position, child) in nodes.enumerated() {
      guard try stay(child, value, &evaluated, keyword: "oneOf", token: String(position))
      else { continue }
      matches += 1
      if Recorder.isRecording { found.append(position) }
      if matches > 1, !Recorder.isRecording { return false }
    }
    switch matches {
    case 1:
      recorder.discard(frame)
      return true
    case 0:
      recorder.fail("oneOf", of: node, causes: frame) {
        "none of the \(nodes.count) allowed schemas matches \(ValueText.short(value))"
      }
      return false
    default:
      recorder.discard(frame)
      return fail("oneOf", node) {
        "exactly one schema may match, but \(found.count) do: numbers "
          + found.map(String.init).joined(separator: ", ")
      }
    }
  }

  private mutating func appliesNot(
    _ child: Int, _ node: SchemaNode, _ value: JSONValue
  ) throws(JSONSchemaError) -> Bool {
    var evaluated = EvaluatedSet.untracked
    let mark = recorder.annotationMark
    let frame = recorder.begin()
    let matches = try stay(child, value, &evaluated, keyword: "not")
    recorder.discard(frame)
    recorder.dropAnnotations(after: mark)
    if !matches { return true }
    return fail("not", node) {
      "the value must not match the schema under \"not\", found \(ValueText.short(value))"
    }
  }

  private mutating func appliesConditional(
    _ rule: ConditionalRule, _ node: SchemaNode, _ value: JSONValue,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    if rule.then == nil, rule.otherwise == nil, !evaluated.isTracking, !Recorder.isRecording {
      return true
    }
    let frame = recorder.begin()
    let holds = try stay(rule.condition, value, &evaluated, keyword: "if")
    recorder.discard(frame)
    guard let child = holds ? rule.then : rule.otherwise else { return true }
    let name = holds ? "then" : "else"
    let inner = recorder.begin()
    if try stay(child, value, &evaluated, keyword: name) {
      recorder.discard(inner)
      return true
    }
    recorder.fail(name, of: node, causes: inner) {
      "the value does not match the schema for when \"if\" \(holds ? "holds" : "does not hold")"
    }
    return false
  }

  private mutating func appliesDependencies(
    _ name: String, _ dependencies: [SchemaDependency], _ node: SchemaNode, _ value: JSONValue,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    guard case .object(let object) = value else { return true }
    var isValid = true
    let frame = recorder.begin()
    for dependency in dependencies where object.position(of: dependency.name) != nil {
      if try stay(dependency.node, value, &evaluated, keyword: name, token: dependency.name) {
        continue
      }
      isValid = false
      if !Recorder.isRecording { return false }
    }
    if isValid {
      recorder.discard(frame)
      return true
    }
    recorder.fail(name, of: node, causes: frame) {
      "a schema for a present property does not match"
    }
    return false
  }

  // MARK: What nothing else has evaluated

  mutating func appliesUnevaluated(
    _ node: SchemaNode, _ value: JSONValue, _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    switch value {
    case .array(let items):
      guard let child = node.rules.unevaluatedItems else { return true }
      let rest = items.indices.filter { !evaluated.contains($0) }
      return try appliesRemaining(
        "unevaluatedItems", child, node, rest.map { (String($0), items[$0]) }, &evaluated)
    case .object(let object):
      guard let child = node.rules.unevaluatedProperties else { return true }
      let rest = object.members.indices.filter { !evaluated.contains($0) }
      return try appliesRemaining(
        "unevaluatedProperties", child, node,
        rest.map { (object.members[$0].key, object.members[$0].value) }, &evaluated)
    default:
      return true
    }
  }

  private mutating func appliesRemaining(
    _ name: String, _ child: Int, _ node: SchemaNode, _ rest: [(step: String, value: JSONValue)],
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var isValid = true
    let frame = recorder.begin()
    for (step, value) in rest where !(try descend(child, value, to: step, keyword: name)) {
      isValid = false
      if !Recorder.isRecording { return false }
    }
    evaluated.markAll()
    if isValid {
      recorder.discard(frame)
      if Recorder.isRecording, !rest.isEmpty {
        recorder.annotate(name, of: node) {
          name == "unevaluatedItems" ? true : .array(rest.map { .string($0.step) })
        }
      }
      return true
    }
    recorder.fail(name, of: node, causes: frame) {
      "there is something that no other keyword allows"
    }
    return false
  }
}

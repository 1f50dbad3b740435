extension KeywordReader {
  /// The keywords that depend on no other one; the rest is read by the functions below.
  mutating func readApplicator(_ name: String, _ value: JSONValue) {
    switch name {
    case "allOf":
      if let nodes = children(name, value) { rules.inPlace.append(NamedRule(name, .allOf(nodes))) }
    case "anyOf":
      if let nodes = children(name, value) { rules.inPlace.append(NamedRule(name, .anyOf(nodes))) }
    case "oneOf":
      if let nodes = children(name, value) { rules.inPlace.append(NamedRule(name, .oneOf(nodes))) }
    case "not":
      rules.inPlace.append(NamedRule(name, .not(child([name], value))))
    case "propertyNames":
      rules.object.append(NamedRule(name, .propertyNames(child([name], value))))
    case "dependentSchemas":
      let dependencies = childMap(name, value).map {
        SchemaDependency(name: $0.name, node: $0.node)
      }
      rules.inPlace.append(NamedRule(name, .dependentSchemas(dependencies)))
    case "dependencies":
      readDependencies(value)
    default: break
    }
  }

  private mutating func readDependencies(_ value: JSONValue) {
    guard let object = value.objectValue else {
      malformed("dependencies", "an object", value)
      return
    }
    var schemas: [SchemaDependency] = []
    var required: [NameDependency] = []
    for member in object {
      let tokens = ["dependencies", member.key]
      if member.value.kind != .array {
        schemas.append(SchemaDependency(name: member.key, node: child(tokens, member.value)))
      } else if let names = names(tokens, member.value) {
        required.append(NameDependency(name: member.key, required: names))
      }
    }
    if !required.isEmpty {
      rules.object.append(NamedRule("dependencies", .dependentRequired(required)))
    }
    if !schemas.isEmpty {
      rules.inPlace.append(NamedRule("dependencies", .dependentSchemas(schemas)))
    }
  }

  mutating func readUnevaluated(_ name: String, _ value: JSONValue) {
    switch name {
    case "unevaluatedItems": rules.unevaluatedItems = child([name], value)
    case "unevaluatedProperties": rules.unevaluatedProperties = child([name], value)
    default: break
    }
  }

  mutating func readMembersRule(_ active: ActiveKeywords) {
    let properties = active["properties"].map { childMap("properties", $0) } ?? []
    var patterns: [MemberRules.Pattern] = []
    if let value = active["patternProperties"] {
      for (source, node) in childMap("patternProperties", value) {
        guard let expression = expression(["patternProperties", source], source) else { continue }
        patterns.append(MemberRules.Pattern(source: source, expression: expression, node: node))
      }
    }
    let additional = active["additionalProperties"].map { child(["additionalProperties"], $0) }
    guard !properties.isEmpty || !patterns.isEmpty || additional != nil else { return }
    let rule = MemberRules(properties: properties, patterns: patterns, additional: additional)
    rules.object.append(NamedRule("properties", .members(rule)))
  }

  /// `prefixItems` and `items` of draft 2020-12, or `items` and `additionalItems` before.
  mutating func readItems(_ active: ActiveKeywords) {
    var prefixName = "prefixItems"
    var restName = "items"
    if active.dialect.draft < .draft202012 {
      if active["items"]?.kind == .array {
        prefixName = "items"
        restName = "additionalItems"
      } else {
        prefixName = ""
      }
    }
    var prefixCount = 0
    if let value = active[prefixName], let nodes = children(prefixName, value) {
      prefixCount = nodes.count
      rules.array.append(NamedRule(prefixName, .prefix(nodes)))
    }
    if let value = active[restName] {
      let node = child([restName], value)
      rules.array.append(NamedRule(restName, .rest(node: node, from: prefixCount)))
    }
  }

  mutating func readContains(_ active: ActiveKeywords) {
    guard let value = active["contains"] else { return }
    let minimum = active["minContains"].flatMap { count("minContains", $0) } ?? 1
    let maximum = active["maxContains"].flatMap { count("maxContains", $0) }
    let rule = ContainsRule(
      node: child(["contains"], value), minimum: minimum, maximum: maximum,
      marksEvaluated: active.dialect.draft >= .draft202012)
    rules.array.append(NamedRule("contains", .contains(rule)))
  }

  mutating func readConditional(_ active: ActiveKeywords) {
    guard let condition = active["if"] else { return }
    let rule = ConditionalRule(
      condition: child(["if"], condition),
      then: active["then"].map { child(["then"], $0) },
      otherwise: active["else"].map { child(["else"], $0) })
    rules.inPlace.append(NamedRule("if", .conditional(rule)))
  }
}

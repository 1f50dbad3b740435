extension SchemaEvaluator {
  mutating func applies(
    _ rule: NamedRule<ObjectRule>, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    switch rule.rule {
    case .minimumCount(let limit):
      if object.count >= limit { return true }
      return fail(rule.name, node) {
        "expected at least \(ValueText.count(limit, "property", "properties")),"
          + " found \(object.count)"
      }
    case .maximumCount(let limit):
      if object.count <= limit { return true }
      return fail(rule.name, node) {
        "expected at most \(ValueText.count(limit, "property", "properties")),"
          + " found \(object.count)"
      }
    case .required(let names):
      return hasAll(names, in: object, rule.name, node, because: nil)
    case .dependentRequired(let dependencies):
      var isValid = true
      for dependency in dependencies where object.position(of: dependency.name) != nil {
        if !hasAll(dependency.required, in: object, rule.name, node, because: dependency.name) {
          isValid = false
          if !Recorder.isRecording { return false }
        }
      }
      return isValid
    case .propertyNames(let child):
      return try appliesToNames(rule.name, child, node, object)
    case .members(let members):
      return try appliesMembers(members, node, object, &evaluated)
    }
  }

  private mutating func hasAll(
    _ names: [String], in object: JSONObject, _ keyword: String, _ node: SchemaNode,
    because cause: String?
  ) -> Bool {
    if !Recorder.isRecording {
      var expected = 0
      return names.allSatisfy { object.hasMember($0, expected: &expected) }
    }
    let missing = names.filter { object.position(of: $0) == nil }
    if missing.isEmpty { return true }
    return fail(keyword, node) {
      let list = missing.map(ValueText.quoted).joined(separator: ", ")
      let noun = missing.count == 1 ? "the required property" : "the required properties"
      return "\(noun) \(list) \(missing.count == 1 ? "is" : "are") missing"
        + (cause.map { "; \(ValueText.quoted($0)) requires \(missing.count == 1 ? "it" : "them")" }
          ?? "")
    }
  }

  private mutating func appliesToNames(
    _ name: String, _ child: Int, _ node: SchemaNode, _ object: JSONObject
  ) throws(JSONSchemaError) -> Bool {
    var isValid = true
    for member in object.members {
      let frame = recorder.begin()
      var evaluated = EvaluatedSet.untracked
      let outerChain = resetChain()
      let matches = try stay(child, .string(member.key), &evaluated, keyword: name)
      restoreChain(outerChain)
      if matches {
        recorder.discard(frame)
        continue
      }
      isValid = false
      if !Recorder.isRecording { return false }
      recorder.fail(name, of: node, causes: frame) {
        "the property name \(ValueText.quoted(member.key)) is not allowed"
      }
    }
    return isValid
  }

  /// `properties`, `patternProperties` and `additionalProperties` in one pass.
  private mutating func appliesMembers(
    _ rules: MemberRules, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    if Recorder.isRecording { return try explainMembers(rules, node, object, &evaluated) }
    var expected = 0
    for (position, member) in object.members.enumerated() {
      var isMatched = false
      if let property = rules.position(of: member.key, expected: &expected) {
        isMatched = true
        guard
          try descend(
            rules.nodes[property], member.value, to: member.key, keyword: "properties")
        else { return false }
      }
      for pattern in rules.patterns where try matches(pattern.expression, member.key, node) {
        isMatched = true
        guard
          try descend(
            pattern.node, member.value, to: member.key, keyword: "patternProperties")
        else { return false }
      }
      if !isMatched, let additional = rules.additional {
        isMatched = true
        guard
          try descend(
            additional, member.value, to: member.key, keyword: "additionalProperties")
        else { return false }
      }
      if isMatched { evaluated.mark(position) }
    }
    return true
  }

  /// The same, keyword by keyword, so that each failure stands under its own.
  private mutating func explainMembers(
    _ rules: MemberRules, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var matched = EvaluatedSet(isTracking: true)
    var isValid = true
    var names: [JSONValue] = []
    var expected = 0
    var frame = recorder.begin()
    var allMatch = true
    for (position, member) in object.members.enumerated() {
      guard let property = rules.position(of: member.key, expected: &expected) else { continue }
      matched.mark(position)
      names.append(.string(member.key))
      allMatch =
        try descend(
          rules.nodes[property], member.value, to: member.key, keyword: "properties",
          token: member.key) && allMatch
    }
    close("properties", node, frame, allMatch, names, exists: !rules.names.isEmpty, &isValid)

    frame = recorder.begin()
    (names, allMatch) = ([], true)
    for (position, member) in object.members.enumerated() {
      for pattern in rules.patterns where try matches(pattern.expression, member.key, node) {
        if names.last != .string(member.key) { names.append(.string(member.key)) }
        matched.mark(position)
        allMatch =
          try descend(
            pattern.node, member.value, to: member.key, keyword: "patternProperties",
            token: pattern.source) && allMatch
      }
    }
    close(
      "patternProperties", node, frame, allMatch, names, exists: !rules.patterns.isEmpty, &isValid)

    if let additional = rules.additional {
      frame = recorder.begin()
      (names, allMatch) = ([], true)
      for (position, member) in object.members.enumerated() where !matched.contains(position) {
        names.append(.string(member.key))
        matched.mark(position)
        allMatch =
          try descend(
            additional, member.value, to: member.key, keyword: "additionalProperties") && allMatch
      }
      close("additionalProperties", node, frame, allMatch, names, exists: true, &isValid)
    }
    evaluated.formUnion(matched)
    return isValid
  }

  private mutating func close(
    _ keyword: String, _ node: SchemaNode, _ frame: Recorder.Frame, _ allMatch: Bool,
    _ names: [JSONValue], exists: Bool, _ isValid: inout Bool
  ) {
    if allMatch {
      recorder.discard(frame)
      if exists { recorder.annotate(keyword, of: node) { .array(names) } }
    } else {
      isValid = false
      recorder.fail(keyword, of: node, causes: frame) {
        "some properties do not match their schemas"
      }
    }
  }
}

extension JSONObject {
  /// Whether there is a member `name`.
  ///
  /// - Parameter expected: Where it probably is, or a little further on: names are mostly listed
  ///   in the order of members.
  @inline(__always)
  fileprivate func hasMember(_ name: String, expected: inout Int) -> Bool {
    for position in expected..<Swift.min(expected + 4, members.count)
    where members[position].key.hasSameScalars(as: name) {
      expected = position + 1
      return true
    }
    guard let position = position(of: name) else { return false }
    expected = position + 1
    return true
  }
}

extension MemberRules {
  /// The position of `name` among the properties.
  ///
  /// - Parameter expected: Where it probably is: members mostly come in the schema's order.
  @inline(__always)
  func position(of name: String, expected: inout Int) -> Int? {
    if expected < names.count, names[expected].hasSameScalars(as: name) {
      defer { expected += 1 }
      return expected
    }
    guard !names.isEmpty, let position = positions[ScalarText(name)] else { return nil }
    expected = position + 1
    return position
  }
}

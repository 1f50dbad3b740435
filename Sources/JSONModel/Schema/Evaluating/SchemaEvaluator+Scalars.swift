extension SchemaEvaluator {
  mutating func rejectAll(_ node: SchemaNode, _ value: JSONValue) -> Bool {
    switch recorder.enclosingKeyword {
    case "additionalProperties", "unevaluatedProperties":
      fail("", node) { [name = recorder.instancePointer.tokens.last ?? ""] in
        "the property \(ValueText.quoted(name)) is not allowed"
      }
    case "additionalItems", "unevaluatedItems", "items":
      fail("", node) { "no further item is allowed, found \(ValueText.short(value))" }
    default:
      fail("", node) { "no value is allowed here, found \(ValueText.short(value))" }
    }
  }

  mutating func applies(
    _ rule: NamedRule<GeneralRule>, _ node: SchemaNode, _ value: JSONValue
  ) -> Bool {
    switch rule.rule {
    case .type(let types):
      if types.allows(value) { return true }
      return fail(rule.name, node) {
        "expected \(types.phrase), found \(ValueText.short(value))"
      }
    case .constant(let constant):
      if constant == value { return true }
      return fail(rule.name, node) {
        "expected \(ValueText.short(constant)), found \(ValueText.short(value))"
      }
    case .enumeration(let values):
      if values.contains(value) { return true }
      return fail(rule.name, node) {
        "expected one of \(ValueText.list(values)), found \(ValueText.short(value))"
      }
    }
  }

  mutating func applies(
    _ rule: NamedRule<NumberRule>, _ node: SchemaNode, _ number: JSONNumber
  ) -> Bool {
    switch rule.rule {
    case .multipleOf(let divisor):
      if divisor.divides(number) { return true }
      return fail(rule.name, node) {
        "expected a multiple of \(divisor.divisor), found \(ValueText.short(.number(number)))"
      }
    case .bound(let bound):
      if bound.allows(number) { return true }
      return fail(rule.name, node) {
        "expected \(bound.phrase), found \(ValueText.short(.number(number)))"
      }
    }
  }

  mutating func applies(
    _ rule: NamedRule<StringRule>, _ node: SchemaNode, _ text: String
  ) throws(JSONSchemaError) -> Bool {
    switch rule.rule {
    case .minimumLength(let limit):
      if text.hasScalars(atLeast: limit) { return true }
      return fail(rule.name, node) {
        "expected at least \(ValueText.count(limit, "character")), found \(ValueText.quoted(text))"
          + " with \(text.unicodeScalars.count)"
      }
    case .maximumLength(let limit):
      if limit == Int.max || !text.hasScalars(atLeast: limit + 1) { return true }
      return fail(rule.name, node) {
        "expected at most \(ValueText.count(limit, "character")), found \(ValueText.quoted(text))"
          + " with \(text.unicodeScalars.count)"
      }
    case .pattern(let expression):
      if try matches(expression, text, node) { return true }
      return fail(rule.name, node) {
        "expected text that matches \(ValueText.quoted(expression.source)),"
          + " found \(ValueText.quoted(text))"
      }
    case .format(let format):
      if format.accepts(text) { return true }
      return fail(rule.name, node) {
        "expected \(format.phrase), found \(ValueText.quoted(text))"
      }
    case .content(let content):
      return try applies(content, node, text)
    }
  }

  /// Whether `text` matches.
  ///
  /// - Throws: ``JSONSchemaError`` if that takes too many steps to find out: neither yes nor no
  ///   would be honest.
  func matches(
    _ expression: RegularExpression, _ text: String, _ node: SchemaNode
  ) throws(JSONSchemaError) -> Bool {
    switch expression.search(text, maximumSteps: limits.patternSteps) {
    case .found: return true
    case .notFound: return false
    case .undecided:
      throw failure(
        .undecidedPattern, node,
        "matching \(ValueText.quoted(expression.source)) against \(ValueText.quoted(text)) takes"
          + " more than \(limits.patternSteps) steps and was given up")
    }
  }
}

extension String {
  /// Whether there are at least `count` Unicode scalars: what JSON Schema calls characters.
  func hasScalars(atLeast count: Int) -> Bool {
    let bytes = utf8.count
    // A scalar takes one to four bytes.
    if bytes < count { return false }
    if count <= (bytes + 3) / 4 { return true }
    return unicodeScalars.count >= count
  }
}

extension JSONSchema {
  func check(_ value: JSONValue, at place: JSONPointer, _ failures: inout [JSONSchemaFailure]) {
    for rule in rules { check(rule, value, place, &failures) }
  }

  private func check(
    _ rule: Rule, _ value: JSONValue, _ place: JSONPointer, _ failures: inout [JSONSchemaFailure]
  ) {
    func fail(_ message: String) {
      failures.append(JSONSchemaFailure(instance: place, message: message))
    }
    switch (rule, value) {
    case (.never, _):
      fail("nothing is allowed here")
    case (.types(let names), _):
      if !names.contains(where: { Self.isOfType($0, value) }) {
        fail("expected \(names.joined(separator: " or ")), found \(Self.short(value))")
      }
    case (.oneOfValues(let allowed), _):
      if !allowed.contains(value) {
        let list = allowed.prefix(10).map { $0.text() }.joined(separator: ", ")
        fail("expected \(allowed.count == 1 ? "" : "one of ")\(list), found \(Self.short(value))")
      }
    case (.properties(let properties, let additional), .object(let object)):
      for member in object {
        let place = place.appending(member.key)
        if let schema = properties[member.key] {
          schema.check(member.value, at: place, &failures)
        } else if let additional {
          if case .never? = additional.rules.first {
            failures.append(JSONSchemaFailure(instance: place, message: "unknown key"))
          } else {
            additional.check(member.value, at: place, &failures)
          }
        }
      }
    case (.required(let keys), .object(let object)):
      for key in keys where object[key] == nil { fail("the key \"\(key)\" is missing") }
    case (.items(let schema), .array(let elements)):
      for (position, element) in elements.enumerated() {
        schema.check(element, at: place.appending(position), &failures)
      }
    case (.count(let minimum, let maximum), .array(let elements)):
      if elements.count < minimum {
        fail("expected at least \(minimum) elements, found \(elements.count)")
      }
      if elements.count > maximum {
        fail("expected at most \(maximum) elements, found \(elements.count)")
      }
    case (.length(let minimum, let maximum), .string(let string)):
      let count = string.unicodeScalars.count
      if count < minimum { fail("expected at least \(minimum) characters, found \(count)") }
      if count > maximum { fail("expected at most \(maximum) characters, found \(count)") }
    case (.range(let minimum, let maximum), .number(let number)):
      if let minimum, number < minimum { fail("expected at least \(minimum), found \(number)") }
      if let maximum, maximum < number { fail("expected at most \(maximum), found \(number)") }
    case (.allOf(let schemas), _):
      for schema in schemas { schema.check(value, at: place, &failures) }
    case (.anyOf(let schemas), _):
      if !schemas.contains(where: { $0.accepts(value) }) { fail("none of the allowed forms fits") }
    case (.oneOf(let schemas), _):
      let count = schemas.count { $0.accepts(value) }
      if count != 1 { fail("exactly one of the forms must fit, \(count) do") }
    case (.not(let schema), _):
      if schema.accepts(value) { fail("this form is not allowed") }
    default:
      break
    }
  }

  private func accepts(_ value: JSONValue) -> Bool {
    var failures: [JSONSchemaFailure] = []
    check(value, at: .root, &failures)
    return failures.isEmpty
  }

  private static func isOfType(_ name: String, _ value: JSONValue) -> Bool {
    switch (name, value) {
    case ("integer", .number(let number)): number.isInteger
    default: name == value.kind.rawValue
    }
  }

  private static func short(_ value: JSONValue) -> String {
    let text = value.text()
    return text.count <= 60 ? text : text.prefix(60) + "…"
  }
}

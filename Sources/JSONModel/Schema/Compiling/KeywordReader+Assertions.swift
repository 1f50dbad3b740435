extension KeywordReader {
  mutating func readAssertion(_ name: String, _ value: JSONValue) {
    switch name {
    case "type", "enum", "const": readGeneral(name, value)
    case "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum":
      readNumberRule(name, value)
    case "maxLength", "minLength", "pattern": readStringRule(name, value)
    case "maxItems", "minItems", "uniqueItems": readArrayRule(name, value)
    case "maxProperties", "minProperties", "required", "dependentRequired":
      readObjectRule(name, value)
    default: break  // minContains and maxContains go with contains.
    }
  }

  private mutating func readGeneral(_ name: String, _ value: JSONValue) {
    switch name {
    case "type":
      let names = value.stringValue.map { [$0] } ?? names([name], value) ?? []
      var types: TypeSet = []
      for typeName in names {
        guard let type = TypeSet(name: typeName) else {
          malformed(name, "one of the seven types or an array of them", value)
          return
        }
        types.formUnion(type)
      }
      rules.general.append(NamedRule(name, .type(types)))
    case "enum":
      guard let values = value.arrayValue else {
        malformed(name, "an array", value)
        return
      }
      rules.general.append(NamedRule(name, .enumeration(values)))
    default:
      rules.general.append(NamedRule(name, .constant(value)))
    }
  }

  private mutating func readNumberRule(_ name: String, _ value: JSONValue) {
    guard let number = value.numberValue else {
      malformed(name, "a number", value)
      return
    }
    switch name {
    case "multipleOf":
      guard number > JSONNumber(0) else {
        malformed(name, "more than 0", value)
        return
      }
      rules.number.append(NamedRule(name, .multipleOf(NumberDivisor(number))))
    case "maximum": appendBound(name, .atMost, number)
    case "exclusiveMaximum": appendBound(name, .below, number)
    case "minimum": appendBound(name, .atLeast, number)
    default: appendBound(name, .above, number)
    }
  }

  private mutating func appendBound(
    _ name: String, _ relation: NumberBound.Relation, _ number: JSONNumber
  ) {
    rules.number.append(NamedRule(name, .bound(NumberBound(relation, number))))
  }

  private mutating func readStringRule(_ name: String, _ value: JSONValue) {
    if name == "pattern" {
      guard let source = value.stringValue else {
        malformed(name, "a regular expression", value)
        return
      }
      guard let expression = expression([name], source) else { return }
      rules.string.append(NamedRule(name, .pattern(expression)))
    } else if let count = count(name, value) {
      let rule: StringRule = name == "minLength" ? .minimumLength(count) : .maximumLength(count)
      rules.string.append(NamedRule(name, rule))
    }
  }

  private mutating func readArrayRule(_ name: String, _ value: JSONValue) {
    if name == "uniqueItems" {
      guard let isUnique = value.boolValue else {
        malformed(name, "a boolean", value)
        return
      }
      if isUnique { rules.array.append(NamedRule(name, .uniqueItems)) }
    } else if let count = count(name, value) {
      let rule: ArrayRule = name == "minItems" ? .minimumCount(count) : .maximumCount(count)
      rules.array.append(NamedRule(name, rule))
    }
  }

  private mutating func readObjectRule(_ name: String, _ value: JSONValue) {
    switch name {
    case "required":
      guard let names = names([name], value) else { return }
      rules.object.append(NamedRule(name, .required(names)))
    case "dependentRequired":
      guard let object = value.objectValue else {
        malformed(name, "an object", value)
        return
      }
      let dependencies = object.members.compactMap { member in
        names([name, member.key], member.value).map {
          NameDependency(name: member.key, required: $0)
        }
      }
      rules.object.append(NamedRule(name, .dependentRequired(dependencies)))
    default:
      guard let count = count(name, value) else { return }
      let rule: ObjectRule =
        name == "minProperties" ? .minimumCount(count) : .maximumCount(count)
      rules.object.append(NamedRule(name, rule))
    }
  }

  mutating func readFormat(_ member: JSONObject.Member, _ dialect: ActiveDialect) {
    annotations.append(member)
    guard let name = member.value.stringValue else {
      malformed(member.key, "the name of a format", member.value)
      return
    }
    guard let format = StringFormat(name: name, draft: dialect.draft) else {
      let nearest = SpellingNeighbor.nearest(to: name, among: StringFormat.allCases.map(\.rawValue))
      compiler.warn(
        at: place, [member.key], suggestion: nearest,
        "the format \"\(name)\" is not known and has no effect"
          + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
      return
    }
    if compiler.options.assertsFormats || dialect.vocabularies.contains(.formatAssertion) {
      rules.string.append(NamedRule(member.key, .format(format)))
    }
  }
}

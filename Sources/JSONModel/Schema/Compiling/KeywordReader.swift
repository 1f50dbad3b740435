/// Reads the keywords of one schema object into rules.
///
/// The meta-schema has mostly been checked before; what it cannot reach, such as a reference
/// into an unknown keyword, is checked here.
struct KeywordReader {
  let compiler: SchemaCompiler
  let target: SchemaTarget
  let place: SchemaPlace
  var rules = SchemaRules()
  var annotations: [JSONObject.Member] = []
  var stringAnnotations: [JSONObject.Member] = []

  init(compiler: SchemaCompiler, target: SchemaTarget, place: SchemaPlace) {
    self.compiler = compiler
    self.target = target
    self.place = place
  }

  mutating func node() -> SchemaNode {
    switch target.value {
    case .bool(let accepts): rules.rejectsAll = !accepts
    case .object(let object): read(object)
    default:
      compiler.report(
        .invalidSchema, at: place, [],
        "a schema must be an object or a boolean, not \(ValueText.kind(target.value))")
    }
    return SchemaNode(
      place: place, rules: rules, annotations: annotations, stringAnnotations: stringAnnotations)
  }

  private mutating func read(_ object: JSONObject) {
    let dialect = compiler.dialect(of: target)
    if dialect.draft == .draft7, let reference = object["$ref"] {
      // Draft 7, section 8.3: all other properties beside "$ref" must be ignored.
      readReference("$ref", reference)
      return
    }
    let active = ActiveKeywords(object: object, dialect: dialect)
    for member in object { readMember(member, active) }
    readMembersRule(active)
    readItems(active)
    readContains(active)
    readConditional(active)
    readContent(active)
  }

  private mutating func readMember(_ member: JSONObject.Member, _ active: ActiveKeywords) {
    guard let entry = active.entry(member.key) else {
      annotations.append(member)
      warnOfUnknown(member.key, active.dialect)
      return
    }
    switch entry.vocabulary {
    case .core: readCore(member.key, member.value)
    case .applicator: readApplicator(member.key, member.value)
    case .unevaluated: readUnevaluated(member.key, member.value)
    case .validation: readAssertion(member.key, member.value)
    case .format: readFormat(member, active.dialect)
    case .content: break  // These depend on one another; see `readContent`.
    default: annotations.append(member)
    }
  }

  private mutating func warnOfUnknown(_ name: String, _ dialect: ActiveDialect) {
    guard !compiler.isBuiltIn(target), !name.hasPrefix("x-") else { return }
    let draft = JSONSchemaDialect(draft: dialect.draft)
    if let successor = KeywordCatalog.successor(of: name, in: dialect.draft) {
      compiler.warn(
        at: place, [name], suggestion: successor,
        "\"\(name)\" is not a keyword of \(draft) and has no effect; use \(successor)")
    } else if let other = KeywordCatalog.firstDraft(of: name) {
      compiler.warn(
        at: place, [name],
        other.draft > dialect.draft
          ? "\"\(name)\" is a keyword from \(other) on and has no effect in \(draft)"
          : "\"\(name)\" has no effect here: the dialect does not use it")
    } else if let nearest = SpellingNeighbor.nearest(
      to: name, among: KeywordCatalog.names(in: dialect.draft))
    {
      compiler.warn(
        at: place, [name], suggestion: nearest,
        "\"\(name)\" is not a keyword and has no effect; did you mean \"\(nearest)\"?")
    } else {
      compiler.warn(at: place, [name], "\"\(name)\" is not a keyword and has no effect")
    }
  }

  // MARK: Helpers of all keyword groups

  mutating func malformed(_ name: String, _ expectation: String, _ value: JSONValue) {
    compiler.report(
      .invalidSchema, at: place, [name],
      "\"\(name)\" must be \(expectation), not \(ValueText.short(value))")
  }

  mutating func child(_ tokens: [String], _ value: JSONValue) -> Int {
    compiler.node(of: value, at: tokens, in: target)
  }

  mutating func children(_ name: String, _ value: JSONValue) -> [Int]? {
    guard let elements = value.arrayValue else {
      malformed(name, "an array of schemas", value)
      return nil
    }
    return elements.enumerated().map { child([name, String($0.offset)], $0.element) }
  }

  mutating func childMap(_ name: String, _ value: JSONValue) -> [(name: String, node: Int)] {
    guard let object = value.objectValue else {
      malformed(name, "an object of schemas", value)
      return []
    }
    return object.members.map { ($0.key, child([name, $0.key], $0.value)) }
  }

  /// A count: a non-negative integer. One too large for any machine acts as the largest.
  mutating func count(_ name: String, _ value: JSONValue) -> Int? {
    guard let number = value.numberValue, number.isInteger, number >= JSONNumber(0) else {
      malformed(name, "a non-negative integer", value)
      return nil
    }
    return number.intValue ?? Int.max
  }

  mutating func names(_ tokens: [String], _ value: JSONValue) -> [String]? {
    let names = value.arrayValue?.map(\.stringValue)
    guard let names, !names.contains(nil) else {
      compiler.report(
        .invalidSchema, at: place, tokens,
        "expected an array of names, found \(ValueText.short(value))")
      return nil
    }
    return names.compactMap { $0 }
  }

  mutating func expression(_ tokens: [String], _ source: String) -> RegularExpression? {
    do throws(RegularExpressionError) {
      return try RegularExpression(source)
    } catch {
      compiler.report(
        .invalidPattern, at: place, tokens,
        "the regular expression \(ValueText.quoted(source)) is not valid at character"
          + " \(error.offset + 1): \(error.message)")
      return nil
    }
  }
}

/// The members of a schema object that its dialect knows.
struct ActiveKeywords {
  let object: JSONObject
  let dialect: ActiveDialect

  func entry(_ name: String) -> KeywordCatalog.Entry? {
    KeywordCatalog.entry(name, in: dialect)
  }

  /// The value of a keyword that is present and known.
  subscript(name: String) -> JSONValue? {
    entry(name) == nil ? nil : object[name]
  }
}

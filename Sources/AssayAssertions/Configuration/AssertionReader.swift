package import AssayInput
public import JSONModel

/// The keys of one assertion in a suite file. What is wrong with them is reported with its place;
/// a key that nobody asks for is an error.
public struct AssertionReader {
  package var object: ObjectReader
  package let scope: AssertionScope
  /// The threshold that the suite gives, if it gives one.
  package let threshold: Double?
  /// The texts with variables that were read.
  package private(set) var templates: [ConfiguredAssertion.UsedTemplate] = []

  package init(object: ObjectReader, scope: AssertionScope, threshold: Double? = nil) {
    self.object = object
    self.scope = scope
    self.threshold = threshold
  }

  // MARK: Values

  /// The value of an optional key.
  public mutating func value(_ key: String) -> JSONValue? { object.value(key)?.value }

  public mutating func string(_ key: String) -> String? { object.string(key) }

  /// The string of a key that must be there; if it is not, that is reported.
  public mutating func requiredString(_ key: String) -> String? { object.requiredString(key) }

  /// A string, or a list of strings.
  public mutating func strings(_ key: String) -> [String]? { object.strings(key) }

  public mutating func bool(_ key: String) -> Bool? { object.bool(key) }

  public mutating func number(_ key: String) -> Double? { object.number(key) }

  public mutating func integer(_ key: String, atLeast minimum: Int = 0) -> Int? {
    object.integer(key, atLeast: minimum)
  }

  /// The integer of a key that must be there; if it is not, that is reported.
  public mutating func requiredInteger(_ key: String, atLeast minimum: Int = 0) -> Int? {
    object.required(key) == nil ? nil : integer(key, atLeast: minimum)
  }

  /// A number of at least 0, or above 0.
  package mutating func amount(_ key: String, isPositive: Bool = false) -> Double? {
    guard let value = number(key) else { return nil }
    guard value.isFinite, isPositive ? value > 0 : value >= 0 else {
      report(
        key, "\"\(key)\" must be \(isPositive ? "above 0" : "at least 0"), not \(excerpt(key))")
      return nil
    }
    return value
  }

  /// One of a few words.
  package mutating func choice(_ key: String, _ allowed: [String]) -> String? {
    guard let word = string(key) else { return nil }
    guard allowed.contains(word) else {
      report(
        key, "\"\(word)\" is not among the values of \"\(key)\"",
        hint: NearestName.find(word, among: allowed).map { "did you mean \"\($0)\"?" }
          ?? "values are \(allowed.joined(separator: ", "))")
      return nil
    }
    return word
  }

  // MARK: Texts with variables

  /// A text that may have variables.
  package mutating func text(_ key: String) -> ExpectedText? {
    guard let node = object.value(key), let text = object.string(key) else { return nil }
    return expectedText(text, node)
  }

  /// A text that may have variables, of a key that must be there.
  ///
  /// - Parameter isEmptyAllowed: Whether the text may be empty; otherwise that is reported.
  package mutating func requiredText(_ key: String, isEmptyAllowed: Bool = false) -> ExpectedText? {
    guard let node = object.required(key), let text = text(key) else { return nil }
    return isEmptyAllowed || isSomething(text, key, node) ? text : nil
  }

  /// One text or several, at least one, of a key that must be there; see
  /// ``ExpectedText/texts(_:)`` for what a lone variable stands for.
  package mutating func requiredTexts(
    _ key: String, isEmptyAllowed: Bool = false
  ) -> [ExpectedText]? {
    guard let node = object.required(key) else { return nil }
    let elements: [JSONNode]
    switch node.kind {
    case .string: elements = [node]
    case .array where node.count > 0: elements = Array(node.elements)
    case .array:
      report(key, "the list \"\(key)\" is empty: it needs one string at least")
      return nil
    default:
      report(key, "\"\(key)\" must be a string or a list of strings, not \(node.kind.withArticle)")
      return nil
    }
    let texts = elements.compactMap { element -> ExpectedText? in
      guard let text = element.stringValue else {
        object.collector.error(
          element,
          "\"\(key)\" must be a list of strings: \(element.excerpt) is "
            + element.kind.withArticle)
        return nil
      }
      guard let expected = expectedText(text, element) else { return nil }
      return isEmptyAllowed || isSomething(expected, key, element) ? expected : nil
    }
    return texts.count == elements.count ? texts : nil
  }

  /// Whether a text says something; if not, that is reported.
  private func isSomething(_ text: ExpectedText, _ key: String, _ node: JSONNode) -> Bool {
    guard text.literal?.isEmpty == true else { return true }
    object.collector.error(
      node, "this text of \"\(key)\" is empty, so that it says nothing of the reply",
      hint: "to ask for an empty reply, say { \"type\": \"equals\", \"value\": \"\" }")
    return false
  }

  /// Any JSON value, in whose strings there may be variables.
  package mutating func expectedValue(_ key: String) -> ExpectedValue? {
    guard let node = object.value(key) else { return nil }
    var isComplete = true
    noteTemplates(in: node, &isComplete)
    return isComplete ? ExpectedValue(node.value, scope) : nil
  }

  private mutating func noteTemplates(in node: JSONNode, _ isComplete: inout Bool) {
    switch node.kind {
    case .string:
      if let text = node.stringValue, expectedText(text, node) == nil { isComplete = false }
    case .array:
      for element in node.elements { noteTemplates(in: element, &isComplete) }
    case .object:
      for member in node.members { noteTemplates(in: member.value, &isComplete) }
    default: break
    }
  }

  private mutating func expectedText(_ text: String, _ node: JSONNode) -> ExpectedText? {
    guard text.contains("{{") else { return ExpectedText(text) }
    let reader = TemplateReader(collector: object.collector, partials: scope.partials)
    guard let template = reader.template(node) else { return nil }
    templates.append(.init(template: template, location: node.location))
    return ExpectedText(template)
  }

  // MARK: Parts that assertions share

  /// Reports that nobody would judge, unless the assertion names its own judge.
  package mutating func requireJudge(isNamed: Bool) {
    guard !isNamed, !scope.hasJudge else { return }
    object.collector.error(
      object.node, "this asks a judge, and the suite has none",
      hint: "add \"judge\" to the suite: the model that judges")
  }

  /// A regular expression.
  package mutating func pattern(_ key: String) -> BoundedPattern? {
    guard let text = string(key) else { return nil }
    if text.isEmpty {
      report(key, "an empty pattern matches every text", hint: "write what must be matched")
      return nil
    }
    do throws(BoundedPattern.Invalid) {
      return try BoundedPattern(text)
    } catch {
      if let template = try? Template(text), let variable = template.references.first?.variable {
        report(
          key, "a pattern takes no variables, and this one has {{\(variable.name)}}",
          hint: "compare what a group captures: { \"type\": \"regex\", \"value\": \"is (\\\\w+)\", "
            + "\"groups\": { \"1\": \"{{\(variable.name)}}\" } }; or use \"contains\"")
      } else {
        report(key, "this is not a regular expression: \(error)", hint: error.hint)
      }
      return nil
    }
  }

  /// A JSONPath query (RFC 9535).
  package mutating func path(_ key: String) -> JSONPath? {
    guard let text = string(key) else { return nil }
    do {
      let path = try JSONPath(text)
      for warning in path.warnings {
        object.collector.warning(object.value(key) ?? object.node, "\(warning)")
      }
      return path
    } catch {
      report(key, "\(error)")
      return nil
    }
  }

  /// A JSON Schema, or the short form of shapes, compiled.
  package mutating func schema(_ key: String) -> JSONSchema? {
    object.value(key).flatMap {
      SchemaReader(collector: object.collector).read($0, .schema)?.compiled
    }
  }

  /// The assertions of a list under `key`, at least one.
  package mutating func assertions(_ key: String) -> [ConfiguredAssertion]? {
    guard let node = object.required(key) else { return nil }
    guard node.kind == .array, node.count > 0 else {
      report(key, "\"\(key)\" must be a list of at least one assertion")
      return nil
    }
    let read = node.elements.compactMap { scope.read($0) }
    for assertion in read { templates += assertion.templates }
    return read.count == node.count ? read : nil
  }

  // MARK: Reporting

  /// Reports that the value of `key` (or the assertion, if there is none) is wrong.
  public mutating func report(_ key: String, _ message: String, hint: String? = nil) {
    object.collector.error(object.value(key) ?? object.node, message, hint: hint)
  }

  /// Warns of names of tools that no request of the suite offers.
  package mutating func warnOfUnknownTools(_ key: String, _ names: [ExpectedText]) {
    let known = scope.toolNames
    guard !known.isEmpty else { return }
    for name in names.compactMap(\.literal) where !known.contains(name) {
      warn(
        key, "no request of the suite offers a tool \"\(name)\"",
        hint: Self.nearest(name, among: known)
          ?? "the tools are \(known.joined(separator: ", "))")
    }
  }

  /// Warns of names of judges that the suite does not know: each is asked at the gateway.
  package mutating func warnOfUnknownJudges(_ key: String, _ names: [String]) {
    let known = scope.judgeNames
    guard !known.isEmpty else { return }
    for name in names where !known.contains(name) {
      warn(
        key,
        "neither a judge nor a model of the suite is called \"\(name)\"; a model of that name "
          + "is asked at the gateway",
        hint: Self.nearest(name, among: known)
          ?? "if that is meant, name it under \"judge\" of the suite too")
    }
  }

  private static func nearest(_ name: String, among known: [String]) -> String? {
    NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
  }

  /// Warns of what is probably not meant.
  package mutating func warn(_ key: String, _ message: String, hint: String? = nil) {
    object.collector.warning(object.value(key) ?? object.node, message, hint: hint)
  }

  private mutating func excerpt(_ key: String) -> String { object.value(key)?.excerpt ?? "nothing" }
}

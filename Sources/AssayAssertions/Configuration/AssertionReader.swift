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
  package mutating func requiredText(_ key: String) -> ExpectedText? {
    object.required(key) == nil ? nil : text(key)
  }

  /// One text or several, at least one, of a key that must be there.
  package mutating func requiredTexts(_ key: String) -> [ExpectedText]? {
    guard let node = object.required(key) else { return nil }
    if let text = node.stringValue { return expectedText(text, node).map { [$0] } }
    guard node.kind == .array, node.count > 0 else {
      report(key, "\"\(key)\" must be a string or a list of strings, not \(excerpt(key))")
      return nil
    }
    let texts = node.elements.compactMap { element -> ExpectedText? in
      guard let text = element.stringValue else {
        object.collector.error(element, "\"\(key)\" must be a list of strings")
        return nil
      }
      return expectedText(text, element)
    }
    return texts.count == node.count ? texts : nil
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
    do {
      return try BoundedPattern(text)
    } catch {
      report(key, "this is not a regular expression: \(error)")
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

  /// A JSON Schema, compiled.
  package mutating func schema(_ key: String) -> JSONSchema? {
    guard let node = object.value(key) else { return nil }
    do {
      return try JSONSchema(compiling: node.value)
    } catch {
      report(key, "this is not a valid JSON Schema: \(error)")
      return nil
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

  private mutating func excerpt(_ key: String) -> String { object.value(key)?.excerpt ?? "nothing" }
}

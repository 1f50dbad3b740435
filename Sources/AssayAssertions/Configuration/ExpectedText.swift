package import AssayInput
package import JSONModel

/// What a reply is compared with: a text, or a template whose variables are the case's.
package struct ExpectedText: Sendable {
  private enum Source {
    case literal(String)
    case template(Template)
  }

  private let source: Source

  package init(_ text: String) { source = .literal(text) }
  package init(_ template: Template) { source = .template(template) }

  /// The text, if it is known without a case.
  package var literal: String? {
    if case .literal(let text) = source { text } else { nil }
  }

  package func text(_ context: EvaluationContext) throws -> String {
    switch source {
    case .literal(let text): text
    case .template(let template): try template.render(context.variables)
    }
  }

  /// The text, which must say something.
  ///
  /// - Throws: ``EmptyExpectation``.
  package func someText(_ context: EvaluationContext) throws -> String {
    let text = try text(context)
    if text.isEmpty { throw EmptyExpectation(source: templateText) }
    return text
  }

  /// The template, as it stands in the suite.
  package var templateText: String? {
    if case .template(let template) = source { template.text } else { nil }
  }

  /// The texts that it stands for where a list of them is wanted: one, or those of the list that a
  /// lone variable holds.
  func texts(_ context: EvaluationContext) throws -> [String] {
    guard case .template(let template) = source, let path = template.soleVariable,
      case .array(let elements)? = Template.look(up: path, in: context.variables)
    else { return [try text(context)] }
    return elements.map { $0.stringValue ?? $0.text() }
  }
}

/// What a reply is compared with is empty, so that every reply would do, or none.
package struct EmptyExpectation: Error, CustomStringConvertible {
  /// The template that it came of.
  package var source: String?

  package var description: String {
    "what is expected is empty" + (source.map { ": \($0) has no text in this case" } ?? "")
  }
}

extension Collection<ExpectedText> {
  /// All texts, those of lists among them.
  ///
  /// - Throws: ``EmptyExpectation`` if there are none.
  func texts(_ context: EvaluationContext) throws -> [String] {
    let texts = try flatMap { try $0.texts(context) }
    if texts.isEmpty { throw EmptyExpectation(source: first?.templateText) }
    return texts
  }

  /// All texts, each of which must say something.
  ///
  /// - Throws: ``EmptyExpectation``.
  func someTexts(_ context: EvaluationContext) throws -> [String] {
    let texts = try texts(context)
    if texts.contains("") {
      let culprit = try first { try $0.texts(context).contains("") }
      throw EmptyExpectation(source: culprit?.templateText)
    }
    return texts
  }
}

extension Template {
  /// The path of the variable if the text is `{{ a.b }}` and nothing else.
  var soleVariable: [String]? {
    let references = references
    guard references.count == 1, !references[0].isSection else { return nil }
    let path = references[0].variable.path
    let bare = text.filter { !$0.isWhitespace && !"{}&".contains($0) }
    return bare == path.joined(separator: ".").filter { !$0.isWhitespace } ? path : nil
  }
}

/// A JSON value in whose strings there may be variables. A string that is nothing but one
/// variable stands for the variable's value, of whatever kind.
package struct ExpectedValue: Sendable {
  private indirect enum Part {
    case fixed(JSONValue)
    case variable([String], Template)
    case text(Template)
    case array([Part])
    case object([(key: String, part: Part)])
  }

  private let part: Part

  package init(_ value: JSONValue, _ scope: AssertionScope) {
    part = Self.part(value, scope.partials)
  }

  /// The value, if it is known without a case.
  package var literal: JSONValue? {
    if case .fixed(let value) = part { value } else { nil }
  }

  /// Whether it is a text with variables and something beside them, so that it stays a text.
  package var isMixedText: Bool {
    if case .text = part { true } else { false }
  }

  package func value(_ context: EvaluationContext) throws -> JSONValue {
    try Self.value(part, context.variables)
  }

  private static func part(_ value: JSONValue, _ partials: [String: String]) -> Part {
    switch value {
    case .string(let text):
      guard text.contains("{{"), let template = try? Template(text, partials: partials) else {
        return .fixed(value)
      }
      return template.soleVariable.map { .variable($0, template) } ?? .text(template)
    case .array(let elements):
      let parts = elements.map { part($0, partials) }
      return parts.allSatisfy(isFixed) ? .fixed(value) : .array(parts)
    case .object(let object):
      let parts = object.members.map { (key: $0.key, part: part($0.value, partials)) }
      return parts.allSatisfy { isFixed($0.part) } ? .fixed(value) : .object(parts)
    default: return .fixed(value)
    }
  }

  private static func isFixed(_ part: Part) -> Bool {
    if case .fixed = part { true } else { false }
  }

  private static func value(_ part: Part, _ variables: JSONObject) throws -> JSONValue {
    switch part {
    case .fixed(let value): return value
    case .variable(let path, let template):
      return try Template.look(up: path, in: variables) ?? .string(template.render(variables))
    case .text(let template): return .string(try template.render(variables))
    case .array(let parts): return .array(try parts.map { try value($0, variables) })
    case .object(let members):
      return .object(
        JSONObject(
          try members.map { .init(key: $0.key, value: try value($0.part, variables)) }))
    }
  }
}

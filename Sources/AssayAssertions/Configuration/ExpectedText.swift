package import JSONModel

/// A text with variables, as templates of prompts have them.
package protocol TextTemplate: Sendable {
  /// - Throws: What keeps it from being rendered, such as a variable without a value.
  func render(_ variables: JSONObject) throws -> String
}

/// What a reply is compared with: a text, or a template whose variables are the case's.
package struct ExpectedText: Sendable {
  private enum Source {
    case literal(String)
    case template(any TextTemplate)
  }

  private let source: Source

  package init(_ text: String) { source = .literal(text) }
  package init(_ template: any TextTemplate) { source = .template(template) }

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
}

/// A JSON value in whose strings there may be variables. A string that is nothing but one
/// variable stands for the variable's value, of whatever kind.
package struct ExpectedValue: Sendable {
  private indirect enum Part {
    case fixed(JSONValue)
    case variable([String], any TextTemplate)
    case text(any TextTemplate)
    case array([Part])
    case object([(key: String, part: Part)])
  }

  private let part: Part

  package init(_ value: JSONValue, _ scope: AssertionScope) {
    part = Self.part(value, scope)
  }

  /// The value, if it is known without a case.
  package var literal: JSONValue? {
    if case .fixed(let value) = part { value } else { nil }
  }

  package func value(_ context: EvaluationContext) throws -> JSONValue {
    try Self.value(part, context.variables)
  }

  private static func part(_ value: JSONValue, _ scope: AssertionScope) -> Part {
    switch value {
    case .string(let text):
      guard text.contains("{{"), let template = try? scope.makeTemplate?(text) else {
        return .fixed(value)
      }
      return soleVariable(text).map { .variable($0, template) } ?? .text(template)
    case .array(let elements):
      let parts = elements.map { part($0, scope) }
      return parts.allSatisfy(isFixed) ? .fixed(value) : .array(parts)
    case .object(let object):
      let parts = object.members.map { (key: $0.key, part: part($0.value, scope)) }
      return parts.allSatisfy { isFixed($0.part) } ? .fixed(value) : .object(parts)
    default: return .fixed(value)
    }
  }

  private static func isFixed(_ part: Part) -> Bool {
    if case .fixed = part { true } else { false }
  }

  /// The path of the variable if the text is `{{ a.b }}` and nothing else.
  private static func soleVariable(_ text: String) -> [String]? {
    guard text.hasPrefix("{{"), text.hasSuffix("}}") else { return nil }
    let inner = text.dropFirst(2).dropLast(2).filter { $0 != " " }
    guard !inner.isEmpty,
      inner.unicodeScalars.allSatisfy({
        $0.properties.isXIDContinue || $0 == "." || $0 == "-"
      })
    else { return nil }
    return inner.split(separator: ".").map(String.init)
  }

  private static func value(_ part: Part, _ variables: JSONObject) throws -> JSONValue {
    switch part {
    case .fixed(let value): return value
    case .variable(let path, let template):
      var found: JSONValue? = variables[path[0]]
      for key in path.dropFirst() { found = found?[key] }
      return try found ?? .string(template.render(variables))
    case .text(let template): return .string(try template.render(variables))
    case .array(let parts): return .array(try parts.map { try value($0, variables) })
    case .object(let members):
      return .object(
        JSONObject(
          try members.map { .init(key: $0.key, value: try value($0.part, variables)) }))
    }
  }
}

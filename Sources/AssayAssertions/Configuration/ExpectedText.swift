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

  package func value(_ context: EvaluationContext) throws -> JSONValue {
    try Self.value(part, context.variables)
  }

  private static func part(_ value: JSONValue, _ partials: [String: String]) -> Part {
    switch value {
    case .string(let text):
      guard text.contains("{{"), let template = try? Template(text, partials: partials) else {
        return .fixed(value)
      }
      return soleVariable(template).map { .variable($0, template) } ?? .text(template)
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

  /// The path of the variable if the text is `{{ a.b }}` and nothing else.
  private static func soleVariable(_ template: Template) -> [String]? {
    let references = template.references
    guard references.count == 1, !references[0].isSection else { return nil }
    let path = references[0].variable.path
    let bare = template.text.filter { !$0.isWhitespace && !"{}&".contains($0) }
    return bare == path.joined(separator: ".").filter { !$0.isWhitespace } ? path : nil
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

package import JSONModel

/// A JSON value whose texts are templates. Keys are taken as they are.
package indirect enum JSONTemplate: Sendable, Hashable {
  /// A value without variables.
  case constant(JSONValue)
  case text(Template)
  case array([JSONTemplate])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONTemplate
  }

  /// The value with the values of `variables`.
  ///
  /// - Throws: ``Template/RenderingError``.
  package func render(
    _ variables: JSONObject
  ) throws(Template.RenderingError) -> JSONValue {
    switch self {
    case .constant(let value): return value
    case .text(let template): return .string(try template.render(variables))
    case .array(let elements):
      var values: [JSONValue] = []
      for element in elements { values.append(try element.render(variables)) }
      return .array(values)
    case .object(let members):
      var object = JSONObject()
      for member in members { object[member.key] = try member.value.render(variables) }
      return .object(object)
    }
  }

  /// The templates in it, in their order.
  package var templates: [Template] {
    switch self {
    case .constant: []
    case .text(let template): [template]
    case .array(let elements): elements.flatMap(\.templates)
    case .object(let members): members.flatMap(\.value.templates)
    }
  }
}

package import AssayInput
package import JSONModel

extension Suite.MessageTemplate {
  /// The message with the values of `variables`.
  ///
  /// - Throws: ``Template/RenderingError``, which the loader rules out.
  package func render(_ variables: JSONObject) throws(Template.RenderingError) -> RenderedMessage {
    var message = RenderedMessage(role: role)
    switch content {
    case .text(let template): message.content = .string(try template.render(variables))
    case .parts(let parts): message.content = try parts.render(variables)
    case nil: break
    }
    message.name = try name?.render(variables)
    message.toolCalls = try toolCalls?.render(variables)
    message.toolCallID = try toolCallID?.render(variables)
    return message
  }
}

/// A message as it is sent.
package struct RenderedMessage: Sendable, Hashable {
  package var role: String
  /// A text, or parts as on the wire; nil for an assistant's message that only calls tools.
  package var content: JSONValue?
  package var name: String?
  package var toolCalls: JSONValue?
  package var toolCallID: String?

  package init(role: String, content: JSONValue? = nil) {
    self.role = role
    self.content = content
  }

  /// The message as on the wire.
  package var json: JSONValue {
    var object: JSONObject = ["role": .string(role)]
    object["content"] = content
    object["name"] = name.map(JSONValue.string)
    object["tool_calls"] = toolCalls
    object["tool_call_id"] = toolCallID.map(JSONValue.string)
    return .object(object)
  }

  /// What the message says in words.
  package var text: String {
    switch content {
    case .string(let text): text
    case .array(let parts): parts.compactMap { $0["text"]?.stringValue }.joined()
    default: ""
    }
  }
}

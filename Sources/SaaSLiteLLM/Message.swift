import JSONModel

/// One message of a conversation.
public struct Message: Sendable, Hashable {
  /// `system`, `developer`, `user`, `assistant` or `tool`.
  public var role: String
  public var content: String
  /// The speaker's name, for models that tell speakers of one role apart.
  public var name: String?

  public init(role: String, content: String, name: String? = nil) {
    self.role = role
    self.content = content
    self.name = name
  }

  public static func system(_ content: String) -> Message {
    Message(role: "system", content: content)
  }
  public static func user(_ content: String) -> Message { Message(role: "user", content: content) }

  public static func assistant(_ content: String) -> Message {
    Message(role: "assistant", content: content)
  }

  var json: JSONValue {
    var object: JSONObject = ["role": .string(role), "content": .string(content)]
    if let name { object["name"] = .string(name) }
    return .object(object)
  }
}

package import JSONModel

/// When to answer what. The first rule that matches and has replies decides the reply; the first
/// that matches and whose fault strikes decides the fault.
package struct Rule: Sendable {
  package var name: String
  package var condition: Condition
  /// One is drawn, by weight; empty where the rule only brings a fault.
  package var variants: [Variant]
  package var fault: Fault?
  /// How often the fault strikes, from 0 to 1.
  package var faultProbability: Double

  package init(
    name: String, condition: Condition = Condition(), variants: [Variant] = [],
    fault: Fault? = nil, faultProbability: Double = 1
  ) {
    self.name = name
    self.condition = condition
    self.variants = variants
    self.fault = fault
    self.faultProbability = faultProbability
  }
}

/// One of the replies that a rule may give.
package struct Variant: Sendable {
  package var weight: Double
  package var reply: ScriptedReply

  package init(weight: Double = 1, reply: ScriptedReply) {
    self.weight = weight
    self.reply = reply
  }
}

/// A reply as the script has it.
package struct ScriptedReply: Sendable {
  package enum Content: Sendable {
    /// What the simulator answers without a script.
    case automatic
    case text(String)
    /// The JSON text of a value.
    case json(JSONValue)
    case toolCalls([ToolCall])
    case refusal(String)
  }

  package var content: Content
  package var finishReason: String?
  package var promptTokens: Int?
  package var completionTokens: Int?
  package var streamUsage: StreamUsage?
  package var pace = Pace()
  /// The pieces in which a text is streamed; nil to cut it at words.
  package var pieces: [String]?

  package init(_ content: Content) {
    self.content = content
  }
}

/// A call of a tool, as a model asks for it.
package struct ToolCall: Sendable, Hashable {
  package var name: String
  /// JSON text.
  package var arguments: String

  package init(name: String, arguments: String) {
    self.name = name
    self.arguments = arguments
  }
}

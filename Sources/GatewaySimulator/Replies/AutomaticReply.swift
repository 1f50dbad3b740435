import JSONModel

/// What is answered where no rule says otherwise: the schema that was asked for, filled; a call
/// of the tool that was offered; else the last message again.
enum AutomaticReply {
  static func reply(to question: Question, draw: UInt64) -> ModelReply {
    if let format = question.responseFormat, let reply = structured(format, question, draw) {
      return reply
    }
    if question.role != "tool", let call = toolCall(question, draw) { return .calls([call]) }
    return .text(question.text)
  }

  private static func structured(
    _ format: JSONNode, _ question: Question, _ draw: UInt64
  ) -> ModelReply? {
    switch format["type"]?.stringValue {
    case "json_schema":
      // The schema stands in a wrapper with its name; some clients leave the wrapper out.
      guard let wrapper = format["json_schema"] else { return nil }
      let schema = (wrapper["schema"] ?? wrapper).value
      return .text(SchemaFiller.instance(of: schema, seed: draw).text())
    case "json_object":
      return .text(JSONValue.object(["reply": .string(question.text)]).text())
    default:
      return nil
    }
  }

  private static func toolCall(_ question: Question, _ draw: UInt64) -> ToolCall? {
    guard let tools = question.tools, question.toolChoice?.stringValue != "none" else { return nil }
    let wanted = question.toolChoice?["function"]?["name"]?.stringValue
    let functions = tools.elements.lazy.compactMap { $0["function"] }
    guard
      let function = functions.first(where: {
        wanted == nil || $0["name"]?.stringValue == wanted
      }), let name = function["name"]?.stringValue
    else { return nil }
    let parameters = function["parameters"]?.value ?? .object(["type": "object"])
    return ToolCall(
      name: name, arguments: SchemaFiller.instance(of: parameters, seed: draw).text())
  }
}

import AssayInput
import AssayReports
import AssaySuites
import JSONModel

/// Prints what a suite sends: `assay validate --print-prompts`.
struct PromptPrinter {
  let suite: Suite
  let format: DiagnosticFormat

  func print() throws {
    var last: (caseID: String, promptID: String)?
    for request in try suite.plannedRequests() {
      if format == .json {
        Standard.output.write(json(request).text() + "\n")
        continue
      }
      // The messages are the same for all models.
      if last?.caseID != request.caseID || last?.promptID != request.promptID {
        Standard.output.write(messages(request))
        last = (request.caseID, request.promptID)
      }
      Standard.output.write(model(request))
    }
  }

  // MARK: Text

  private func messages(_ request: Suite.PlannedRequest) -> String {
    var text = "--- \(suite.name): \(request.caseID) [\(request.promptID)]\n"
    for (number, turn) in request.turns.enumerated() {
      if number > 0 { text += "assistant: (the reply of turn \(number))\n" }
      for message in turn { text += Self.line(message) }
    }
    return ConsoleText.safe(text, keeping: "\n")
  }

  private static func line(_ message: Suite.PlannedMessage) -> String {
    switch message {
    case .sent(let message):
      guard case .string(let content) = message.content, message.toolCalls == nil,
        message.name == nil, message.toolCallID == nil
      else { return "\(message.role): \(message.json.text())\n" }
      return "\(message.role): \(content)\n"
    case .later(let role, let text):
      return "\(role): \(text) (with what an earlier turn captures)\n"
    }
  }

  private func model(_ request: Suite.PlannedRequest) -> String {
    var text = "→ \(request.model.label)"
    if request.model.name != request.model.label { text += " (\(request.model.name))" }
    if request.model.endpoint != .gateway { text += " at \(request.model.endpoint.name)" }
    if request.streams { text += ", streamed" }
    return ConsoleText.safe("\(text): \(JSONValue.object(request.sentParameters).text())") + "\n"
  }

  // MARK: JSON

  /// The body of the first call, and what later turns add to it.
  private func json(_ request: Suite.PlannedRequest) -> JSONValue {
    func list(_ messages: [Suite.PlannedMessage]) -> JSONValue {
      .array(
        messages.map { message in
          switch message {
          case .sent(let message): message.json
          case .later(let role, let text):
            ["role": .string(role), "content": .string(text), "isTemplate": true]
          }
        })
    }
    var body: JSONObject = ["model": .string(request.model.name)]
    body["messages"] = list(request.turns.first ?? [])
    for parameter in request.sentParameters { body[parameter.key] = parameter.value }
    var object: JSONObject = [
      "suite": .string(suite.name), "case": .string(request.caseID),
      "prompt": .string(request.promptID), "model": .string(request.model.label),
      "endpoint": .string(request.model.endpoint.name), "stream": .bool(request.streams),
      "body": .object(body),
    ]
    if request.turns.count > 1 { object["turns"] = .array(request.turns.dropFirst().map(list)) }
    return .object(object)
  }
}

extension Suite.PlannedRequest {
  /// The parameters without those that a null takes away.
  fileprivate var sentParameters: JSONObject {
    JSONObject(parameters.members.filter { !$0.value.isNull })
  }
}

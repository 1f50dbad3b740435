import AssayInput
package import JSONModel

extension Suite {
  /// What one case sends with one prompt and one model.
  package struct PlannedRequest: Sendable {
    package var caseID: String
    package var promptID: String
    package var model: Model
    package var streams: Bool
    /// Under their names on the wire.
    package var parameters: JSONObject
    /// For each turn, what is added to the conversation.
    package var turns: [[PlannedMessage]]
  }

  /// A message as far as it is known before there is a reply.
  package enum PlannedMessage: Sendable {
    case sent(RenderedMessage)
    /// Needs what an earlier turn captures; the text with its variables.
    case later(role: String, text: String)
  }

  /// What every case sends, in the order of cases, prompts and models.
  ///
  /// - Throws: ``Template/RenderingError``, which the loader rules out.
  package func plannedRequests() throws -> [PlannedRequest] {
    var requests: [PlannedRequest] = []
    for prompt in prompts {
      for testCase in cases where testCase.promptIDs?.contains(prompt.id) ?? true {
        let turns = try turns(of: testCase, prompt)
        for model in models where testCase.runs(with: prompt, model) {
          requests.append(
            PlannedRequest(
              caseID: testCase.id, promptID: prompt.id, model: model, streams: testCase.streams,
              parameters: Suite.parameters(of: prompt, model, testCase), turns: turns))
        }
      }
    }
    return requests
  }

  private func turns(of testCase: Case, _ prompt: Prompt) throws -> [[PlannedMessage]] {
    let opening = try prompt.messages.map { PlannedMessage.sent(try $0.render(testCase.variables)) }
    guard !testCase.turns.isEmpty else { return [opening] }
    var captured: Set<String> = []
    var turns: [[PlannedMessage]] = []
    for turn in testCase.turns {
      let said = try turn.messages.map { try Self.planned($0, testCase.variables, captured) }
      turns.append(turns.isEmpty ? opening + said : said)
      captured.formUnion(turn.captures.map(\.variable))
    }
    return turns
  }

  private static func planned(
    _ message: MessageTemplate, _ variables: JSONObject, _ captured: Set<String>
  ) throws -> PlannedMessage {
    let waits = message.templates.contains { template in
      template.references.contains { $0.variable.path.first.map(captured.contains) ?? false }
    }
    guard waits else { return .sent(try message.render(variables)) }
    return .later(
      role: message.role, text: message.templates.map(\.text).joined(separator: "\n"))
  }
}

import AssayAssertions
import AssaySuites
import HTTPFixtures
import JSONModel
import SaaSLiteLLM

/// Asks for judgements over the clients of the suite: the same job, limits, budget and recordings
/// as the attempt that is judged.
struct CallingJudge: JudgeModel {
  let session: SuiteSession
  let job: @Sendable () async throws -> JobID
  let attempt: AttemptID
  let ledger: CallLedger

  struct NoModel: Error, CustomStringConvertible {
    var description: String { "it needs a judge, and the suite has no \"judge\"" }
  }

  func ask(_ question: JudgeQuestion, step: String) async throws -> Reply {
    let model = try model(question.model)
    var parameters: JSONObject = ["temperature": 0]
    if let (name, schema) = question.schema {
      parameters["response_format"] = [
        "type": "json_schema",
        "json_schema": ["name": .string(name), "schema": schema, "strict": true],
      ]
    }
    // What the suite says of its judge goes before.
    let request = ChatRequest(
      messages: question.messages.map {
        Message(role: Message.Role(rawValue: $0.role), content: .text($0.text))
      }, model: model.name, temperature: nil, parameters: parameters.merging(model.parameters))
    // The books of one question at a time: an assertion of somebody's own may ask several at once.
    let books = CallLedger()
    defer { ledger.add(books.reading) }
    let scope = CallScope(
      lane: session.lane(model), name: "\(attempt.name), \(step)", ledger: books)
    let client = try await session.chatClient(model, attempt, books, job)
    return try await CallScope.$current.withValue(scope) {
      try await client.reply(to: request, streams: false, step: step).reply
    }
  }

  /// The judge of that name; without a name the suite's first. A name that is no judge's is that
  /// of a model of the gateway.
  private func model(_ name: String?) throws -> Suite.Model {
    let judges = session.suite.judges
    guard let name else {
      guard let first = judges.first else { throw NoModel() }
      return first
    }
    return judges.first { $0.label == name } ?? judges.first { $0.name == name }
      ?? Suite.Model(name: name, label: name, parameters: [:])
  }
}

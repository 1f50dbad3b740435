import AssayAssertions
import HTTPFixtures
import JSONModel
import SaaSLiteLLM

/// Asks for judgements over the client of the suite: the same job, limits, budget and recordings
/// as the attempt that is judged.
struct CallingJudge: JudgeModel {
  let session: SuiteSession
  let job: JobID
  let attempt: AttemptID
  let meter: CallMeter
  /// The model where a question names none.
  let standard: String?

  struct NoModel: Error, CustomStringConvertible {
    var description: String { "it needs a judge, and no model is named for it" }
  }

  func ask(_ question: JudgeQuestion, step: String) async throws -> Reply {
    guard let model = question.model ?? standard else { throw NoModel() }
    var labels = GatewayRecordings.labels(attempt)
    labels["step"] = step
    var parameters: JSONObject = [:]
    if let (name, schema) = question.schema {
      parameters["response_format"] = [
        "type": "json_schema",
        "json_schema": ["name": .string(name), "schema": schema, "strict": true],
      ]
    }
    let request = ChatRequest(
      messages: question.messages.map {
        Message(role: Message.Role(rawValue: $0.role), content: .text($0.text))
      }, model: model, temperature: 0, parameters: parameters)
    let scope = CallScope(
      lane: Lane(endpoint: "gateway", model: model), name: "\(attempt.name), \(step)",
      meter: meter)
    let client = session.client(labels)
    let job = job
    let reply = try await CallScope.$current.withValue(scope) {
      Reply(try await client.chat(job: job, request))
    }
    meter.addJudge(tokens: reply.usage.total, cost: reply.cost)
    return reply
  }
}

import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization

/// Stands for a server that speaks OpenAI's API, in virtual time. First turns take 20 tokens, later
/// ones 400, the model "judge" 900; it counts the tokens of each model, minute by minute.
final class TokenServer: HTTPTransport {
  private let time: VirtualTime
  private let tellsTokens: Bool
  /// The turn that is never answered, counted from 1; 0 for none.
  private let silentTurn: Int
  private let taken = Mutex<[String: [(at: Duration, tokens: Int)]]>([:])

  init(_ time: VirtualTime, tellsTokens: Bool = true, silentTurn: Int = 0) {
    self.time = time
    self.silentTurn = silentTurn
    self.tellsTokens = tellsTokens
  }

  func perMinute(_ model: String) -> [Int] {
    taken.withLock { taken in
      let all = taken[model] ?? []
      guard let first = all.first?.at, let last = all.last?.at else { return [] }
      var minutes = Array(repeating: 0, count: Int((last - first) / .seconds(60)) + 1)
      for one in all { minutes[Int((one.at - first) / .seconds(60))] += one.tokens }
      return minutes
    }
  }

  func calls(_ model: String) -> Int { taken.withLock { $0[model]?.count ?? 0 } }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    let body = try JSONValue(parsing: request.body)
    let model = body["model"]?.stringValue ?? ""
    let turns = body["messages"]?.arrayValue?.count { $0["role"] == "user" } ?? 0
    let tokens = model == "judge" ? 900 : turns == 1 ? 20 : 400
    let now = time.now
    taken.withLock { $0[model, default: []].append((now, tokens)) }
    if turns == silentTurn { try await LimitedServer.silence() }
    try await time.sleep(.milliseconds(50))
    var answer: JSONObject = [
      "id": "c", "object": "chat.completion", "created": 1, "model": .string(model),
      "choices": [
        [
          "index": 0, "finish_reason": "stop",
          "message": ["role": "assistant", "content": "{\"reasons\":\"r\",\"score\":10}"],
        ]
      ],
    ]
    if tellsTokens { answer["usage"] = ["total_tokens": .number(JSONNumber(tokens))] }
    return TransportResponse(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody([
        BodyChunk(bytes: JSONValue.object(answer).bytes(), elapsed: .milliseconds(50))
      ]))
  }
}

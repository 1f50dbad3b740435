import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization

/// Stands for a server that speaks OpenAI's API: every reply takes 100 tokens of the request and 50
/// of the reply, and it counts how many calls each model has at once.
final class CountingServer: HTTPTransport {
  private struct State {
    var calls: [String: Int] = [:]
    var open: [String: Int] = [:]
    var most: [String: Int] = [:]
    var mostInAll = 0
  }

  private let state = Mutex(State())
  private let latency: Duration

  static let promptTokens = 100
  static let completionTokens = 50

  init(latency: Duration = .milliseconds(2)) {
    self.latency = latency
  }

  /// The calls by model.
  var calls: [String: Int] { state.withLock { $0.calls } }
  /// The most calls at once, by model.
  var most: [String: Int] { state.withLock { $0.most } }
  /// The most calls at once, of all models together.
  var mostInAll: Int { state.withLock { $0.mostInAll } }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    let model = try JSONValue(parsing: request.body)["model"]?.stringValue ?? ""
    state.withLock { state in
      state.calls[model, default: 0] += 1
      state.open[model, default: 0] += 1
      state.most[model] = max(state.most[model] ?? 0, state.open[model] ?? 0)
      state.mostInAll = max(state.mostInAll, state.open.values.reduce(0, +))
    }
    defer { state.withLock { $0.open[model, default: 0] -= 1 } }
    try await Task.sleep(for: latency)
    // An answer for whoever asks: a case, or a judge.
    let body: JSONValue = [
      "id": "c", "object": "chat.completion", "created": 1, "model": .string(model),
      "choices": [
        [
          "index": 0, "finish_reason": "stop",
          "message": ["role": "assistant", "content": "{\"reasons\":\"r\",\"score\":10}"],
        ]
      ],
      "usage": [
        "prompt_tokens": .number(JSONNumber(Self.promptTokens)),
        "completion_tokens": .number(JSONNumber(Self.completionTokens)),
        "total_tokens": .number(JSONNumber(Self.promptTokens + Self.completionTokens)),
      ],
    ]
    return TransportResponse(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody([BodyChunk(bytes: body.bytes(), elapsed: latency)]))
  }
}

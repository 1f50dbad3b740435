import AssaySuites
import JSONModel

/// The most tokens that one attempt can take where nothing has to be repeated: an upper bound, not
/// an estimate.
///
/// A tokenizer over bytes, as all current models have one, makes no more tokens of a text than it
/// has bytes in UTF-8. What the model adds around a message is a few tokens. The reply is bounded
/// by `max_tokens`.
struct TokenBound: Sendable, Hashable {
  var input: Int
  var output: Int

  /// More than any known format takes to mark the begin, the role and the end of a message.
  private static let aroundMessage = 16

  static let none = TokenBound(input: 0, output: 0)

  private init(input: Int, output: Int) {
    (self.input, self.output) = (input, output)
  }

  /// The bound of both; nil if one has none.
  func adding(_ other: TokenBound?, times: Int) -> TokenBound? {
    other.map { TokenBound(input: input + $0.input * times, output: output + $0.output * times) }
  }

  /// Nil if there is no bound: without `max_tokens`, with pictures or other parts that are no
  /// text, or where a turn says what an earlier reply will tell.
  init?(_ attempt: PlannedAttempt) {
    let parameters = Suite.parameters(of: attempt.prompt, attempt.model, attempt.testCase)
    guard let reply = Self.longestReply(parameters) else { return nil }
    (input, output) = (0, 0)
    // All that was said before is said again in each turn.
    var said = Self.beside(parameters)
    let turns = attempt.testCase.turns
    for turn in 0..<max(turns.count, 1) {
      var new = turn == 0 ? attempt.prompt.messages : []
      if !turns.isEmpty { new += turns[turn].messages }
      for template in new {
        guard let message = try? template.render(attempt.testCase.variables),
          let size = Self.size(message)
        else { return nil }
        said += size
      }
      input += said
      output += reply
      said += reply + Self.aroundMessage
    }
  }

  private static func longestReply(_ parameters: JSONObject) -> Int? {
    let limits = ["max_tokens", "max_completion_tokens"].compactMap { parameters[$0]?.intValue }
    return limits.max().flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Descriptions of tools and of the reply's form are part of what the model reads.
  private static func beside(_ parameters: JSONObject) -> Int {
    ["tools", "functions", "response_format"].reduce(aroundMessage) { sum, name in
      sum + (parameters[name].map { $0.bytes().count } ?? 0)
    }
  }

  private static func size(_ message: RenderedMessage) -> Int? {
    let json = message.json
    if let content = json["content"], content.stringValue == nil, content != .null {
      guard case .array(let parts) = content,
        parts.allSatisfy({ $0["type"]?.stringValue == "text" })
      else { return nil }
    }
    return json.bytes().count + aroundMessage
  }
}

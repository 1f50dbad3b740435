import Foundation
import GatewaySimulator
import HTTPTypes
import JSONModel
import Testing

@Suite struct ReplyTests {
  static let flaky = """
    {"version": 1, "seed": 11, "rules": [{
      "replies": [{"text": "right", "weight": 0.8}, {"text": "wrong", "weight": 0.2}]}]}
    """

  private func texts(_ script: String, seed: UInt64? = nil, concurrent: Bool) async throws
    -> [String]
  {
    var script = try SimulatorScript(parsing: script)
    if let seed { script.seed = seed }
    return try await SimulatorClient.run(script) { client, _ in
      let job = try await client.job()
      @Sendable func ask(_ number: Int) async throws -> String {
        let answer = try await client.call(job, "question \(number)")
        return answer.json["response"]?["content"]?.stringValue ?? ""
      }
      var texts = [String](repeating: "", count: 200)
      if concurrent {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
          for number in texts.indices { group.addTask { (number, try await ask(number)) } }
          for try await (number, text) in group { texts[number] = text }
        }
      } else {
        for number in texts.indices { texts[number] = try await ask(number) }
      }
      return texts
    }
  }

  @Test func flakyModelIsFlakyInTheSameWayEachTime() async throws {
    let first = try await texts(Self.flaky, concurrent: false)
    #expect(first == (try await texts(Self.flaky, concurrent: true)))
    #expect((145...175).contains(first.count { $0 == "right" }))
    #expect(first != (try await texts(Self.flaky, seed: 12, concurrent: true)))
  }

  @Test func attemptsOfOneQuestionDiffer() async throws {
    let script = try SimulatorScript(parsing: Self.flaky)
    try await SimulatorClient.run(script) { client, _ in
      let job = try await client.job()
      var counted: [String] = []
      var named: [String] = []
      for _ in 0..<40 { counted.append(try await client.call(job, "same").text(at: "content")) }
      for attempt in 1...40 {
        let name = try #require(HTTPField.Name("X-Simulate-Attempt"))
        let answer = try await client.call(job, "same", headers: [name: String(attempt)])
        named.append(answer.text(at: "content"))
      }
      #expect(Set(counted) == ["right", "wrong"])
      #expect(counted == named)
    }
  }

  struct Match: Sendable, CustomStringConvertible {
    var when: String
    var body: String
    var matches: Bool
    var description: String { "\(when) \(body)" }
  }

  static let matches = [
    Match(when: #"{"contains": "tail"}"#, body: #"{"content": "a tail"}"#, matches: true),
    Match(when: #"{"contains": "Tail"}"#, body: #"{"content": "a tail"}"#, matches: false),
    Match(when: #"{"equals": "tail"}"#, body: #"{"content": "a tail"}"#, matches: false),
    Match(when: #"{"pattern": "^a .ail$"}"#, body: #"{"content": "a tail"}"#, matches: true),
    Match(
      when: #"{"pattern": "^a", "contains": "x"}"#, body: #"{"content": "a tail"}"#, matches: false),
    Match(when: #"{"role": "tool"}"#, body: #"{"role": "tool", "content": "a"}"#, matches: true),
    Match(when: #"{"role": "tool"}"#, body: #"{"content": "a"}"#, matches: false),
    Match(when: #"{"model": ["x", "gpt-4"]}"#, body: #"{"content": "a"}"#, matches: true),
    Match(when: #"{"model": "x"}"#, body: #"{"content": "a"}"#, matches: false),
    Match(when: #"{"team": "team-demo"}"#, body: #"{"content": "a"}"#, matches: true),
    Match(when: #"{"endpoint": "chat-completions"}"#, body: #"{"content": "a"}"#, matches: false),
    Match(when: #"{"attempt": 2}"#, body: #"{"content": "a"}"#, matches: false),
    Match(
      when: #"{"contains": "two"}"#,
      body: #"{"content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]}"#,
      matches: true),
    Match(when: #"{"contains": "a"}"#, body: #"{"content": null}"#, matches: false),
  ]

  @Test(arguments: matches)
  func ruleMatchesTheLastMessage(match: Match) async throws {
    let script = try SimulatorScript(
      parsing: #"{"version": 1, "rules": [{"when": \#(match.when), "reply": {"text": "yes"}}]}"#)
    var message = try #require(JSONDocument(parsing: match.body).value.objectValue)
    if message["role"] == nil { message["role"] = "user" }
    let messages: JSONValue = [["role": "system", "content": "x"], .object(message)]
    try await SimulatorClient.run(script) { client, _ in
      let job = try await client.job()
      let answer = try await client.call(job, extra: ["messages": messages])
      #expect(answer.status == 200)
      #expect((answer.text(at: "content") == "yes") == match.matches)
    }
  }

  @Test func scriptedRepliesComeInTheirForms() async throws {
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [
          {"when": {"equals": "json"}, "reply": {"json": {"b": 1, "a": [true]}}},
          {"when": {"equals": "tool"}, "reply": {"toolCalls": [
            {"name": "f", "arguments": {"x": 1}}, {"name": "g", "arguments": "{broken"}]}},
          {"when": {"equals": "no"}, "reply": {"refusal": "I will not."}},
          {"when": {"equals": "cut"}, "reply": {"text": "Once", "finishReason": "length",
            "promptTokens": 7, "completionTokens": 5}}]}
        """)
    try await SimulatorClient.run(script) { client, _ in
      func choice(_ text: String) async throws -> (JSONValue?, JSONValue?) {
        let answer = try await client.send(
          .post, "/v1/chat/completions",
          ["model": "m", "messages": [["role": "user", "content": .string(text)]]])
        return (answer.json["choices"]?[0], answer.json["usage"])
      }
      let json = try await choice("json").0
      #expect(json?["message"]?["content"] == #"{"b":1,"a":[true]}"#)
      let tool = try await choice("tool").0
      #expect(tool?["finish_reason"] == "tool_calls")
      #expect(tool?["message"]?["content"] == .null)
      let calls = tool?["message"]?["tool_calls"]
      #expect(calls?[0]?["function"] == ["name": "f", "arguments": #"{"x":1}"#])
      #expect(calls?[1]?["function"]?["arguments"] == "{broken")
      #expect(calls?[0]?["id"] != calls?[1]?["id"])
      let no = try await choice("no").0
      #expect(no?["message"]?["refusal"] == "I will not.")
      let cut = try await choice("cut")
      #expect(cut.0?["finish_reason"] == "length")
      #expect(cut.1 == ["prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12])
    }
  }

  // MARK: Time

  @Test func latencyIsTakenAndTold() async throws {
    let clock = ManualClock()
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "latency": 0.25, "models": [{"name": "gpt-4"},
          {"name": "slow", "latency": 1.5, "tokensPerSecond": 10}],
         "rules": [{"reply": {"text": "x", "completionTokens": 20}}]}
        """)
    try await SimulatorClient.run(script, .init(time: clock.time)) { client, _ in
      let job = try await client.job()
      let quick = try await client.call(job)
      #expect(quick.json["metadata"]?["latency_ms"] == 250)
      #expect(clock.elapsed == 0.25)
      let slow = try await client.call(job, extra: ["model": "slow"])
      #expect(slow.json["metadata"]?["latency_ms"] == 3_500)
      #expect(clock.elapsed == 3.75)
    }
  }

  @Test func streamTakesItsTime() async throws {
    let clock = ManualClock()
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "latency": 1, "timeToFirstToken": 0.5, "tokensPerSecond": 4,
         "rules": [{"reply": {"text": "a b c", "pieces": ["a", " b", " c"],
                               "completionTokens": 8}}]}
        """)
    try await SimulatorClient.run(script, .init(time: clock.time)) { client, _ in
      let job = try await client.job()
      let answer = try await client.call(job, path: "llm-call-stream")
      #expect(EventReader(answer.bytes).text == "a b c")
      // 1 s to the head, 0.5 s to the first piece, three more steps of 8 tokens / 4 pieces / 4 a s.
      #expect(clock.elapsed == 3)
    }
  }

  @Test func logNormalLatencyHasItsMedian() async throws {
    let script = try SimulatorScript(
      parsing: #"{"version": 1, "latency": {"median": 0.4, "sigma": 0.5}}"#)
    let time = SimulatorTime(now: { ManualClock.start }, sleep: { _ in })
    try await SimulatorClient.run(script, .init(time: time)) { client, _ in
      let job = try await client.job()
      var latencies: [Int] = []
      for number in 0..<201 {
        let answer = try await client.call(job, "question \(number)")
        latencies.append(answer.json["metadata"]?["latency_ms"]?.intValue ?? 0)
      }
      latencies.sort()
      #expect((340...470).contains(latencies[100]))
      // One sigma to either side is a factor of e to the power of one half.
      #expect((200...290).contains(latencies[32]))
      #expect((540...820).contains(latencies[168]))
    }
  }
}

extension SimulatorClient.Answer {
  /// A member of `response`.
  func text(at key: String) -> String { json["response"]?[key]?.stringValue ?? "" }
}

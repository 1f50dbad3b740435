import AssayAssertions
import AssayInput
import AssaySuites
import JSONModel
import SaaSLiteLLM

/// What one attempt says to the model, and what the assertions say of the replies.
struct AttemptConversation: Sendable {
  private let attempt: PlannedAttempt

  init(_ attempt: PlannedAttempt) {
    self.attempt = attempt
  }

  /// What came of a conversation.
  struct Result: Sendable {
    /// The last reply, and what it is a reply to.
    var context: EvaluationContext
    /// The replies to all turns, in order.
    var replies: [Reply]
    var judgement: Judgement
  }

  /// Makes the attempt's calls, one for each turn, and judges the replies.
  ///
  /// A later turn sees the replies to the earlier ones. Where a reply lacks what a turn captures
  /// from it, that is a failure of the model, and the turns that need it are not made.
  ///
  /// - Parameter onLastReply: Hears when all replies are there and nobody will be waited for.
  /// - Throws: `ClientError` and what the transport throws; ``Template/RenderingError``, which
  ///   the loader has ruled out.
  func run(
    _ client: some ChatClient, judge: (any JudgeModel)? = nil, onLastReply: () -> Void = {}
  ) async throws -> Result {
    let talk = Talk(attempt, judge)
    let turns = attempt.testCase.turns
    for number in 1...max(turns.count, 1) {
      let turn = turns.isEmpty ? nil : turns[number - 1]
      try await talk.ask(client, turn, number)
      if let turn {
        await talk.judge(turn, number)
        guard talk.capture(turn.captures, number) else { return talk.result }
      }
    }
    await talk.judgeLast(onLastReply)
    return talk.result
  }

  /// The state of a conversation. One task has it, and does not copy it.
  private final class Talk {
    let attempt: PlannedAttempt
    let judge: (any JudgeModel)?
    var variables: JSONObject
    var messages: [Message] = []
    var context = EvaluationContext(reply: Reply(text: ""))
    var replies: [Reply] = []
    var results: [AssertionResult] = []

    var result: Result {
      Result(
        context: context, replies: replies,
        judgement: Judgement(results, rule: attempt.testCase.assertions.rule))
    }

    init(_ attempt: PlannedAttempt, _ judge: (any JudgeModel)?) {
      self.attempt = attempt
      self.judge = judge
      variables = attempt.testCase.variables
    }

    func ask(
      _ client: some ChatClient, _ turn: Suite.Turn?, _ number: Int
    ) async throws {
      take(
        try await client.reply(
          to: try request(turn, number), streams: attempt.testCase.streams,
          step: ConversationStep.name(turn: number)))
    }

    @inline(never)
    private func request(_ turn: Suite.Turn?, _ number: Int) throws -> ChatRequest {
      if number == 1 { try say(attempt.prompt.messages) }
      if let turn { try say(turn.messages) }
      return ChatRequest(
        messages: messages, model: attempt.model.name, temperature: nil,
        parameters: Suite.parameters(of: attempt.prompt, attempt.model, attempt.testCase))
    }

    @inline(never)
    private func take(_ answer: ChatAnswer) {
      replies.append(answer.reply)
      let (attempt, asked) = (attempt, messages)
      context = EvaluationContext(
        reply: answer.reply, variables: variables,
        messages: asked.map {
          EvaluationContext.AskedMessage(role: $0.role.rawValue, text: $0.text ?? "")
        }, labels: attempt.id.labels, judge: judge)
      // Of a conversation: what later turns see, and captures look at.
      if !attempt.testCase.turns.isEmpty { messages.append(answer.message) }
    }

    private func say(_ templates: [Suite.MessageTemplate]) throws {
      messages.reserveCapacity(messages.count + templates.count)
      for template in templates { messages.append(try Message(template.render(variables))) }
    }

    func judge(_ turn: Suite.Turn, _ number: Int) async {
      var context = context
      context.judge = judge.map { TurnJudge(judge: $0, turn: number) }
      for var result in await turn.assertions.evaluate(context).results {
        result.verdict = result.verdict.inTurn(number)
        results.append(result)
      }
    }

    /// Whether every value was found; what was not is a result.
    func capture(_ captures: [Suite.Capture], _ number: Int) -> Bool {
      var isComplete = true
      for capture in captures {
        let verdict: AssertionVerdict
        do {
          variables[capture.variable] = try capture.source.value(
            in: context.reply, toolCalls: messages.last?.toolCallsAsJSON ?? [])
          continue
        } catch let missing as CaptureSource.Missing {
          verdict = .failed(reason: "\(capture.variable): \(missing)")
        } catch {
          verdict = .errored(reason: "\(capture.variable): \(error)")
        }
        isComplete = false
        results.append(
          AssertionResult(
            type: "capture", location: capture.location, verdict: verdict.inTurn(number),
            score: verdict.outcome == .failed ? 0 : nil))
      }
      context.variables = variables
      return isComplete
    }

    func judgeLast(_ onLastReply: () -> Void) async {
      let assertions = attempt.testCase.assertions(with: attempt.prompt)
      // Programs and closures take time: without a place they would pile up.
      if assertions.isImmediate { onLastReply() }
      // What may wait sets room aside for it, whether it does or not.
      if let judgement = assertions.evaluateNow(context) {
        results += judgement.results
      } else {
        results += await assertions.evaluate(context).results
      }
    }
  }
}

/// Keeps the questions about one turn apart from those about another.
private struct TurnJudge: JudgeModel {
  let judge: any JudgeModel
  let turn: Int

  func ask(_ question: JudgeQuestion, step: String) async throws -> Reply {
    try await judge.ask(question, step: "turn-\(turn)-\(step)")
  }
}

extension AssertionVerdict {
  fileprivate func inTurn(_ number: Int) -> AssertionVerdict {
    switch self {
    case .passed: .passed
    case .failed(let reason): .failed(reason: "turn \(number): \(reason)")
    case .errored(let reason): .errored(reason: "turn \(number): \(reason)")
    case .inconclusive(let reason): .inconclusive(reason: "turn \(number): \(reason)")
    }
  }
}

extension Message {
  /// The tool calls, their arguments read as JSON where they are.
  fileprivate var toolCallsAsJSON: JSONValue {
    .array(
      toolCalls.map { call in
        [
          "id": .string(call.id), "name": .string(call.name),
          "arguments": (try? JSONValue(parsing: call.arguments)) ?? .string(call.arguments),
        ]
      })
  }
}

extension Message {
  /// - Throws: `DecodingError` if parts or tool calls are not what the wire has.
  init(_ rendered: RenderedMessage) throws {
    guard rendered.toolCalls == nil, case .string(let text) = rendered.content else {
      self = try JSONDocument(parsing: rendered.json.bytes()).decode(Message.self)
      return
    }
    self.init(
      role: Role(rawValue: rendered.role), content: .text(text), name: rendered.name,
      toolCallID: rendered.toolCallID)
  }
}

import JSONModel

/// Decides what is answered. Pure: the same script, question and attempt give the same decision,
/// whatever else is going on.
struct ReplyComposer: Sendable {
  let script: SimulatorScript

  struct Decision: Sendable {
    var reply: ModelReply
    /// The rule that gave the reply; nil for an automatic one.
    var rule: String?
  }

  /// The fault of the first rule, from a place on, that matches and whose draw strikes.
  func fault(for subject: Condition.Subject, draw: UInt64, from start: Int)
    -> (position: Int, fault: Fault)?
  {
    for position in start..<script.rules.count {
      let rule = script.rules[position]
      guard let fault = rule.fault, rule.condition.matches(subject) else { continue }
      if rule.faultProbability < 1 {
        var generator = Self.generator(draw, "fault \(position)", subject.attempt ?? 0)
        guard generator.unit() < rule.faultProbability else { continue }
      }
      return (position, fault)
    }
    return nil
  }

  /// The reply to a question.
  func reply(
    to question: Question, subject: Condition.Subject, model: Model, draw: UInt64
  ) -> Decision {
    let attempt = subject.attempt ?? 1
    let rule = script.rules.first { !$0.variants.isEmpty && $0.condition.matches(subject) }
    let scripted = rule.map { self.variant(of: $0, draw: draw, attempt: attempt) }
    var reply = content(scripted, question, draw: draw)
    reply.promptTokens = scripted?.promptTokens ?? question.promptTokens
    reply.completionTokens = scripted?.completionTokens ?? reply.completionTokens
    reply.finishReason =
      scripted?.finishReason ?? model.provider.spelling(ofFinish: reply.finishReason)
    reply.streamUsage = scripted?.streamUsage ?? script.streamUsage
    reply.pieces = scripted?.pieces
    reply.pace = (scripted?.pace ?? Pace()).falling(backTo: model.pace ?? Pace())
      .falling(backTo: script.pace)
    if reply.pace.latency != nil {
      var generator = Self.generator(draw, "latency", attempt)
      reply.latency = reply.pace.drawLatency(&generator)
    }
    return Decision(reply: reply, rule: rule?.name)
  }

  private func variant(of rule: Rule, draw: UInt64, attempt: Int) -> ScriptedReply {
    guard rule.variants.count > 1 else { return rule.variants[0].reply }
    var generator = Self.generator(draw, "variant", attempt)
    var left = generator.unit() * rule.variants.reduce(0) { $0 + $1.weight }
    for variant in rule.variants {
      left -= variant.weight
      if left < 0 { return variant.reply }
    }
    return rule.variants[rule.variants.count - 1].reply
  }

  private func content(
    _ scripted: ScriptedReply?, _ question: Question, draw: UInt64
  ) -> ModelReply {
    switch scripted?.content {
    case nil, .automatic: AutomaticReply.reply(to: question, draw: draw)
    case .text(let text): .text(text)
    case .json(let value): .text(value.text())
    case .toolCalls(let calls): .calls(calls)
    case .refusal(let text): .refusal(text)
    }
  }

  private static func generator(_ draw: UInt64, _ purpose: String, _ attempt: Int)
    -> SeededGenerator
  {
    var hash = StableHash()
    hash.combine(draw)
    hash.combine(purpose)
    hash.combine(UInt64(attempt))
    return SeededGenerator(seed: hash.value)
  }
}

extension ModelReply {
  static func text(_ text: String, finishReason: String = "stop") -> ModelReply {
    ModelReply(
      content: text, finishReason: finishReason, promptTokens: 0,
      completionTokens: Tokens.estimate(byteCount: text.utf8.count))
  }

  static func calls(_ calls: [ToolCall]) -> ModelReply {
    ModelReply(
      content: nil, toolCalls: calls, finishReason: "tool_calls", promptTokens: 0,
      completionTokens: Tokens.estimate(
        byteCount: calls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count }))
  }

  static func refusal(_ text: String) -> ModelReply {
    ModelReply(
      content: nil, refusal: text, finishReason: "stop", promptTokens: 0,
      completionTokens: Tokens.estimate(byteCount: text.utf8.count))
  }
}

extension Model.Provider {
  /// The provider's word for why a reply ended: the gateway passes it on as it is.
  func spelling(ofFinish reason: String) -> String {
    guard self == .anthropic else { return reason }
    return switch reason {
    case "stop": "end_turn"
    case "length": "max_tokens"
    case "tool_calls": "tool_use"
    default: reason
    }
  }
}

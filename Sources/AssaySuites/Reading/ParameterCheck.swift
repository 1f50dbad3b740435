import AssayInput
import JSONModel

/// Looks for slips among the parameters that pass through to the server: names that are nearly
/// those of well-known ones, and values that the API does not take for these.
///
/// Everything else is the server's to judge: there are more parameters than anybody lists.
struct ParameterCheck {
  private enum Rule {
    case number(ClosedRange<Double>)
    case integer(atLeast: Int)
    case boolean, text, any
  }

  /// Of the Chat Completions API, https://platform.openai.com/docs/api-reference/chat/create, with
  /// those that local servers add.
  private static let rules: [String: Rule] = [
    "temperature": .number(0...2), "top_p": .number(0...1),
    "frequency_penalty": .number(-2...2), "presence_penalty": .number(-2...2),
    "max_tokens": .integer(atLeast: 1), "max_completion_tokens": .integer(atLeast: 1),
    "top_logprobs": .integer(atLeast: 0), "seed": .any, "stop": .any, "logprobs": .boolean,
    "logit_bias": .any, "user": .text, "reasoning_effort": .text, "parallel_tool_calls": .boolean,
    "top_k": .any, "min_p": .any, "repetition_penalty": .any, "service_tier": .text,
    "metadata": .any, "extra_body": .any, "modalities": .any, "prediction": .any, "store": .boolean,
    "min_tokens": .any, "top_a": .any, "typical_p": .any, "thinking": .any, "verbosity": .text,
    "web_search_options": .any, "purpose": .text,
  ]

  private let collector: DiagnosticCollector

  init(_ collector: DiagnosticCollector) {
    self.collector = collector
  }

  func check(_ node: JSONNode) {
    for member in node.members {
      // A null takes a parameter away.
      guard member.value.kind != .null else { continue }
      if let rule = Self.rules[member.key] {
        check(member, rule)
      } else if let nearest = NearestName.find(member.key, among: Self.rules.keys.sorted()) {
        collector.warning(
          member.keyNode, "no server is known to have a parameter \"\(member.key)\"",
          hint: "did you mean \"\(nearest)\"?")
      }
    }
  }

  private func check(_ member: JSONNode.Member, _ rule: Rule) {
    let value = member.value
    let wanted: String
    switch rule {
    case .number(let range):
      if let number = value.doubleValue, range.contains(number) { return }
      wanted = "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    case .integer(let minimum):
      if let integer = value.intValue, integer >= minimum { return }
      wanted = "an integer of at least \(minimum)"
    case .boolean:
      if value.boolValue != nil { return }
      wanted = "true or false"
    case .text:
      if value.stringValue != nil { return }
      wanted = "a string"
    case .any: return
    }
    let message = "\"\(member.key)\" must be \(wanted), not \(value.excerpt)"
    // Some local servers take numbers that the API does not, such as -1 for as many as there are.
    if value.kind == .number {
      collector.warning(value, message, hint: "the server may refuse it")
    } else {
      collector.error(value, message)
    }
  }

  private static func text(_ bound: Double) -> String { String(Int(bound)) }
}

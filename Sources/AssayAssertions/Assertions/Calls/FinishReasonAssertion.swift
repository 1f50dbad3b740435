import AssayInput
import JSONModel

/// `finish-reason`: the model stopped for this reason.
struct FinishReasonAssertion: ImmediateAssertion {
  static let type = "finish-reason"
  static let documentation = AssertionDocumentation(
    "the model stopped for this reason, or one of these: `stop`, `length`, `tool_calls`, "
      + "`content_filter`; the words of other providers are taken as these. A word that nobody "
      + "knows is compared as it is, with a warning, unless it looks like a slip of the pen",
    [.someTexts("value", "the reason, or several").required()])

  let expected: [ExpectedText]

  init?(reading reader: inout AssertionReader) {
    guard let values = reader.requiredTexts("value") else { return nil }
    expected = values
    for word in values.compactMap(\.literal) where !Self.isKnown(word) {
      let nearest =
        NearestName.find(word, among: Self.words.map(\.standard))
        ?? NearestName.find(word, among: Self.known)
      if let nearest {
        reader.report(
          "value", "\"\(word)\" is no reason to stop that any provider gives",
          hint: "did you mean \"\(nearest)\"?")
      } else {
        reader.warn(
          "value", "\"\(word)\" is no reason to stop that is known here; it is compared as it is",
          hint: "reasons are \(Self.words.map(\.standard).joined(separator: ", "))")
      }
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    guard let found = context.reply.finishReason, !found.isEmpty else {
      return .unknown(reason: "the server did not say why the model stopped")
    }
    let expected = try expected.someTexts(context)
    return expected.contains { Self.normalized($0) == Self.normalized(found) }
      ? .yes
      : .no(reason: "expected \(expected.joined(separator: " or ")), the model stopped by \(found)")
  }

  // MARK: Words

  /// OpenAI's words, each with those of other providers: Anthropic, Gemini (in small letters),
  /// Cohere, Mistral, Hugging Face, Ollama.
  private static let words: [(standard: String, others: [String])] = [
    (
      "stop",
      [
        "end_turn", "stop_sequence", "complete", "completed", "eos", "eos_token",
      ]
    ),
    (
      "length",
      [
        "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded",
        "error_limit",
      ]
    ),
    ("tool_calls", ["tool_use", "function_call", "tool_call"]),
    (
      "content_filter",
      [
        "safety", "refusal", "content_filtered", "prohibited_content", "blocklist", "recitation",
        "spii", "image_safety", "error_toxic", "guardrail_intervened",
      ]
    ),
  ]

  /// Reasons that are not the same as any of OpenAI's.
  private static let otherWords = [
    "pause_turn", "error", "other", "language", "malformed_function_call",
    "unexpected_tool_call", "finish_reason_unspecified", "user_cancel", "cancelled", "load",
    "unload",
  ]

  private static let known = words.flatMap { [$0.standard] + $0.others } + otherWords

  private static func isKnown(_ word: String) -> Bool { known.contains(word.lowercased()) }

  /// OpenAI's word for a reason of any provider.
  static func normalized(_ reason: String?) -> String? {
    guard let reason = reason?.lowercased() else { return nil }
    return words.first { $0.others.contains(reason) }?.standard ?? reason
  }
}

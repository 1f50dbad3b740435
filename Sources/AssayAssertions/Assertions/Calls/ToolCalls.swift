import JSONModel

/// What assertions about tool calls share.
enum ToolCalls {
  /// The calls; nil with a reason if the reply says that there are some and does not tell which.
  static func of(_ reply: Reply) -> Result<[Reply.ToolCall], Unknown> {
    if reply.toolCalls.isEmpty, FinishReasonAssertion.normalized(reply.finishReason) == "tool_calls"
    {
      return .failure(
        Unknown(
          reason: "the model called tools, but the server did not say which: only streamed replies "
            + "of the gateway tell"))
    }
    return .success(reply.toolCalls)
  }

  struct Unknown: Error { var reason: String }

  static func list(_ calls: [Reply.ToolCall]) -> String {
    calls.isEmpty
      ? "no tool was called" : "called were \(calls.map(\.name).joined(separator: ", "))"
  }
}

/// `tool-called`: the model wants a tool called.
struct ToolCalledAssertion: ImmediateAssertion {
  static let type = "tool-called"
  static let documentation = AssertionDocumentation(
    "the model calls the tool: once at least, or as often as is said",
    [
      .someText("value", "the name of the tool").required(),
      .integer("times", "exactly so often"), .integer("min", "so often at least"),
      .integer("max", "so often at most"),
    ])

  let name: ExpectedText
  let bounds: CountBounds

  init?(reading reader: inout AssertionReader) {
    let times = reader.integer("times")
    let minimum = reader.integer("min")
    let maximum = reader.integer("max")
    if times != nil, minimum != nil || maximum != nil {
      reader.report("times", "an exact number needs no bounds", hint: "remove \"min\" and \"max\"")
    }
    // With only a maximum, never is allowed.
    bounds =
      times.map { CountBounds(exact: $0) }
      ?? CountBounds(minimum: minimum ?? (maximum == nil ? 1 : nil), maximum: maximum)
    guard let name = reader.requiredText("value") else { return nil }
    reader.warnOfUnknownTools("value", [name])
    self.name = name
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let name = try name.someText(context)
    switch ToolCalls.of(context.reply) {
    case .failure(let unknown): return .unknown(reason: unknown.reason)
    case .success(let calls):
      let count = calls.filter { $0.name == name }.count
      guard case .no(let reason) = bounds.answer(count, "calls of \(name)") else { return .yes }
      return .no(reason: "\(reason); \(ToolCalls.list(calls))")
    }
  }
}

/// `tool-sequence`: the model calls tools in this order.
struct ToolSequenceAssertion: ImmediateAssertion {
  static let type = "tool-sequence"
  static let documentation = AssertionDocumentation(
    "the model calls the tools in this order",
    [
      .someTexts("value", "the names of the tools").required(),
      .choice(
        "mode",
        "`in-order` (the default): other calls may stand between them; `exact`: these calls and no "
          + "others; `any-order`: these calls and no others, in whatever order", modes),
    ])

  private static let modes = ["in-order", "exact", "any-order"]

  let names: [ExpectedText]
  let mode: String

  init?(reading reader: inout AssertionReader) {
    mode = reader.choice("mode", Self.modes) ?? "in-order"
    guard let names = reader.requiredTexts("value") else { return nil }
    reader.warnOfUnknownTools("value", names)
    self.names = names
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let names = try names.someTexts(context)
    switch ToolCalls.of(context.reply) {
    case .failure(let unknown): return .unknown(reason: unknown.reason)
    case .success(let calls):
      let called = calls.map(\.name)
      let holds =
        switch mode {
        case "exact": called == names
        case "any-order": called.sorted() == names.sorted()
        default: isSubsequence(names, of: called)
        }
      return holds
        ? .yes
        : .no(
          reason: "expected \(names.joined(separator: ", ")) (\(mode)); \(ToolCalls.list(calls))")
    }
  }

  private func isSubsequence(_ names: [String], of called: [String]) -> Bool {
    var rest = names[...]
    for name in called where name == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}

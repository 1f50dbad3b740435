import AssayAssertions
public import AssaySuites
public import JSONModel

/// A line of a journal about one attempt.
public struct JournalAttempt: Sendable {
  public var result: AttemptResult
  public var place: AttemptPlace
  public var title: String?
  public var repetition: Suite.Repetition
  /// The file that the case stands in, where it is not the suite's.
  public var file: String?
  /// Where in that file.
  public var location: SourceLocation
  /// See ``CaseResult/comparesReplies``.
  var comparesReplies: Bool

  /// - Parameter suiteFile: Where cases stand of which the line names no file.
  init(
    _ result: AttemptResult, _ place: AttemptPlace, of testCase: CaseResult, suiteFile: String
  ) {
    self.result = result
    self.place = place
    title = testCase.title
    repetition = testCase.repetition
    file = testCase.file == suiteFile ? nil : testCase.file
    location = testCase.location
    comparesReplies = testCase.comparesReplies
  }

  init(_ result: AttemptResult, _ place: AttemptPlace, in plan: AttemptPlan) {
    let testCase = plan.testCase(plan.slots[place.slot])
    self.result = result
    self.place = place
    title = testCase.title
    repetition = testCase.repetition
    file = testCase.file == plan.suite.file ? nil : testCase.file
    location = testCase.location
    comparesReplies = testCase.assertions.comparesReplies
  }

  // MARK: Writing

  /// The line, its end included.
  var line: [UInt8] {
    var line = JSONLine()
    line.text("kind", JournalFormat.Kind.attempt.rawValue)
    line.text("suite", result.id.suite)
    line.text("case", result.id.caseID)
    line.text("prompt", result.id.prompt)
    line.text("model", result.id.model)
    line.integer("attempt", result.id.attempt)
    line.integer("of", repetition.attempts)
    line.integer("required", repetition.required)
    line.integer("place", place.slot)
    line.integer("line", location.line)
    line.text("file", file)
    line.text("title", title)
    if comparesReplies { line.flag("compared", true) }
    line.text("outcome", result.outcome.rawValue)
    line.text("reason", result.reason)
    line.number("score", result.score)
    if !result.assertions.isEmpty {
      line.objects("assertions", result.assertions) { $1.write(to: &$0) }
    }
    if !result.earlierReplies.isEmpty {
      line.objects("earlierReplies", result.earlierReplies) { line, reply in
        reply.write(to: &line)
        // The times of the attempt do not tell these.
        line.seconds("latency", reply.latency)
        line.seconds("firstToken", reply.timeToFirstToken)
      }
    }
    if let reply = result.reply { line.object("reply") { reply.write(to: &$0) } }
    writeTimings(to: &line)
    line.integer("calls", result.calls)
    line.integer("tokens", result.tokens)
    line.number("cost", result.cost)
    result.spent?.write(to: &line, of: result)
    line.end()
    return line.bytes
  }

  private func writeTimings(to line: inout JSONLine) {
    // Of several turns, the assertions saw that of the last.
    let last = result.reply?.latency
    let lastReply = last == result.latency ? nil : last
    let firstToken = result.reply?.timeToFirstToken
    guard result.latency != nil || lastReply != nil || firstToken != nil || result.waiting != nil
    else { return }
    line.object("timings") { line in
      line.seconds("total", result.latency)
      line.seconds("lastReply", lastReply)
      line.seconds("firstToken", firstToken)
      line.seconds("waiting", result.waiting)
    }
  }

  // MARK: Reading

  /// - Parameter keepsReplies: Whether replies are read, or only whether there was one.
  init(reading node: JSONNode, suite: Int, keepsReplies: Bool = true) throws {
    let id = AttemptID(
      suite: try node.text("suite"), caseID: try node.text("case"),
      prompt: try node.text("prompt"), model: try node.text("model"),
      attempt: try node.whole("attempt"))
    let word = try node.text("outcome")
    guard let outcome = Outcome(rawValue: word) else {
      throw JournalError("\"\(word)\" is no outcome")
    }
    var result = AttemptResult(id: id, outcome: outcome, reason: "")
    result.reason = node["reason"]?.stringValue
    result.score = node["score"]?.doubleValue
    result.assertions = try node["assertions"]?.elements.map(AssertionResult.init(journal:)) ?? []
    let timings = node["timings"]
    result.latency = timings?["total"]?.seconds
    result.waiting = timings?["waiting"]?.seconds
    result.tokens = node["tokens"]?.intValue
    result.cost = node["cost"]?.doubleValue
    result.spent = Spending(journal: node, result)
    // Of several turns, the line has that of each.
    if node["earlierReplies"] == nil {
      result.usage = node["reply"].map { Reply.TokenUsage(journal: $0) }
    }
    if keepsReplies {
      result.earlierReplies =
        node["earlierReplies"]?.elements.map { reply in
          Reply(
            journal: reply, latency: reply["latency"]?.seconds,
            timeToFirstToken: reply["firstToken"]?.seconds)
        } ?? []
      result.reply = node["reply"].map { reply in
        Reply(
          journal: reply, latency: timings?["lastReply"]?.seconds ?? result.latency,
          timeToFirstToken: timings?["firstToken"]?.seconds)
      }
    }
    self.result = result
    place = AttemptPlace(suite: suite, slot: try node.whole("place"))
    title = node["title"]?.stringValue
    file = node["file"]?.stringValue
    comparesReplies = node["compared"]?.boolValue ?? false
    repetition = Suite.Repetition(
      attempts: try node.whole("of"), required: try node.whole("required"))
    location = SourceLocation(byteOffset: 0, line: node["line"]?.intValue ?? 1, column: 1)
  }
}

extension AssertionResult {
  fileprivate func write(to line: inout JSONLine) {
    line.text("type", type)
    line.integer("line", location.line)
    line.integer("column", location.column)
    line.text("outcome", verdict.outcome.rawValue)
    line.text("reason", verdict.reason)
    line.number("score", score)
    if weight != 1 { line.number("weight", weight) }
    line.text("metric", metric)
    line.text("summary", summary)
    line.text("explanation", explanation)
    if !components.isEmpty { line.objects("components", components) { $1.write(to: &$0) } }
  }

  fileprivate init(journal node: JSONNode) throws {
    let reason = node["reason"]?.stringValue ?? ""
    let verdict: AssertionVerdict =
      switch try node.text("outcome") {
      case "passed": .passed
      case "failed": .failed(reason: reason)
      case "errored": .errored(reason: reason)
      case "inconclusive": .inconclusive(reason: reason)
      case let word: throw JournalError("\"\(word)\" is no outcome of an assertion")
      }
    self.init(
      type: try node.text("type"),
      location: SourceLocation(
        byteOffset: 0, line: node["line"]?.intValue ?? 1, column: node["column"]?.intValue ?? 1),
      verdict: verdict, score: node["score"]?.doubleValue, weight: node["weight"]?.doubleValue ?? 1,
      metric: node["metric"]?.stringValue,
      components: try node["components"]?.elements.map(AssertionResult.init(journal:)) ?? [],
      summary: node["summary"]?.stringValue, explanation: node["explanation"]?.stringValue)
  }
}

extension Reply {
  fileprivate func write(to line: inout JSONLine) {
    line.text("text", text)
    if !toolCalls.isEmpty {
      line.objects("toolCalls", toolCalls) { line, call in
        line.text("name", call.name)
        line.text("arguments", call.arguments)
      }
    }
    line.text("refusal", refusal)
    line.text("finishReason", finishReason)
    line.text("model", model)
    if usage.prompt != nil || usage.completion != nil || usage.total != nil {
      line.object("usage") { line in
        line.integer("prompt", usage.prompt)
        line.integer("completion", usage.completion)
        line.integer("total", usage.total)
      }
    }
    line.number("cost", cost)
  }

  fileprivate init(journal node: JSONNode, latency: Duration?, timeToFirstToken: Duration?) {
    self.init(
      text: node["text"]?.stringValue ?? "",
      toolCalls: node["toolCalls"]?.elements.map {
        ToolCall(
          name: $0["name"]?.stringValue ?? "", arguments: $0["arguments"]?.stringValue ?? "")
      } ?? [],
      refusal: node["refusal"]?.stringValue, finishReason: node["finishReason"]?.stringValue,
      model: node["model"]?.stringValue, latency: latency, timeToFirstToken: timeToFirstToken,
      usage: TokenUsage(journal: node), cost: node["cost"]?.doubleValue)
  }
}

extension Reply.TokenUsage {
  fileprivate init(journal reply: JSONNode) {
    let usage = reply["usage"]
    self.init(
      prompt: usage?["prompt"]?.intValue, completion: usage?["completion"]?.intValue,
      total: usage?["total"]?.intValue)
  }
}

extension JSONNode {
  func whole(_ key: String) throws -> Int {
    guard let value = self[key]?.intValue else {
      throw JournalError("the member \"\(key)\" is missing or no integer")
    }
    return value
  }

  fileprivate var seconds: Duration? {
    guard let value = doubleValue, value.isFinite, abs(value) < 1e12 else { return nil }
    return .microseconds(Int64((value * 1_000_000).rounded()))
  }
}

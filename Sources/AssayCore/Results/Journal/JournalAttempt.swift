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

  init(
    _ result: AttemptResult, _ place: AttemptPlace, of testCase: CaseResult, suiteFile: String
  ) {
    self.result = result
    self.place = place
    title = testCase.title
    repetition = testCase.repetition
    file = testCase.file == suiteFile ? nil : testCase.file
    location = testCase.location
  }

  // MARK: Writing

  var json: JSONValue {
    var object: JSONObject = [
      "kind": .string(JournalFormat.Kind.attempt.rawValue), "suite": .string(result.id.suite),
      "case": .string(result.id.caseID), "prompt": .string(result.id.prompt),
      "model": .string(result.id.model), "attempt": .integer(result.id.attempt),
      "of": .integer(repetition.attempts), "required": .integer(repetition.required),
      "place": .integer(place.slot), "line": .integer(location.line),
    ]
    object["file"] = file.map(JSONValue.string)
    object["title"] = title.map(JSONValue.string)
    object["outcome"] = .string(result.outcome.rawValue)
    object["reason"] = result.reason.map(JSONValue.string)
    object["score"] = .optional(result.score)
    if !result.assertions.isEmpty {
      object["assertions"] = .array(result.assertions.map(\.journalJSON))
    }
    if !result.earlierReplies.isEmpty {
      object["earlierReplies"] = .array(result.earlierReplies.map(\.timedJournalJSON))
    }
    if let reply = result.reply { object["reply"] = reply.journalJSON }
    var timings: JSONObject = [:]
    timings["total"] = .seconds(result.latency)
    // Of several turns, the assertions saw that of the last.
    if let last = result.reply?.latency, last != result.latency {
      timings["lastReply"] = .seconds(last)
    }
    timings["firstToken"] = .seconds(result.reply?.timeToFirstToken)
    timings["waiting"] = .seconds(result.waiting)
    if !timings.isEmpty { object["timings"] = .object(timings) }
    object["calls"] = result.calls.map { .integer($0) }
    object["tokens"] = result.tokens.map { .integer($0) }
    object["cost"] = .optional(result.cost)
    return .object(object)
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
    result.calls = node["calls"]?.intValue
    result.tokens = node["tokens"]?.intValue
    result.cost = node["cost"]?.doubleValue
    result.hadReply = node["reply"] != nil
    if keepsReplies, let reply = node["reply"] {
      result.earlierReplies =
        node["earlierReplies"]?.elements.map { reply in
          Reply(
            journal: reply, latency: reply["latency"]?.seconds,
            timeToFirstToken: reply["firstToken"]?.seconds)
        } ?? []
      result.reply = Reply(
        journal: reply, latency: timings?["lastReply"]?.seconds ?? result.latency,
        timeToFirstToken: timings?["firstToken"]?.seconds)
    }
    self.result = result
    place = AttemptPlace(suite: suite, slot: try node.whole("place"))
    title = node["title"]?.stringValue
    file = node["file"]?.stringValue
    repetition = Suite.Repetition(
      attempts: try node.whole("of"), required: try node.whole("required"))
    location = SourceLocation(byteOffset: 0, line: node["line"]?.intValue ?? 1, column: 1)
  }
}

extension AssertionResult {
  fileprivate var journalJSON: JSONValue {
    var object: JSONObject = [
      "type": .string(type), "line": .integer(location.line), "column": .integer(location.column),
      "outcome": .string(verdict.outcome.rawValue),
    ]
    object["reason"] = verdict.reason.map(JSONValue.string)
    object["score"] = .optional(score)
    if weight != 1 { object["weight"] = .optional(weight) }
    object["metric"] = metric.map(JSONValue.string)
    object["summary"] = summary.map(JSONValue.string)
    object["explanation"] = explanation.map(JSONValue.string)
    if !components.isEmpty { object["components"] = .array(components.map(\.journalJSON)) }
    return .object(object)
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
  /// With its times, which those of the attempt do not tell.
  fileprivate var timedJournalJSON: JSONValue {
    var object = journalJSON.objectValue ?? [:]
    object["latency"] = .seconds(latency)
    object["firstToken"] = .seconds(timeToFirstToken)
    return .object(object)
  }

  fileprivate var journalJSON: JSONValue {
    var object: JSONObject = ["text": .string(text)]
    if !toolCalls.isEmpty {
      object["toolCalls"] = .array(
        toolCalls.map { ["name": .string($0.name), "arguments": .string($0.arguments)] })
    }
    object["refusal"] = refusal.map(JSONValue.string)
    object["finishReason"] = finishReason.map(JSONValue.string)
    object["model"] = model.map(JSONValue.string)
    var usage: JSONObject = [:]
    usage["prompt"] = self.usage.prompt.map { .integer($0) }
    usage["completion"] = self.usage.completion.map { .integer($0) }
    usage["total"] = self.usage.total.map { .integer($0) }
    if !usage.isEmpty { object["usage"] = .object(usage) }
    object["cost"] = .optional(cost)
    return .object(object)
  }

  fileprivate init(journal node: JSONNode, latency: Duration?, timeToFirstToken: Duration?) {
    let usage = node["usage"]
    self.init(
      text: node["text"]?.stringValue ?? "",
      toolCalls: node["toolCalls"]?.elements.map {
        ToolCall(
          name: $0["name"]?.stringValue ?? "", arguments: $0["arguments"]?.stringValue ?? "")
      } ?? [],
      refusal: node["refusal"]?.stringValue, finishReason: node["finishReason"]?.stringValue,
      model: node["model"]?.stringValue, latency: latency, timeToFirstToken: timeToFirstToken,
      usage: TokenUsage(
        prompt: usage?["prompt"]?.intValue, completion: usage?["completion"]?.intValue,
        total: usage?["total"]?.intValue), cost: node["cost"]?.doubleValue)
  }
}

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  static func optional(_ value: Double?) -> JSONValue? {
    value.flatMap { JSONNumber($0) }.map(JSONValue.number)
  }

  /// Seconds with microseconds: `0.123456`.
  static func seconds(_ duration: Duration?) -> JSONValue? {
    guard let duration else { return nil }
    let (seconds, attoseconds) = duration.components
    let microseconds = Int64(seconds) * 1_000_000 + attoseconds / 1_000_000_000_000
    guard microseconds >= 0 else { return .integer(0) }
    let fraction = microseconds % 1_000_000
    guard fraction != 0 else { return .integer(Int(microseconds / 1_000_000)) }
    var text = String(fraction)
    text = String(repeating: "0", count: 6 - text.count) + text
    while text.last == "0" { text.removeLast() }
    return JSONNumber(spelling: "\(microseconds / 1_000_000).\(text)").map(JSONValue.number)
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

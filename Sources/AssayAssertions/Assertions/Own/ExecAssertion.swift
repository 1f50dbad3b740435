import AssayInput
import JSONModel

/// `exec`: a program of the user's own says so.
struct ExecAssertion: Assertion {
  static let type = "exec"
  static let documentation = AssertionDocumentation(
    "a program says so. It is given the attempt as JSON on its standard input and answers with JSON "
      + "on its standard output: true or false, a score from 0 to 1, or an object with `pass` or "
      + "`score` and `reason`; or, if it prints nothing, by its exit code, 0 or 1. It runs in the "
      + "suite's folder, without the environment of Assay, and only with `--allow-exec`",
    [
      .init(
        "command",
        "the program and its arguments; a path with `/` is relative to the suite's folder",
        ["type": "array", "minItems": 1, "items": ["type": "string"]]
      ).required(),
      .amount("timeLimit", "seconds that it may take; 10 if absent", isPositive: true),
      .init(
        "env", "environment variables for it, beside PATH and the language's",
        ["type": "object", "additionalProperties": ["type": "string"]]),
    ], threshold: .score(default: 1))

  let program: ExternalProgram

  init?(reading reader: inout AssertionReader) {
    let timeLimit = reader.amount("timeLimit", isPositive: true) ?? 10
    var environment: [String: String] = [:]
    for member in reader.object.object("env") ?? [:] {
      guard let value = member.value.stringValue else {
        reader.report("env", "the variable \"\(member.key)\" must be a string")
        return nil
      }
      environment[member.key] = value
    }
    guard let node = reader.object.required("command") else { return nil }
    let command = node.elements.compactMap(\.stringValue)
    guard node.kind == .array, command.count == node.count, command.first?.isEmpty == false else {
      reader.report(
        "command", "\"command\" must be a list: the program, then its arguments",
        hint: "no shell is in between: [\"./check.py\", \"--strict\"]")
      return nil
    }
    guard reader.scope.registry.allowsPrograms else {
      reader.report(
        "command", "this suite wants to run a program, \(command.joined(separator: " "))",
        hint: "if you trust it, say --allow-exec")
      return nil
    }
    program = ExternalProgram(
      command: command, environment: environment, timeLimit: .seconds(timeLimit),
      folder: Self.folder(of: reader.object.collector.file))
  }

  private static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    let result = try await program.run(AttemptDocument.json(context).bytes())
    return try ProgramAnswer.read(result)
  }
}

/// An attempt as JSON for programs; version 1. What is unknown is absent.
enum AttemptDocument {
  static func json(_ context: EvaluationContext) -> JSONValue {
    let reply = context.reply
    var object: JSONObject = ["text": .string(reply.text)]
    func add(_ key: String, _ value: JSONValue?) { if let value { object[key] = value } }
    func number(_ value: Double?) -> JSONValue? {
      value.flatMap { JSONNumber($0) }.map { .number($0) }
    }
    func integer(_ value: Int?) -> JSONValue? { value.map { .number(JSONNumber($0)) } }
    add("json", reply.json.value)
    add("refusal", reply.refusal.map { .string($0) })
    add("finishReason", reply.finishReason.map { .string($0) })
    add("model", reply.model.map { .string($0) })
    add("latencySeconds", number(reply.latency.map { $0 / .seconds(1) }))
    add("timeToFirstTokenSeconds", number(reply.timeToFirstToken.map { $0 / .seconds(1) }))
    add("promptTokens", integer(reply.usage.prompt))
    add("completionTokens", integer(reply.usage.completion))
    add("totalTokens", integer(reply.usage.total))
    add("costUSD", number(reply.cost))
    if !reply.toolCalls.isEmpty {
      object["toolCalls"] = .array(
        reply.toolCalls.map {
          ["name": .string($0.name), "arguments": .string($0.arguments)]
        })
    }
    return [
      "version": 1, "reply": .object(object), "vars": .object(context.variables),
      "messages": .array(
        context.messages.map { ["role": .string($0.role), "content": .string($0.text)] }),
      "labels": .object(
        JSONObject(
          context.labels.sorted { $0.key < $1.key }.map {
            .init(key: $0.key, value: .string($0.value))
          })),
    ]
  }
}

/// What a program said.
enum ProgramAnswer {
  /// The program did not answer.
  struct Unusable: Error, CustomStringConvertible {
    var description: String
  }

  /// - Throws: ``Unusable``; that is an error of the check.
  static func read(_ result: ExternalProgram.Result) throws -> Answer {
    let complaint = result.errors.isEmpty ? "" : "; it wrote: \(Excerpt.quoted(result.errors))"
    let text = TextPieces.trimmed(result.output)
    guard result.status == 0 || (result.status == 1 && text.isEmpty) else {
      throw Unusable(description: "the program ended with \(result.status)\(complaint)")
    }
    if text.isEmpty {
      return result.status == 0
        ? .yes
        : .no(
          reason: result.errors.isEmpty
            ? "the program ended with 1" : Excerpt.quoted(TextPieces.trimmed(result.errors)))
    }
    guard let value = try? JSONValue(parsing: text) else {
      throw Unusable(
        description: "the program did not answer in JSON: \(Excerpt.quoted(text))\(complaint)")
    }
    return try answer(value)
      ?? {
        throw Unusable(
          description:
            "the program's answer is neither true or false, nor a score from 0 to 1, nor "
            + "an object with \"pass\" or \"score\": \(Excerpt.quoted(text))")
      }()
  }

  private static func answer(_ value: JSONValue) throws -> Answer? {
    let reason = value["reason"]?.stringValue ?? "the program says so"
    switch value {
    case .bool(let holds): return holds ? .yes : .no(reason: reason)
    case .number(let number):
      let score = number.doubleValue
      return (0...1).contains(score) ? .scored(score, reason: reason) : nil
    case .object(let object):
      switch (object["pass"], object["score"]) {
      // Two answers could contradict each other.
      case (.some, .some):
        throw Unusable(description: "the program says both \"pass\" and \"score\": one is enough")
      case (.bool(let holds)?, nil): return holds ? .yes : .no(reason: reason)
      case (nil, .number(let number)?): return try answer(.number(number), reason)
      default: return nil
      }
    default: return nil
    }
  }

  private static func answer(_ value: JSONValue, _ reason: String) throws -> Answer? {
    guard let score = value.doubleValue, (0...1).contains(score) else { return nil }
    return .scored(score, reason: reason)
  }
}

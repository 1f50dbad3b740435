import AssayInput
import JSONModel

/// `exec`: a program of the user's own says so.
struct ExecAssertion: Assertion {
  static let type = "exec"
  static let documentation = AssertionDocumentation(
    "a program says so. It is given the attempt as JSON on its standard input and answers with JSON "
      + "on its standard output: true or false, a score from 0 to 1, or an object with `pass` or "
      + "`score` and `reason`; or, if it prints nothing, by its exit code, 0 or 1. The exit code 1 "
      + "beside an answer must go with a no. It runs in the suite's folder, without the environment "
      + "of Assay, and only with `--allow-exec`",
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
  /// The score that is enough, to compare answers with exit codes by.
  let threshold: Double

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
    threshold = reader.threshold ?? 1
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
    return try ProgramAnswer.read(result, threshold: threshold)
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

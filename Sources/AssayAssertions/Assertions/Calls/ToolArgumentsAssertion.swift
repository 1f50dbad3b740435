import AssayInput
import JSONModel

/// `tool-args`: a call of the tool has these arguments.
struct ToolArgumentsAssertion: ImmediateAssertion {
  static let type = "tool-args"
  static let documentation = AssertionDocumentation(
    "a call of the tool has these arguments, or arguments of this schema",
    [
      .someText("name", "the name of the tool").required(),
      .init("args", "the arguments", ["type": "object"]),
      .choice(
        "mode",
        "`partial` (the default): the call may have more arguments; `exact`: it may not", modes),
      .init(
        "schema", "a JSON Schema of the arguments, or the short form of shapes",
        ["anyOf": [["type": "object"], ["type": "boolean"]]]),
      .texts("ignore", "JSON Pointers (with `*` and `**`) or JSONPaths that do not count"),
      .amount("tolerance", "how far off numbers may be"),
    ], alternatives: [["args", "schema"]])

  private static let modes = ["partial", "exact"]

  let name: ExpectedText
  let expected: ExpectedValue?
  let isExact: Bool
  let schema: JSONSchema?
  let options: JSONDiff.Options

  init?(reading reader: inout AssertionReader) {
    isExact = reader.choice("mode", Self.modes) == "exact"
    options = JSONDiff.Options(
      ignoring: reader.ignoredPlaces("ignore"),
      tolerance: reader.amount("tolerance").map { .init(absolute: $0) })
    if reader.object.object("args") == nil, reader.object.value("args") != nil { return nil }
    expected = reader.expectedValue("args")
    schema = reader.schema("schema")
    guard let name = reader.requiredText("name") else { return nil }
    reader.warnOfUnknownTools("name", [name])
    self.name = name
    if expected == nil, schema == nil {
      if reader.object.value("schema") == nil, reader.object.value("args") == nil {
        reader.report("", "nothing is said of the arguments", hint: "say \"args\" or \"schema\"")
      }
      return nil
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let name = try name.someText(context)
    let calls: [Reply.ToolCall]
    switch ToolCalls.of(context.reply) {
    case .failure(let unknown): return .unknown(reason: unknown.reason)
    case .success(let all): calls = all.filter { $0.name == name }
    }
    if calls.isEmpty {
      return .no(reason: "\(name) is not called; \(ToolCalls.list(context.reply.toolCalls))")
    }
    let expected = try expected?.value(context)
    var problems: [String] = []
    var areAllReadable = true
    var refused: RefusedJSON?
    for (index, call) in calls.enumerated() {
      let found: String?
      do {
        found = try problem(of: call, expected)
      } catch let unreadable as UnreadableArguments {
        areAllReadable = false
        found = unreadable.reason
      } catch let error as RefusedJSON {
        // Another call may be the one that is looked for.
        refused = refused ?? error
        continue
      }
      guard let found else { return .yes }
      problems.append(calls.count == 1 ? found : "call \(index + 1): \(found)")
    }
    if let refused { throw refused }
    let reason = "\(name): " + problems.joined(separator: "; ")
    return areAllReadable ? .no(reason: reason) : .nothing(reason: reason)
  }

  private struct UnreadableArguments: Error { var reason: String }

  /// What is wrong with the arguments of a call; nil if nothing is.
  ///
  /// - Throws: ``UnreadableArguments``.
  private func problem(of call: Reply.ToolCall, _ expected: JSONValue?) throws -> String? {
    let arguments: JSONValue
    do {
      // A tool without parameters is called with an empty text by some providers.
      arguments = call.arguments.isEmpty ? [:] : try JSONValue(parsing: call.arguments)
    } catch let error as JSONSyntaxError {
      if let refused = RefusedJSON(error) { throw refused }
      throw UnreadableArguments(
        reason: "the arguments are not JSON: \(error); found \(Excerpt.quoted(call.arguments))")
    }
    var problems: [String] = []
    if let expected {
      let diff = JSONDiff(from: expected, to: arguments, options: options)
      problems += diff.entries.filter { isExact || !$0.isAddedMember(to: expected) }
        .map { $0.text() }
    }
    if let schema { problems += try schema.validate(arguments).failures.map(\.description) }
    return problems.isEmpty
      ? nil
      : problems.joined(separator: ", ") + "; found \(Excerpt.quoted(arguments.text()))"
  }
}

extension JSONDiff.Entry {
  /// Whether this is a member that an object has beyond those that are expected. (An element
  /// beyond those of an array is another array.)
  func isAddedMember(to expected: JSONValue) -> Bool {
    guard case .added = change else { return false }
    let parent = JSONPointer(tokens: Array(pointer.tokens.dropLast()))
    return expected[parent]?.objectValue != nil
  }
}

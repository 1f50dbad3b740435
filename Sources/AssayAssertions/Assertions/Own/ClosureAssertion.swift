import AssayInput
public import JSONModel

/// An assertion that is a closure.
struct ClosureAssertion: Assertion {
  static let type = "closure"

  let parameters: ExpectedValue
  let body: @Sendable (EvaluationContext, JSONObject) async throws -> Answer

  init(
    parameters: ExpectedValue,
    body: @escaping @Sendable (EvaluationContext, JSONObject) async throws -> Answer
  ) {
    self.parameters = parameters
    self.body = body
  }

  /// Closures are registered as such; there is none to be read by this name.
  init?(reading reader: inout AssertionReader) { nil }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    try await body(context, parameters.value(context).objectValue ?? [:])
  }
}

extension AssertionRegistry {
  /// Registers a closure as an assertion type.
  ///
  /// ```swift
  /// registry.register("max-lines", AssertionDocumentation(
  ///   "the reply has no more lines", [.init("max", "lines at most", ["type": "integer"])]
  /// )) { context, parameters in
  ///   let count = context.reply.text.split(separator: "\n").count
  ///   return count <= parameters["max"]?.intValue ?? 1 ? .yes : .no(reason: "\(count) lines")
  /// }
  /// ```
  ///
  /// The keys of the documentation are the only ones that a suite can use; their values are checked
  /// against their schemas before anything is run, and come with their variables filled in.
  ///
  /// - Parameter body: Answers for one reply and the values of the keys; what it throws is an
  ///   error of the check.
  public mutating func register(
    _ name: String, _ documentation: AssertionDocumentation = AssertionDocumentation(""),
    _ body: @escaping @Sendable (EvaluationContext, JSONObject) async throws -> Answer
  ) {
    register(name, documentation) { (reader: inout AssertionReader) -> (any Assertion)? in
      guard let parameters = reader.parameters(documentation) else { return nil }
      return ClosureAssertion(parameters: parameters, body: body)
    }
  }
}

extension AssertionReader {
  /// The values of the declared keys, checked against their schemas.
  fileprivate mutating func parameters(_ documentation: AssertionDocumentation) -> ExpectedValue? {
    var values = JSONObject()
    var isComplete = true
    for key in documentation.keys {
      let node = key.isRequired ? object.required(key.name) : object.value(key.name)
      guard let node else {
        if key.isRequired { isComplete = false }
        continue
      }
      if expectedValue(key.name) == nil { isComplete = false }
      do {
        let failures = try JSONSchema(compiling: key.schema).validate(node.value).failures
        for failure in failures {
          report(key.name, "\"\(key.name)\" is not as it should be: \(failure)")
        }
        if !failures.isEmpty { isComplete = false }
      } catch {
        report(key.name, "the schema of \"\(key.name)\" is of no use: \(error)")
        isComplete = false
      }
      values[key.name] = node.value
    }
    return isComplete ? ExpectedValue(.object(values), scope) : nil
  }
}

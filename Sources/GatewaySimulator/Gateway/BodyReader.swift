import JSONModel

/// Reads the body of a request as the gateway's framework (pydantic, lax mode) does, and finds
/// everything that is wrong with it. Unknown fields are ignored.
struct BodyReader {
  let root: JSONNode
  /// The entries of `detail` in the 422, in the order of the reads.
  private(set) var problems: [JSONValue] = []

  /// - Throws: ``Refusal`` with the 422 for a body that is no JSON object.
  init(_ body: [UInt8], contentType: String?) throws(Refusal) {
    if body.isEmpty {
      throw Self.refusal([Self.problem("missing", [.string("body")], "Field required", .null)])
    }
    // Older frameworks read a body without a type as JSON; newer ones do not. Here it passes.
    let isJSON =
      contentType.map { $0 == "application/json" || $0.lowercased().hasBytes(of: "json") } ?? true
    guard isJSON else {
      throw Self.notAnObject(.string(String(decoding: body, as: UTF8.self)))
    }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: body)
    } catch {
      throw Self.refusal([Self.syntaxProblem(error)])
    }
    root = document.root
    guard root.kind == .object else { throw Self.notAnObject(root.value) }
  }

  /// - Throws: the 422 with all problems, if there are any.
  func check() throws(Refusal) {
    if !problems.isEmpty { throw Self.refusal(problems) }
  }

  // MARK: Fields

  mutating func string(_ key: String) -> String? { string(key, isRequired: true) }
  mutating func optionalString(_ key: String) -> String? { string(key, isRequired: false) }

  private mutating func string(_ key: String, isRequired: Bool) -> String? {
    guard let node = field(key, isRequired: isRequired) else { return nil }
    if node.kind != .string { report("string_type", key, "Input should be a valid string", node) }
    return node.stringValue
  }

  /// An object. Absent and null are told apart by ``isNull(_:)``.
  mutating func object(_ key: String, isRequired: Bool = false) -> JSONNode? {
    guard let node = field(key, isRequired: isRequired) else { return nil }
    guard node.kind == .object else {
      report("dict_type", key, "Input should be a valid dictionary", node)
      return nil
    }
    return node
  }

  func isNull(_ key: String) -> Bool { root[key]?.isNull ?? false }

  mutating func objects(_ key: String, isRequired: Bool) -> JSONNode? {
    list(key, isRequired: isRequired) { element in
      element.kind == .object ? nil : ("dict_type", "Input should be a valid dictionary")
    }
  }

  /// A list of strings; in the documented shapes also one string.
  mutating func strings(_ key: String, allowsOne: Bool) -> JSONNode? {
    if allowsOne, let node = root[key], node.kind == .string { return node }
    return list(key, isRequired: false) { element in
      element.kind == .string ? nil : ("string_type", "Input should be a valid string")
    }
  }

  private mutating func list(
    _ key: String, isRequired: Bool, _ check: (JSONNode) -> (type: String, message: String)?
  ) -> JSONNode? {
    guard let node = field(key, isRequired: isRequired) else { return nil }
    guard node.kind == .array else {
      report("list_type", key, "Input should be a valid list", node)
      return nil
    }
    for (position, element) in node.elements.enumerated() {
      guard let problem = check(element) else { continue }
      problems.append(
        Self.problem(
          problem.type, [.string("body"), .string(key), .number(JSONNumber(position))],
          problem.message, element.value))
    }
    return node
  }

  mutating func number(_ key: String) -> Double? {
    guard let node = field(key, isRequired: false) else { return nil }
    switch node.kind {
    case .number: return node.doubleValue
    case .boolean: return node.boolValue == true ? 1 : 0
    case .string:
      if let value = Double(node.stringValue ?? "") { return value }
      report(
        "float_parsing", key,
        "Input should be a valid number, unable to parse string as a number", node)
    default:
      report("float_type", key, "Input should be a valid number", node)
    }
    return nil
  }

  mutating func integer(_ key: String) -> Int? {
    guard let node = field(key, isRequired: false) else { return nil }
    switch node.kind {
    case .number:
      if let value = node.intValue { return value }
      report(
        "int_from_float", key,
        "Input should be a valid integer, got a number with a fractional part", node)
    case .boolean: return node.boolValue == true ? 1 : 0
    case .string:
      if let value = Int(node.stringValue ?? "") { return value }
      report(
        "int_parsing", key,
        "Input should be a valid integer, unable to parse string as an integer", node)
    default:
      report("int_type", key, "Input should be a valid integer", node)
    }
    return nil
  }

  /// One of some strings, with exactly this spelling.
  mutating func literal(_ key: String, of choices: [String]) -> String? {
    guard let node = field(key, isRequired: true, allowsNull: false) else { return nil }
    if let value = node.stringValue, choices.contains(value) { return value }
    let expected = choices.map { "'\($0)'" }.joined(separator: " or ")
    problems.append(
      Self.problem(
        "literal_error", [.string("body"), .string(key)], "Input should be \(expected)",
        node.value, context: ["expected": .string(expected)]))
    return nil
  }

  private mutating func field(_ key: String, isRequired: Bool, allowsNull: Bool = true) -> JSONNode?
  {
    guard let node = root[key] else {
      if isRequired { reportMissing(key) }
      return nil
    }
    return node.isNull && !isRequired && allowsNull ? nil : node
  }

  private mutating func reportMissing(_ key: String) {
    problems.append(
      Self.problem("missing", [.string("body"), .string(key)], "Field required", root.value))
  }

  private mutating func report(_ type: String, _ key: String, _ message: String, _ node: JSONNode) {
    problems.append(Self.problem(type, [.string("body"), .string(key)], message, node.value))
  }

  // MARK: The 422

  static func problem(
    _ type: String, _ location: [JSONValue], _ message: String, _ input: JSONValue,
    context: JSONObject? = nil
  ) -> JSONValue {
    var problem: JSONObject = [
      "type": .string(type), "loc": .array(location), "msg": .string(message), "input": input,
    ]
    problem["ctx"] = context.map { .object($0) }
    return .object(problem)
  }

  static func refusal(_ problems: [JSONValue]) -> Refusal {
    Refusal(.json(["detail": .array(problems)], status: 422))
  }

  private static func notAnObject(_ input: JSONValue) -> Refusal {
    refusal([
      problem(
        "model_attributes_type", [.string("body")],
        "Input should be a valid dictionary or object to extract fields from", input)
    ])
  }

  /// The offset and the reason are this reader's, not Python's.
  private static func syntaxProblem(_ error: any Error) -> JSONValue {
    let syntax = error as? JSONSyntaxError
    return problem(
      "json_invalid",
      [.string("body"), .number(JSONNumber(syntax?.location.byteOffset ?? 0))],
      "JSON decode error", .object([:]),
      context: ["error": .string(syntax?.message ?? "Expecting value")])
  }
}

import JSONModel

extension Fault {
  /// Reads the value of the header `X-Simulate-Fault`: a kind, then the parameters that scripts
  /// have for it, as in `status; code=429; retryAfter=2`. A status alone will do, as in `429`.
  ///
  /// - Throws: ``SimulatorError`` that says what is wrong and what there is.
  package init(header: String) throws(SimulatorError) {
    let parts = header.split(separator: ";").map { $0.trimmed }
    guard let first = parts.first, !first.isEmpty else {
      throw Self.invalid(
        "names no fault; known: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var fields = JSONObject()
    if let status = Int(first) {
      fields["kind"] = .string(Kind.status.rawValue)
      fields["code"] = .number(JSONNumber(status))
    } else {
      fields["kind"] = .string(first)
    }
    for part in parts.dropFirst() where !part.isEmpty {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmed }
      guard pair.count == 2 else { throw Self.invalid("\"\(part)\" is no name=value") }
      fields[pair[0]] = Self.value(pair[1])
    }
    let problems = ScriptProblems(file: "header")
    let node = try? JSONDocument(parsing: JSONValue.object(fields).bytes()).root
    let fault = node.flatMap { ScriptReader(problems: problems).fault($0, extraKeys: []) }
    guard let fault, problems.found.isEmpty else {
      throw Self.invalid(problems.found.map { "\($0.path): \($0.message)" }.joined(separator: "; "))
    }
    self = fault
  }

  private static func value(_ text: String) -> JSONValue {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    default: JSONNumber(spelling: text).map { .number($0) } ?? .string(text)
    }
  }

  private static func invalid(_ message: String) -> SimulatorError {
    SimulatorError(code: .invalidFault, message: message)
  }
}

extension Substring {
  /// Without the spaces around it.
  fileprivate var trimmed: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}

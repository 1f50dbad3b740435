import JSONModel

extension ScriptReader {
  /// Reads the fault of a rule: a kind alone, or an object.
  func fault(_ node: JSONNode, into rule: inout Rule) {
    rule.fault = fault(node, extraKeys: ["probability"])
    guard node.kind == .object, let probability = node["probability"] else { return }
    if let value = probability.doubleValue, (0...1).contains(value) {
      rule.faultProbability = value
    } else {
      problems.add(probability, "expected a number from 0 to 1")
    }
  }

  /// The parameters of each kind.
  private static let parameters: [Fault.Kind: [String]] = [
    .status: ["code", "message", "retryAfter"],
    .html: ["code"],
    .rateLimit: ["callsPerMinute", "retryAfter"],
    .provider: ["failure"],
    .reset: ["at"],
    .hang: ["at"],
    .inBandError: ["message", "form"],
    .slowDrip: ["bytes", "every"],
  ]

  func fault(_ node: JSONNode, extraKeys: [String]) -> Fault? {
    let kindNode = node.kind == .string ? node : node["kind"]
    guard let kindNode else {
      problems.add(
        node,
        "\"kind\" is missing; known: \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", "))"
      )
      return nil
    }
    guard let kind = Fault.Kind(rawValue: kindNode.stringValue ?? "") else {
      let names = Fault.Kind.allCases.map(\.rawValue)
      let given = kindNode.stringValue ?? kindNode.kind.rawValue
      problems.add(
        kindNode, "unknown fault \"\(given)\"\(NearestName.suggestion(for: given, among: names))")
      return nil
    }
    // A kind alone reads like an object without parameters.
    guard node.kind == .object else { return bare(kind, node) }
    let keys = ["kind"] + (Self.parameters[kind] ?? []) + extraKeys
    guard let reader = ObjectReader(node, keys: keys, problems) else { return nil }
    return fault(kind, reader)
  }

  private func bare(_ kind: Fault.Kind, _ node: JSONNode) -> Fault? {
    guard let object = try? JSONDocument(parsing: "{}").root,
      let reader = ObjectReader(object, keys: [], ScriptProblems(file: "")),
      let fault = fault(kind, reader)
    else {
      problems.add(
        node,
        "\"\(kind.rawValue)\" needs parameters: "
          + (Self.parameters[kind] ?? []).joined(separator: ", "))
      return nil
    }
    return fault
  }

  private func fault(_ kind: Fault.Kind, _ reader: ObjectReader) -> Fault? {
    switch kind {
    case .status:
      guard let code = reader.integer("code", in: 400...599, isRequired: true) else { return nil }
      return .status(
        code, message: reader.string("message"),
        retryAfter: reader.integer("retryAfter", in: 0...86_400))
    case .html: return .html(reader.integer("code", in: 200...599) ?? 502)
    case .rateLimit:
      guard let calls = reader.integer("callsPerMinute", in: 0...Int.max, isRequired: true)
      else { return nil }
      return .rateLimit(callsPerMinute: calls, retryAfter: reader.bool("retryAfter") ?? true)
    case .provider: return provider(reader)
    case .reset: return .reset(reader.choice("at") ?? .headers)
    case .hang: return .hang(reader.choice("at") ?? .headers)
    case .inBandError:
      return .inBandError(
        message: reader.string("message") ?? "The server had an error processing your request.",
        isObject: reader.choice("form", ErrorForm.self) != .text)
    case .slowDrip:
      return .slowDrip(
        bytes: reader.integer("bytes", in: 1...1_000_000) ?? 8,
        every: reader.seconds("every") ?? .milliseconds(100))
    case .brokenStream: return .brokenStream
    case .close: return .close
    case .truncatedJSON: return .truncatedJSON
    case .missingDone: return .missingDone
    case .truncatedStream: return .truncatedStream
    case .crlf: return .crlf
    case .noSpace: return .noSpace
    case .splitCharacters: return .splitCharacters
    }
  }

  private enum ErrorForm: String, CaseIterable {
    case object, text
  }

  /// A status of the provider, or the name of another failure.
  private func provider(_ reader: ObjectReader) -> Fault? {
    guard let node = reader.node["failure"] else { return .provider(.status(500)) }
    if node.kind == .number {
      return reader.integer(node, in: 400...599).map { .provider(.status($0)) }
    }
    guard let name: ProviderFailure.Name = reader.choice(node) else { return nil }
    return .provider(ProviderFailure(name))
  }
}

extension ProviderFailure {
  /// The names of the failures that are no status.
  enum Name: String, CaseIterable {
    case html, dropped, timeout
    case notJSON = "not-json"
    case noChoices = "no-choices"
    case noUsage = "no-usage"
    case longError = "long-error"
    case noCredential = "no-credential"
  }

  init(_ name: Name) {
    self =
      switch name {
      case .html: .html
      case .dropped: .dropped
      case .timeout: .timeout
      case .notJSON: .notJSON
      case .noChoices: .noChoices
      case .noUsage: .noUsage
      case .longError: .longError
      case .noCredential: .noCredential
      }
  }
}

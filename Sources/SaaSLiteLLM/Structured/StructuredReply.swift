import JSONModel

/// Reads a value from a model's reply, and tells apart why it cannot be read.
struct StructuredReply<Value: Decodable & Sendable> {
  var options: StructuredOptions
  var redactor: Redactor

  func read(
    _ response: ChatCompletionResponse, asks: Int
  ) throws -> StructuredResponse<Value> {
    guard let choice = response.choices.first else {
      throw failure(.emptyContent, "there is no choice", response, "", asks: asks)
    }
    let text = choice.message.text ?? ""
    if let refusal = choice.message.refusal, !refusal.isEmpty {
      throw failure(.refused, refusal, response, refusal, asks: asks)
    }
    if choice.finishReason?.isContentFilter == true {
      throw failure(
        .refused, "the provider withheld content (\(choice.finishReason?.rawValue ?? ""))",
        response, text, asks: asks)
    }
    let isCut = choice.finishReason?.isLengthLimit == true
    guard text.contains(where: { !$0.isWhitespace }) else {
      if isCut { throw failure(.cutOff, "before any content", response, text, asks: asks) }
      let reason =
        choice.message.toolCalls.isEmpty && choice.finishReason != .toolCalls
        ? "the model said nothing" : "the model asked for tools instead"
      throw failure(.emptyContent, reason, response, text, asks: asks)
    }
    let candidates = StructuredText.candidates(text)
    var mismatches: [(StructuredText.Candidate, any Error)] = []
    for candidate in candidates {
      do {
        return StructuredResponse(
          value: try candidate.document.decode(Value.self, options: options.decoding),
          wrapping: candidate.wrapping, asks: asks, response: response)
      } catch {
        mismatches.append((candidate, error))
      }
    }
    if isCut {
      throw failure(.cutOff, "the text ends in its middle", response, text, asks: asks)
    }
    // The largest is most likely the one that was meant.
    let meant = mismatches.max { $0.0.document.bytes.count < $1.0.document.bytes.count }
    guard let (candidate, error) = meant else {
      throw notJSON(response, text, asks: asks)
    }
    throw mismatch(error, in: candidate.document, response, text, asks: asks)
  }

  private func notJSON(
    _ response: ChatCompletionResponse, _ text: String, asks: Int
  ) -> ClientError {
    var reason = "no JSON in it"
    do {
      _ = try JSONDocument(parsing: text)
    } catch {
      reason = "\(error)"
    }
    reason += ", in \"\(excerpt(text))\""
    return failure(
      .notJSON, reason, response, text, expected: "JSON for \(Value.self)",
      found: excerpt(text), asks: asks)
  }

  private func mismatch(
    _ error: any Error, in document: JSONDocument, _ response: ChatCompletionResponse,
    _ text: String, asks: Int
  ) -> ClientError {
    let fault = DecodingFault(error, in: document, redactor)
    let place = fault.path.isEmpty ? "" : "at /\(fault.path.joined(separator: "/")): "
    return failure(
      .schemaMismatch, "\(place)expected \(fault.expected), found \(fault.found)", response, text,
      path: fault.path, expected: fault.expected, found: fault.found, asks: asks)
  }

  private func failure(
    _ code: ClientError.Code, _ reason: String, _ response: ChatCompletionResponse,
    _ text: String, path: [String] = [], expected: String = "JSON for \(Value.self)",
    found: String? = nil, asks: Int
  ) -> ClientError {
    var context = ClientError.Context()
    context.status = 200
    context.requestID = response.requestID
    context.attempt = response.timings.attempts
    context.waiting = response.timings.waiting
    context.partialResponse = response
    context.structured = StructuredMismatch(
      rawText: redactor.redactOwn(text), codingPath: path, expected: expected,
      found: found ?? excerpt(text), asks: asks)
    return ClientError(code, because: redactor.redact(reason), context: context)
  }

  private func excerpt(_ text: String) -> String {
    text.isEmpty ? "nothing" : redactor.excerpt(text.utf8, limit: 80)
  }
}

/// What does not fit where, from the error of a decoder.
struct DecodingFault {
  var path: [String]
  var expected: String
  var found: String

  init(_ error: any Error, in document: JSONDocument, _ redactor: Redactor) {
    guard let error = error as? DecodingError else {
      (path, expected, found) = ([], "what the type accepts (\(error))", "something else")
      return
    }
    let context: DecodingError.Context
    switch error {
    case .keyNotFound(let key, let found):
      path = found.codingPath.map(Self.token) + [Self.token(key)]
      expected = "a value"
      self.found = "no such member"
      return
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
      context = found
    @unknown default:
      (path, expected, found) = ([], "\(error)", "something else")
      return
    }
    path = context.codingPath.map(Self.token)
    let value = document.root[JSONPointer(tokens: path)]
    found = value.map { redactor.excerpt(document.bytes[$0.byteRange], limit: 60) } ?? "nothing"
    // JSONModel says "expected …, found …"; a type of its own may say anything.
    if context.debugDescription.hasPrefix("expected "),
      let end = context.debugDescription.firstRange(of: ", found ")
    {
      expected = String(context.debugDescription[..<end.lowerBound].dropFirst(9))
    } else {
      expected = "what the type accepts (\(context.debugDescription))"
    }
  }

  private static func token(_ key: any CodingKey) -> String {
    key.intValue.map { String($0) } ?? key.stringValue
  }
}

import AssayInput
import JSONModel

/// What is done with a reply's text before an assertion looks at it: steps, in order.
struct TextTransform: Sendable {
  enum Step: Sendable {
    case trim, lowercase, uppercase, collapseWhitespace, stripCodeFence, stripReasoning
    case firstLine, lastLine, json
    case jsonPath(JSONPath)
    case pattern(BoundedPattern, BoundedPattern.Group)
  }

  enum Outcome {
    case reply(Reply)
    /// The step finds nothing in the text.
    case nothing(reason: String)
  }

  let steps: [Step]

  /// - Throws: What keeps a pattern from being decided.
  func apply(to reply: Reply) throws -> Outcome {
    var text = reply.text
    for step in steps {
      switch try Self.apply(step, to: text) {
      case .success(let result): text = result
      case .failure(let nothing): return .nothing(reason: nothing.reason)
      }
    }
    return .reply(reply.replacingText(with: text))
  }

  private struct Nothing: Error {
    var reason: String
  }

  private static func apply(_ step: Step, to text: String) throws -> Result<String, Nothing> {
    switch step {
    case .trim: return .success(TextPieces.trimmed(text))
    case .lowercase: return .success(text.lowercased())
    case .uppercase: return .success(text.uppercased())
    case .collapseWhitespace: return .success(TextPieces.words(text).joined(separator: " "))
    case .stripCodeFence: return .success(TextPieces.withoutCodeFence(text))
    case .stripReasoning: return .success(TextPieces.withoutReasoning(text))
    case .firstLine, .lastLine:
      let lines = text.split(whereSeparator: \.isNewline).filter {
        !$0.allSatisfy(\.isWhitespace)
      }
      let line = if case .firstLine = step { lines.first } else { lines.last }
      return line.map { .success(String($0)) }
        ?? .failure(Nothing(reason: "there is no line in \(Excerpt.quoted(text))"))
    case .json:
      return try EmbeddedJSON.first(in: text).map { .success($0.text()) }
        ?? .failure(Nothing(reason: "there is no JSON in \(Excerpt.quoted(text))"))
    case .jsonPath(let path): return try select(path, in: text)
    case .pattern(let pattern, let group):
      return try pattern.firstMatch(in: text)?[group].map { .success($0) }
        ?? .failure(
          Nothing(reason: "/\(pattern.text)/ does not match \(Excerpt.quoted(text))"))
    }
  }

  /// A query for one value gives it; one for any number of them gives their list.
  private static func select(
    _ path: JSONPath, in text: String
  ) throws -> Result<String, Nothing> {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch let error as JSONSyntaxError {
      if let refused = RefusedJSON(error) { throw refused }
      return .failure(
        Nothing(reason: "\(path) needs JSON: \(error); found \(Excerpt.quoted(text))"))
    }
    let found = path.values(in: value)
    guard let first = found.first else {
      return .failure(Nothing(reason: "\(path) selects nothing in \(Excerpt.quoted(text))"))
    }
    if !path.isSingular { return .success(JSONValue.array(found).text()) }
    return .success(first.stringValue ?? first.text())
  }
}

extension Reply {
  /// The same reply with another text, for assertions that look at a part of it.
  func replacingText(with text: String) -> Reply {
    Reply(
      text: text, toolCalls: toolCalls, refusal: refusal, finishReason: finishReason,
      model: model, latency: latency, timeToFirstToken: timeToFirstToken, usage: usage, cost: cost)
  }
}

package import AssayAssertions
package import JSONModel

/// How a value is taken out of a reply.
package enum CaptureSource: Sendable {
  /// The one value that a query selects in the reply's text, read as JSON.
  case path(JSONPath, text: String)
  /// The one value that a query selects in the list of the reply's tool calls, each with `id`,
  /// `name` and `arguments`.
  case toolCalls(JSONPath, text: String)
  /// A group of a pattern's first match, by number or name.
  case pattern(CapturePattern)
  /// The whole text.
  case reply

  /// Why there is no value.
  package struct Missing: Error, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// The value in a reply.
  ///
  /// - Parameter toolCalls: The reply's tool calls as JSON.
  /// - Throws: ``Missing`` if the reply does not have it; another error if that cannot be told.
  package func value(in reply: Reply, toolCalls: @autoclosure () -> JSONValue) throws -> JSONValue {
    switch self {
    case .reply:
      return .string(reply.text)
    case .pattern(let pattern):
      return .string(try pattern.find(in: reply.text))
    case .path(let path, let text):
      guard case .value(let json) = reply.json else {
        throw Missing(description: "\(text): the reply is not JSON: \(Excerpt.quoted(reply.text))")
      }
      return try Self.one(path, text, in: json)
    case .toolCalls(let path, let text):
      return try Self.one(path, text, in: toolCalls())
    }
  }

  private static func one(_ path: JSONPath, _ text: String, in json: JSONValue) throws -> JSONValue
  {
    let found = path.values(in: json)
    guard found.count == 1 else {
      throw Missing(
        description: "\(text) selects \(found.isEmpty ? "nothing" : "\(found.count) values") in "
          + Excerpt.quoted(json.text()))
    }
    return found[0]
  }
}

/// A regular expression of which one group is wanted.
package struct CapturePattern: Sendable {
  private let pattern: BoundedPattern
  private let group: BoundedPattern.Group

  /// What is wrong with a pattern.
  package struct Invalid: Error, Sendable {
    package var message: String
    package var isAboutGroup = false
  }

  /// - Parameter group: If absent, the first, or the whole match of a pattern without groups.
  /// - Throws: ``Invalid``.
  package init(_ text: String, group: BoundedPattern.Group?) throws(Invalid) {
    do {
      pattern = try BoundedPattern(text)
    } catch {
      throw Invalid(message: "this is not a regular expression: \(error)")
    }
    self.group = group ?? .number(pattern.groupCount > 0 ? 1 : 0)
    guard pattern.has(self.group) else {
      let message =
        switch self.group {
        case .number(let number): "/\(text)/ has \(pattern.groupCount) groups, not \(number)"
        case .name(let name): "/\(text)/ has no group named \"\(name)\""
        }
      throw Invalid(message: message, isAboutGroup: true)
    }
  }

  fileprivate func find(in subject: String) throws -> String {
    guard let found = try pattern.firstMatch(in: subject)?[group] else {
      throw CaptureSource.Missing(
        description: "/\(pattern.text)/ matches nothing in \(Excerpt.quoted(subject))")
    }
    return found
  }
}

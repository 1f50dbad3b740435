package import AssayAssertions
import Foundation
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

/// A regular expression (ICU's syntax) of which one group is wanted.
package struct CapturePattern: Sendable {
  private let expression: NSRegularExpression
  private let text: String
  private let group: Group

  package enum Group: Sendable, Hashable {
    case number(Int)
    case name(String)
  }

  /// How many times ICU may report progress: about a second of backtracking.
  private static let limit = 6_000

  /// What is wrong with a pattern.
  package struct Invalid: Error, Sendable {
    package var message: String
    package var isAboutGroup = false
  }

  /// - Throws: ``Invalid``.
  package init(_ text: String, group: Group?) throws(Invalid) {
    guard let expression = try? NSRegularExpression(pattern: text) else {
      throw Invalid(message: "ICU cannot read /\(text)/ as a regular expression")
    }
    let count = expression.numberOfCaptureGroups
    let group = group ?? .number(count > 0 ? 1 : 0)
    switch group {
    case .number(let number):
      guard (0...count).contains(number) else {
        throw Invalid(message: "/\(text)/ has \(count) groups, not \(number)", isAboutGroup: true)
      }
    case .name(let name):
      guard text.contains("(?<\(name)>") else {
        throw Invalid(message: "/\(text)/ has no group named \"\(name)\"", isAboutGroup: true)
      }
    }
    self.expression = expression
    self.text = text
    self.group = group
  }

  fileprivate func find(in subject: String) throws -> String {
    var match: NSTextCheckingResult?
    var reports = 0
    expression.enumerateMatches(
      in: subject, options: .reportProgress, range: NSRange(subject.startIndex..., in: subject)
    ) { result, _, stop in
      match = result
      reports += 1
      stop.pointee = ObjCBool(result != nil || reports > Self.limit)
    }
    if match == nil, reports > Self.limit {
      throw Undecided(description: "/\(text)/ was given up: it backtracks too much")
    }
    let range =
      switch group {
      case .number(let number): match?.range(at: number)
      case .name(let name): match?.range(withName: name)
      }
    guard let range, let found = Range(range, in: subject) else {
      throw CaptureSource.Missing(
        description: "/\(text)/ matches nothing in \(Excerpt.quoted(subject))")
    }
    return String(subject[found])
  }

  /// The search was given up, so nobody knows whether there is a match.
  struct Undecided: Error, CustomStringConvertible {
    var description: String
  }
}

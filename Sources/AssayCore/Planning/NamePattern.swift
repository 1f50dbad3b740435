import JSONModel

/// A choice of names as people write it: a name, a glob (`people-*`, `?`), or a regular
/// expression (ECMA-262) between slashes (`/^a.*z$/`).
public struct NamePattern: Sendable {
  public let text: String
  private let kind: Kind

  private enum Kind: Sendable {
    case glob([Character])
    case expression(RegularExpression)
  }

  /// A text that is none, and why.
  public struct SyntaxError: Error, Sendable, CustomStringConvertible {
    public var description: String
  }

  public init(_ text: String) throws {
    self.text = text
    if text.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
      let source = String(text.dropFirst().dropLast())
      do {
        kind = .expression(try RegularExpression(source))
      } catch {
        throw SyntaxError(description: "\(text) is not a regular expression: \(error)")
      }
    } else if text.isEmpty {
      throw SyntaxError(description: "the name of a case cannot be empty")
    } else {
      kind = .glob(Array(text))
    }
  }

  public func matches(_ name: String) -> Bool {
    switch kind {
    case .glob(let pattern): Self.matches(Array(name), pattern)
    // It takes linear time but for back-references, and names are short: what is undecided after
    // millions of steps is none that anybody meant.
    case .expression(let expression): expression.search(name) == .found
    }
  }

  /// Whether the text is a plain name, which must then exist.
  public var isPlain: Bool {
    if case .glob(let pattern) = kind { return !pattern.contains { $0 == "*" || $0 == "?" } }
    return false
  }

  /// The text of a pattern that matches this name and no other.
  package static func exactly(_ name: String) -> String {
    let isExpression = name.count > 1 && name.hasPrefix("/") && name.hasSuffix("/")
    guard isExpression || name.contains(where: { $0 == "*" || $0 == "?" }) else { return name }
    let escaped = name.map { "^$\\.*+?()[]{}|/".contains($0) ? "\\\($0)" : String($0) }
    return "/^\(escaped.joined())$/"
  }

  /// Linear but for the number of stars: goes back to the last star only.
  private static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
    var (position, place) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while position < name.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[position] {
        place += 1
        position += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        place = last.pattern + 1
        position = last.name + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}

/// A JSON Pointer with places left open: the token `*` stands for any one token, `**` for any
/// number of them, none included. `/choices/*/id` names the id of every choice, `/**/id` every
/// id. A key that is spelled `*` cannot be told from the wildcard; a JSONPath can name it.
public struct JSONPointerPattern: Sendable, Hashable {
  private let tokens: [String]

  /// Reads the string form, or nil if it is no pointer (RFC 6901).
  public init?(_ text: String) {
    guard let pointer = JSONPointer(text) else { return nil }
    tokens = pointer.tokens
  }

  public func matches(_ pointer: JSONPointer) -> Bool { matches(pointer.tokens) }

  func matches(_ path: [String]) -> Bool {
    // All positions in the pattern that the tokens so far lead to.
    var states: Set<Int> = []
    add(0, to: &states)
    for token in path {
      var next: Set<Int> = []
      for state in states where state < tokens.count {
        if tokens[state] == "**" {
          add(state, to: &next)
        } else if tokens[state] == "*" || tokens[state].hasSameScalars(as: token) {
          add(state + 1, to: &next)
        }
      }
      if next.isEmpty { return false }
      states = next
    }
    return states.contains(tokens.count)
  }

  private func add(_ state: Int, to states: inout Set<Int>) {
    var state = state
    states.insert(state)
    while state < tokens.count, tokens[state] == "**" {
      state += 1
      states.insert(state)
    }
  }
}

extension JSONPointerPattern: CustomStringConvertible {
  public var description: String { JSONPointer(tokens: tokens).description }
}

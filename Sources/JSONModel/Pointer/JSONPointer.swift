/// A way from the root of a document to one value (RFC 6901).
public struct JSONPointer: Sendable, Hashable {
  /// The reference tokens, unescaped: keys of objects and indexes of arrays.
  public var tokens: [String]

  /// The pointer to the whole document.
  public static let root = JSONPointer(tokens: [])

  public init(tokens: [String]) {
    self.tokens = tokens
  }

  /// Reads the string form (RFC 6901, section 3), or nil if it is not one: it must be empty
  /// or start with `/`, and `~` must be followed by `0` or `1`.
  public init?(_ text: String) {
    if text.isEmpty {
      self.init(tokens: [])
      return
    }
    guard text.unicodeScalars.first == "/" else { return nil }
    var tokens: [String] = []
    for part in text.unicodeScalars.dropFirst().split(
      separator: "/", omittingEmptySubsequences: false)
    {
      var token = String.UnicodeScalarView()
      var scalars = part.makeIterator()
      while let scalar = scalars.next() {
        guard scalar == "~" else {
          token.append(scalar)
          continue
        }
        switch scalars.next() {
        case "0": token.append("~")
        case "1": token.append("/")
        default: return nil
        }
      }
      tokens.append(String(token))
    }
    self.init(tokens: tokens)
  }

  public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: tokens + [token]) }
  public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }
}

extension JSONPointer {
  /// Whether both name the same place; keys compare by their Unicode scalars, as JSON's do.
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.count == right.tokens.count
      && zip(left.tokens, right.tokens).allSatisfy { $0.hasSameScalars(as: $1) }
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The string form: `/cases/3/assert/0`; empty for the whole document.
  public var description: String {
    var text = ""
    for token in tokens {
      text += "/"
      for scalar in token.unicodeScalars {
        switch scalar {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }
}

extension JSONPointer {
  /// The array index that `token` names: digits without a leading zero (RFC 6901, section 4).
  static func arrayIndex(_ token: String) -> Int? {
    let digits = token.utf8
    guard !digits.isEmpty, digits.allSatisfy(Byte.isDigit),
      digits.count == 1 || digits.first != Byte.zero
    else { return nil }
    return Int(token)
  }
}

extension JSONValue {
  /// The value that `pointer` names, or nil if there is none.
  public subscript(pointer: JSONPointer) -> JSONValue? {
    pointer.tokens.reduce(Optional(self)) { value, token in
      switch value {
      case .object(let object): object[token]
      case .array: JSONPointer.arrayIndex(token).flatMap { value?[$0] }
      default: nil
      }
    }
  }
}

extension JSONNode {
  /// The value that `pointer` names, or nil if there is none.
  public subscript(pointer: JSONPointer) -> JSONNode? {
    pointer.tokens.reduce(Optional(self)) { node, token in
      switch node?.kind {
      case .object: node?[token]
      case .array: JSONPointer.arrayIndex(token).flatMap { node?[$0] }
      default: nil
      }
    }
  }
}

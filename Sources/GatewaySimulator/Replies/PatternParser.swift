/// Reads the common part of the regular expressions of ECMAScript and ICU.
struct PatternParser {
  private var rest: Substring.UnicodeScalarView

  /// nil for what cannot be read.
  static func parse(_ pattern: String) -> PatternNode? {
    var parser = PatternParser(rest: Substring(pattern).unicodeScalars)
    guard let node = parser.alternatives(), parser.rest.isEmpty else { return nil }
    return node
  }

  private static let digits = Array("0123456789".unicodeScalars)
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
  private static let capitals = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
  private static let word = letters + capitals + digits + ["_"]
  private static let printable = (0x20...0x7e).compactMap { Unicode.Scalar($0 as UInt8) }

  private mutating func next() -> Unicode.Scalar? { rest.popFirst() }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest.removeFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func alternatives() -> PatternNode? {
    var branches: [PatternNode] = []
    repeat {
      guard let branch = sequence() else { return nil }
      branches.append(branch)
    } while take("|" as Unicode.Scalar)
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() -> PatternNode? {
    var parts: [PatternNode] = []
    while let first = rest.first, first != "|", first != ")" {
      guard let atom = atom(), let part = quantified(atom) else { return nil }
      parts.append(part)
    }
    return .sequence(parts)
  }

  private mutating func atom() -> PatternNode? {
    guard let scalar = next() else { return nil }
    switch scalar {
    case "^", "$": return .sequence([])
    case ".": return .characters(Self.letters + Self.digits)
    case "(": return group()
    case "[": return characterClass()
    case "\\": return escape(inClass: false)
    case "*", "+", "?", "{": return nil
    default: return .characters([scalar])
    }
  }

  private mutating func group() -> PatternNode? {
    var isAssertion = false
    if take("?" as Unicode.Scalar) {
      isAssertion = take("=") || take("!") || take("<=") || take("<!")
      if !isAssertion, !take(":") {
        guard take("<") || take("P<") else { return nil }
        while let scalar = next(), scalar != ">" {}
      }
    }
    guard let inside = alternatives(), take(")" as Unicode.Scalar) else { return nil }
    return isAssertion ? .sequence([]) : inside
  }

  private mutating func quantified(_ atom: PatternNode) -> PatternNode? {
    let minimum: Int
    let maximum: Int?
    switch rest.first {
    case "*": (minimum, maximum) = (0, nil)
    case "+": (minimum, maximum) = (1, nil)
    case "?": (minimum, maximum) = (0, 1)
    case "{":
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let bounds = String(rest[rest.index(after: rest.startIndex)..<end])
        .split(separator: ",", omittingEmptySubsequences: false)
      guard let low = bounds.first.flatMap({ Int($0) }), bounds.count <= 2 else { return nil }
      rest = rest[end...]
      (minimum, maximum) = (low, bounds.count == 1 ? low : Int(bounds[1]))
    default:
      return atom
    }
    rest.removeFirst()
    // Lazy or possessive: the same texts match.
    if rest.first == "?" || rest.first == "+" { rest.removeFirst() }
    return .repeated(atom, minimum: minimum, maximum: maximum)
  }

  private mutating func escape(inClass: Bool) -> PatternNode? {
    guard let scalar = next() else { return nil }
    switch scalar {
    case "d": return .characters(Self.digits)
    case "w": return .characters(Self.word)
    case "s": return .characters([" "])
    case "D", "W": return .characters(scalar == "D" ? Self.letters : ["-", ".", "!"])
    case "S": return .characters(Self.word)
    case "b" where !inClass, "B" where !inClass, "A", "z", "Z": return .sequence([])
    case "n": return .characters(["\n"])
    case "r": return .characters(["\r"])
    case "t": return .characters(["\t"])
    case "x": return hexadecimal(2)
    case "u": return hexadecimal(4)
    case "p": return property()
    case "0"..."9": return nil
    default: return .characters([scalar])
    }
  }

  private mutating func hexadecimal(_ count: Int) -> PatternNode? {
    guard rest.count >= count, let value = UInt32(String(rest.prefix(count)), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    rest.removeFirst(count)
    return .characters([scalar])
  }

  private mutating func property() -> PatternNode? {
    guard take("{" as Unicode.Scalar), let end = rest.firstIndex(of: "}") else { return nil }
    let name = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    switch name {
    case "L", "Letter", "Alphabetic", "Ll", "Lowercase": return .characters(Self.letters)
    case "Lu", "Uppercase": return .characters(Self.capitals)
    case "N", "Nd": return .characters(Self.digits)
    case "P", "Punctuation": return .characters([".", "-", "!"])
    default: return nil
    }
  }

  private mutating func characterClass() -> PatternNode? {
    let isNegated = take("^" as Unicode.Scalar)
    var members: [Unicode.Scalar] = []
    var isFirst = true
    while let scalar = next() {
      if scalar == "]", !isFirst {
        guard isNegated else { return members.isEmpty ? nil : .characters(members) }
        let excluded = Set(members)
        let allowed = (Self.letters + Self.digits).filter { !excluded.contains($0) }
        return .characters(
          allowed.isEmpty ? Self.printable.filter { !excluded.contains($0) } : allowed)
      }
      isFirst = false
      var from = scalar
      if scalar == "\\" {
        guard case .characters(let escaped)? = escape(inClass: true) else { return nil }
        guard escaped.count == 1, let only = escaped.first else {
          members += escaped
          continue
        }
        from = only
      }
      members += range(from: from)
    }
    return nil
  }

  /// `a-z`, or just the one scalar.
  private mutating func range(from first: Unicode.Scalar) -> [Unicode.Scalar] {
    var ahead = rest
    guard ahead.popFirst() == "-", var last = ahead.popFirst(), last != "]" else { return [first] }
    if last == "\\" {
      guard let escaped = ahead.popFirst() else { return [first] }
      last = escaped
    }
    guard first.value <= last.value else { return [first] }
    rest = ahead
    // A wide range is as well served by its beginning.
    return (first.value...min(last.value, first.value + 127)).compactMap { Unicode.Scalar($0) }
  }
}

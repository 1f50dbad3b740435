/// Reads I-Regexps by the grammar of RFC 9485, section 3.
struct IRegexpParser {
  private static let maximumDepth = 100

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func parse() throws -> IRegexpSyntax {
    let syntax = try parseAlternatives()
    guard position == scalars.count else { throw fault("')' closes nothing") }
    return syntax
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  private func fault(_ message: String) -> IRegexp.Fault {
    IRegexp.Fault(message: "\(message) (character \(position + 1))")
  }

  // MARK: Structure

  private mutating func parseAlternatives() throws -> IRegexpSyntax {
    guard depth < Self.maximumDepth else {
      throw IRegexp.Fault(message: "groups nest too deep", isTooLarge: true)
    }
    depth += 1
    defer { depth -= 1 }
    var branches = [try parseBranch()]
    while skip("|") { branches.append(try parseBranch()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func parseBranch() throws -> IRegexpSyntax {
    var pieces: [IRegexpSyntax] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      pieces.append(try parseQuantifier(parseAtom(scalar)))
    }
    return pieces.count == 1 ? pieces[0] : .sequence(pieces)
  }

  private mutating func parseQuantifier(_ atom: IRegexpSyntax) throws -> IRegexpSyntax {
    if skip("*") { return .repetition(atom, minimum: 0, maximum: nil) }
    if skip("+") { return .repetition(atom, minimum: 1, maximum: nil) }
    if skip("?") { return .repetition(atom, minimum: 0, maximum: 1) }
    guard skip("{") else { return atom }
    let minimum = try parseCount()
    var maximum: Int? = minimum
    if skip(",") { maximum = current == "}" ? nil : try parseCount() }
    guard skip("}") else { throw fault("expected '}'") }
    if let maximum, maximum < minimum { throw fault("the range of counts is empty") }
    return .repetition(atom, minimum: minimum, maximum: maximum)
  }

  private mutating func parseCount() throws -> Int {
    var count = 0
    let start = position
    while let scalar = current, ("0"..."9") ~= scalar {
      // Beyond any program size that is allowed, the exact count makes no difference.
      count = min(count * 10 + Int(scalar.value - 0x30), 1_000_000)
      position += 1
    }
    guard position > start else { throw fault("expected a count") }
    return count
  }

  // MARK: Atoms

  private mutating func parseAtom(_ scalar: Unicode.Scalar) throws -> IRegexpSyntax {
    position += 1
    switch scalar {
    case "(":
      let inner = try parseAlternatives()
      guard skip(")") else { throw fault("expected ')'") }
      return inner
    case "[": return .set(try parseClass())
    case ".": return .set(.dot)
    case "^": return .start
    case "$": return .end
    case "\\": return .set(try parseEscape())
    case "*", "+", "?", "{", "}", "]":
      position -= 1
      throw fault("'\(scalar)' must be escaped here")
    default: return .set(.one(scalar))
    }
  }

  /// Reads what follows a backslash.
  private mutating func parseEscape() throws -> IRegexpSet {
    if current == "p" || current == "P" {
      var set = IRegexpSet()
      set.categories = [try parseCategory()]
      return set
    }
    return .one(try parseSingleEscape())
  }

  private mutating func parseSingleEscape() throws -> Unicode.Scalar {
    guard let scalar = current else { throw fault("the expression ends after a backslash") }
    position += 1
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "("..."+", "-", ".", "?", "["..."^", "{"..."}": return scalar
    default:
      position -= 1
      throw fault("'\\\(scalar)' is not in I-Regexp")
    }
  }

  private mutating func parseCategory() throws -> IRegexpSet.Category {
    let isNegated = current == "P"
    position += 1
    guard skip("{") else { throw fault("expected '{' and a category") }
    var name = ""
    while let scalar = current, scalar != "}" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard skip("}"), let members = IRegexpSet.Category.named(name) else {
      throw fault("'\(name)' is no category of characters")
    }
    return IRegexpSet.Category(members: members, isNegated: isNegated)
  }

  // MARK: Classes

  private mutating func parseClass() throws -> IRegexpSet {
    var set = IRegexpSet()
    set.isNegated = skip("^")
    let start = position
    while let scalar = current, scalar != "]" {
      if scalar == "-" {
        // Only at the two ends does a hyphen stand for itself.
        let isFirst = position == start
        position += 1
        guard isFirst || current == "]" else { throw fault("'-' must be escaped here") }
        set.ranges.append(scalar.value...scalar.value)
      } else {
        try parseClassItem(into: &set)
      }
    }
    guard position > start else { throw fault("a class has at least one character") }
    guard skip("]") else { throw fault("expected ']'") }
    return set
  }

  private mutating func parseClassItem(into set: inout IRegexpSet) throws {
    if current == "\\", position + 1 < scalars.count,
      scalars[position + 1] == "p" || scalars[position + 1] == "P"
    {
      position += 1
      set.categories.append(try parseCategory())
      return
    }
    let first = try parseClassCharacter()
    let hasRange =
      current == "-" && position + 1 < scalars.count && scalars[position + 1] != "]"
    guard hasRange else {
      set.ranges.append(first.value...first.value)
      return
    }
    position += 1
    let last = try parseClassCharacter()
    guard first <= last else { throw fault("the range of characters is empty") }
    set.ranges.append(first.value...last.value)
  }

  private mutating func parseClassCharacter() throws -> Unicode.Scalar {
    guard let scalar = current else { throw fault("expected ']'") }
    position += 1
    switch scalar {
    case "\\": return try parseSingleEscape()
    case "[", "]", "-":
      position -= 1
      throw fault("'\(scalar)' must be escaped here")
    default: return scalar
    }
  }
}

/// Reads the pattern grammar of ECMA-262 (section 22.2.1) as with the `u` flag.
///
/// Two liberties of Annex B that cannot be misread are kept because published schemas use them:
/// punctuation may be escaped without need (`\-`, `\@`), and braces and a closing bracket that
/// belong to nothing stand for themselves.
struct PatternParser {
  struct Result {
    let root: PatternNode
    let groupCount: Int
    let hasBackreferences: Bool
  }

  /// Groups nested deeper than this are refused rather than risked.
  private static let maximumDepth = 200

  let scalars: [Unicode.Scalar]
  var position = 0
  private var groupCount = 0
  private(set) var groupNames: [String: [Int]] = [:]
  private var highestReference = (group: 0, offset: 0)
  private(set) var hasBackreferences = false
  private var depth = 0

  init(_ source: String) {
    scalars = Array(source.unicodeScalars)
  }

  mutating func parse() throws(RegularExpressionError) -> Result {
    let root = try disjunction()
    if let scalar = peek { throw fault("unexpected \"\(scalar)\"") }
    if highestReference.group > groupCount {
      throw RegularExpressionError(
        offset: highestReference.offset,
        message: "there is no group \(highestReference.group) to refer to")
    }
    return Result(
      root: try resolvingNames(root), groupCount: groupCount,
      hasBackreferences: hasBackreferences)
  }

  // MARK: Scanning

  var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  func fault(_ message: String, at offset: Int? = nil) -> RegularExpressionError {
    RegularExpressionError(offset: offset ?? position, message: message)
  }

  // MARK: Grammar

  private mutating func disjunction() throws(RegularExpressionError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw fault("groups nest deeper than \(Self.maximumDepth) levels")
    }
    var alternatives = [try alternative()]
    while take("|") { alternatives.append(try alternative()) }
    return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
  }

  private mutating func alternative() throws(RegularExpressionError) -> PatternNode {
    var terms: [PatternNode] = []
    while let next = peek, next != "|", next != ")" { terms.append(try term()) }
    switch terms.count {
    case 0: return .empty
    case 1: return terms[0]
    default: return .sequence(terms)
    }
  }

  private mutating func term() throws(RegularExpressionError) -> PatternNode {
    let start = position
    let firstGroup = groupCount + 1
    let (node, isQuantifiable) = try atom()
    guard let bounds = try quantifier() else { return node }
    guard isQuantifiable else {
      throw fault("an assertion cannot be repeated", at: start)
    }
    return .repeat(
      PatternRepeat(
        body: node, minimum: bounds.minimum, maximum: bounds.maximum, isGreedy: bounds.isGreedy,
        groups: firstGroup..<groupCount + 1))
  }

  private mutating func atom() throws(RegularExpressionError) -> (PatternNode, Bool) {
    guard let next = peek else { throw fault("the pattern ends too early") }
    switch next {
    case "^":
      position += 1
      return (.lineStart, false)
    case "$":
      position += 1
      return (.lineEnd, false)
    case "(":
      return try group()
    case ".":
      position += 1
      return (.set(ScalarClass(ranges: ScalarRanges.lineTerminator, isNegated: true)), true)
    case "[":
      return (.set(try characterClass()), true)
    case "\\":
      return try atomEscape()
    case "*", "+", "?":
      throw fault("there is nothing to repeat before \"\(next)\"")
    case "{" where bracedQuantifier(at: position) != nil:
      throw fault("there is nothing to repeat before \"{\"")
    default:
      position += 1
      return (.scalar(next.value), true)
    }
  }

  private mutating func group() throws(RegularExpressionError) -> (PatternNode, Bool) {
    let start = position
    position += 1
    var look: (isBehind: Bool, isNegated: Bool)?
    var number: Int?
    if peek == "?" {
      if take("?:") {
      } else if take("?=") {
        look = (false, false)
      } else if take("?!") {
        look = (false, true)
      } else if take("?<=") {
        look = (true, false)
      } else if take("?<!") {
        look = (true, true)
      } else if take("?<") {
        number = try newGroup(named: groupName())
      } else {
        throw fault("\"(?\" must be followed by one of : = ! <= <! or <name>")
      }
    } else {
      number = try newGroup(named: nil)
    }
    let body = try disjunction()
    guard take(")") else { throw fault("the group is not closed", at: start) }
    if let look {
      return (
        .look(PatternLook(body: body, isBehind: look.isBehind, isNegated: look.isNegated)), false
      )
    }
    return (number.map { .capture($0, body) } ?? body, true)
  }

  private mutating func newGroup(named name: String?) throws(RegularExpressionError) -> Int {
    groupCount += 1
    if let name {
      guard groupNames[name] == nil else {
        throw fault("the group name \"\(name)\" is used twice")
      }
      groupNames[name] = [groupCount]
    }
    return groupCount
  }

  /// A name and its `>`.
  mutating func groupName() throws(RegularExpressionError) -> String {
    let start = position
    var name = String.UnicodeScalarView()
    while let next = peek, next != ">" {
      let isFirst = name.isEmpty
      let isAllowed =
        next == "$" || next == "_"
        || (isFirst ? next.properties.isIDStart : next.properties.isIDContinue)
      guard isAllowed else { throw fault("a group name cannot have \"\(next)\" here") }
      name.append(next)
      position += 1
    }
    guard !name.isEmpty, take(">") else { throw fault("a group name is not closed", at: start) }
    return String(name)
  }

  // MARK: Quantifiers

  private struct Bounds {
    var minimum: Int
    var maximum: Int?
    var isGreedy = true
  }

  private mutating func quantifier() throws(RegularExpressionError) -> Bounds? {
    let start = position
    var bounds: Bounds
    switch peek {
    case "*": bounds = Bounds(minimum: 0, maximum: nil)
    case "+": bounds = Bounds(minimum: 1, maximum: nil)
    case "?": bounds = Bounds(minimum: 0, maximum: 1)
    case "{":
      guard let braced = bracedQuantifier(at: position) else { return nil }
      bounds = braced.bounds
      position = braced.end - 1
    default: return nil
    }
    position += 1
    if let maximum = bounds.maximum, maximum < bounds.minimum {
      throw fault("the numbers of a repetition are in the wrong order", at: start)
    }
    if take("?") {
      bounds.isGreedy = false
    } else if peek == "+" {
      throw fault("possessive repetition is not part of ECMA-262")
    }
    return bounds
  }

  /// `{2}`, `{2,}` or `{2,5}` at `start`.
  private func bracedQuantifier(at start: Int) -> (bounds: Bounds, end: Int)? {
    var place = start + 1
    func number() -> Int? {
      var value: Int?
      while place < scalars.count, let digit = scalars[place].decimalDigit {
        // Beyond any text's length a repetition is as good as without end.
        value = min((value ?? 0) * 10 + digit, Int(Int32.max))
        place += 1
      }
      return value
    }
    guard let minimum = number() else { return nil }
    var maximum: Int? = minimum
    if place < scalars.count, scalars[place] == "," {
      place += 1
      maximum = number()
    }
    guard place < scalars.count, scalars[place] == "}" else { return nil }
    return (Bounds(minimum: minimum, maximum: maximum), place + 1)
  }

  // MARK: References

  mutating func reference(to group: Int, at offset: Int) -> PatternNode {
    hasBackreferences = true
    if group > highestReference.group { highestReference = (group, offset) }
    return .backreference([group])
  }

  mutating func reference(to name: String, at offset: Int) -> PatternNode {
    hasBackreferences = true
    return .namedReference(name, offset: offset)
  }
}

extension Unicode.Scalar {
  var decimalDigit: Int? {
    value &- 0x30 < 10 ? Int(value - 0x30) : nil
  }

  var hexDigit: UInt32? {
    guard isASCII else { return nil }
    return Byte.hexDigit(UInt8(value)).map(UInt32.init)
  }
}

/// Reads queries by the grammar of RFC 9535.
struct PathParser {
  /// The type of the error that everything here throws.
  typealias Fault = JSONPath.SyntaxError

  /// How deep parentheses, functions and filters may nest.
  static let maximumDepth = 100

  private let scalars: [Unicode.Scalar]
  var position = 0
  var depth = 0
  var warnings: [JSONPath.Warning] = []

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  // MARK: Characters

  var current: Unicode.Scalar? { peek(0) }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  mutating func skip(word: String) -> Bool {
    let word = Array(word.unicodeScalars)
    guard scalars[position...].starts(with: word) else { return false }
    position += word.count
    return true
  }

  mutating func skipBlanks() {
    while let scalar = current, [" ", "\t", "\n", "\r"].contains(scalar) { position += 1 }
  }

  mutating func takeWhile(_ belongs: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while let scalar = current, belongs(scalar) { position += 1 }
    return text(from: start)
  }

  func text(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<position])
    return String(text)
  }

  func fault(_ message: String, _ code: Fault.Code = .syntax, at offset: Int? = nil) -> Fault {
    Fault(code: code, offset: offset ?? position, message: message)
  }

  func unexpected(_ expected: String) -> Fault {
    guard let current else { return fault("the query ends where \(expected) is expected") }
    return fault("expected \(expected), found '\(current)'")
  }

  mutating func nested<Result>(_ body: (inout Self) throws -> Result) throws -> Result {
    guard depth < Self.maximumDepth else {
      throw fault("nested deeper than the limit of \(Self.maximumDepth)", .tooComplex)
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Segments

  mutating func parseWhole() throws -> [PathSegment] {
    guard skip("$") else {
      let hint = current.map { [" ", "\t", "\n", "\r"].contains($0) } ?? false
      throw fault("a query starts with $" + (hint ? ", without white space before it" : ""))
    }
    let segments = try parseSegments()
    if position < scalars.count {
      if scalars[position...].allSatisfy({ [" ", "\t", "\n", "\r"].contains($0) }) {
        throw fault("white space is not allowed at the end of a query")
      }
      throw unexpected("'.', '..' or '['")
    }
    return segments
  }

  /// Reads segments as long as there are any; blanks that no segment follows stay unread.
  mutating func parseSegments() throws -> [PathSegment] {
    var segments: [PathSegment] = []
    while true {
      let start = position
      skipBlanks()
      switch current {
      case "[":
        segments.append(PathSegment(isDescendant: false, selectors: try parseBrackets()))
      case ".":
        position += 1
        let isDescendant = skip(".")
        if isDescendant, current == "[" {
          segments.append(PathSegment(isDescendant: true, selectors: try parseBrackets()))
        } else {
          segments.append(
            PathSegment(isDescendant: isDescendant, selectors: [try parseShorthand()]))
        }
      default:
        position = start
        return segments
      }
    }
  }

  private mutating func parseShorthand() throws -> PathSelector {
    if skip("*") { return .wildcard }
    guard let first = current, Self.isNameFirst(first) else {
      throw unexpected("a name or '*' after the dot")
    }
    return .name(takeWhile { Self.isNameFirst($0) || ("0"..."9") ~= $0 })
  }

  private static func isNameFirst(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default: scalar.value >= 0x80
    }
  }

  private mutating func parseBrackets() throws -> [PathSelector] {
    position += 1
    var selectors: [PathSelector] = []
    repeat {
      skipBlanks()
      selectors.append(try parseSelector())
      skipBlanks()
    } while skip(",")
    guard skip("]") else { throw unexpected("',' or ']'") }
    return selectors
  }

  private mutating func parseSelector() throws -> PathSelector {
    switch current {
    case "'", "\"":
      return .name(try parseString())
    case "*":
      position += 1
      return .wildcard
    case "?":
      position += 1
      skipBlanks()
      return .filter(try nested { try $0.parseCondition() })
    case let scalar? where scalar == "-" || scalar == ":" || ("0"..."9") ~= scalar:
      return try parseIndexOrSlice()
    default:
      throw unexpected("a selector (a quoted name, an index, a slice, '*' or '?')")
    }
  }

  private mutating func parseIndexOrSlice() throws -> PathSelector {
    let start = try parseIntegerIfAny()
    let afterStart = position
    skipBlanks()
    guard skip(":") else {
      position = afterStart
      guard let start else { throw unexpected("an index") }
      return .index(start)
    }
    skipBlanks()
    let end = try parseIntegerIfAny()
    let afterEnd = position
    skipBlanks()
    guard skip(":") else {
      position = afterEnd
      return .slice(start: start, end: end, step: 1)
    }
    let afterColon = position
    skipBlanks()
    guard let step = try parseIntegerIfAny() else {
      position = afterColon
      return .slice(start: start, end: end, step: 1)
    }
    return .slice(start: start, end: end, step: step)
  }
}

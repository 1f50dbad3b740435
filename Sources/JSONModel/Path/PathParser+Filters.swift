extension PathParser {
  /// What stands in a filter before it is known in which role.
  private enum Term {
    case literal(JSONValue)
    case query(PathSubquery)
    case value(PathOperand, function: String)
    case logical(PathCondition, function: String)
  }

  /// logical-expr = and *("||" and)
  mutating func parseCondition() throws -> PathCondition {
    var branches = [try parseConjunction()]
    while try skipOperator("||") { branches.append(try parseConjunction()) }
    return branches.count == 1 ? branches[0] : .any(branches)
  }

  private mutating func parseConjunction() throws -> PathCondition {
    var parts = [try parseBasic()]
    while try skipOperator("&&") { parts.append(try parseBasic()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func skipOperator(_ name: String) throws -> Bool {
    let start = position
    skipBlanks()
    guard skip(word: name) else {
      position = start
      return false
    }
    skipBlanks()
    return true
  }

  private mutating func parseBasic() throws -> PathCondition {
    if current == "!" {
      position += 1
      skipBlanks()
      let start = position
      if current == "(" { return .not(try parseParentheses()) }
      let term = try parseTerm()
      if try parseComparison() != nil {
        throw fault(
          "'!' negates a test or parentheses; put the comparison into parentheses", at: start)
      }
      return .not(try test(term, at: start))
    }
    if current == "(" { return try parseParentheses() }
    let start = position
    let left = try parseTerm()
    guard let comparison = try parseComparison() else { return try test(left, at: start) }
    let rightStart = position
    let right = try parseTerm()
    return .comparison(
      try operand(left, at: start), comparison, try operand(right, at: rightStart))
  }

  private mutating func parseParentheses() throws -> PathCondition {
    try nested { parser in
      parser.position += 1
      parser.skipBlanks()
      let condition = try parser.parseCondition()
      parser.skipBlanks()
      guard parser.skip(")") else { throw parser.unexpected("')', '&&' or '||'") }
      return condition
    }
  }

  private mutating func parseComparison() throws -> PathComparison? {
    let start = position
    skipBlanks()
    for comparison in PathComparison.allCases where skip(word: comparison.rawValue) {
      skipBlanks()
      return comparison
    }
    if current == "=" { throw fault("equality is written ==") }
    position = start
    return nil
  }

  // MARK: Terms

  private mutating func parseTerm() throws -> Term {
    switch current {
    case "@", "$":
      return .query(try parseSubquery())
    case "'", "\"":
      return .literal(.string(try parseString()))
    case let scalar? where scalar == "-" || ("0"..."9") ~= scalar:
      return .literal(try parseNumber())
    case let scalar? where ("a"..."z") ~= scalar:
      return try parseWord()
    default:
      throw unexpected("a query, a literal or a function")
    }
  }

  private mutating func parseSubquery() throws -> PathSubquery {
    let isRelative = current == "@"
    position += 1
    return try nested { parser in
      PathSubquery(isRelative: isRelative, segments: try parser.parseSegments())
    }
  }

  private mutating func parseWord() throws -> Term {
    let start = position
    let word = takeWhile { scalar in
      switch scalar {
      case "a"..."z", "_", "0"..."9": true
      default: false
      }
    }
    guard current == "(" else {
      switch word {
      case "true": return .literal(true)
      case "false": return .literal(false)
      case "null": return .literal(.null)
      default:
        throw fault("'\(word)' is neither a literal nor a function call", at: start)
      }
    }
    return try nested { try $0.parseCall(word, at: start) }
  }

  // MARK: Roles

  /// A term by itself: a test whether there is something, or a function that says yes or no.
  private func test(_ term: Term, at start: Int) throws -> PathCondition {
    switch term {
    case .query(let query): return .exists(query)
    case .logical(let condition, _): return condition
    case .literal: throw fault("a literal must be compared with something", at: start)
    case .value(_, let function):
      throw fault("the result of \(function)() must be compared with something", .type, at: start)
    }
  }

  /// A term as one side of a comparison or an argument that is a value.
  private func operand(_ term: Term, at start: Int) throws -> PathOperand {
    switch term {
    case .literal(let value): return .literal(value)
    case .value(let operand, _): return operand
    case .query(let query):
      guard query.steps != nil else {
        throw fault(
          "this query may select several values; use names and indexes only, or value()", .type,
          at: start)
      }
      return .query(query)
    case .logical(_, let function):
      throw fault("the result of \(function)() is no value to compare", .type, at: start)
    }
  }

  // MARK: Functions

  private static let functions = ["length": 1, "count": 1, "value": 1, "match": 2, "search": 2]

  private mutating func parseCall(_ name: String, at start: Int) throws -> Term {
    position += 1
    skipBlanks()
    var arguments: [(term: Term, start: Int)] = []
    if !skip(")") {
      repeat {
        skipBlanks()
        arguments.append(try parseArgument())
        skipBlanks()
      } while skip(",")
      guard skip(")") else { throw unexpected("',' or ')'") }
    }
    guard let count = Self.functions[name] else {
      let known = Self.functions.keys.sorted().joined(separator: ", ")
      throw fault("there is no function \(name)(); there are \(known)", .unknownFunction, at: start)
    }
    guard arguments.count == count else {
      let needed = count == 1 ? "1 argument" : "\(count) arguments"
      throw fault("\(name)() takes \(needed), not \(arguments.count)", .type, at: start)
    }
    switch name {
    case "length":
      let argument = try operand(arguments[0].term, at: arguments[0].start)
      return .value(.length(argument), function: name)
    case "count", "value":
      guard case .query(let query) = arguments[0].term else {
        throw fault("\(name)() takes a query", .type, at: arguments[0].start)
      }
      return .value(name == "count" ? .count(query) : .value(query), function: name)
    default:
      let text = try operand(arguments[0].term, at: arguments[0].start)
      let pattern = try pattern(arguments[1].term, at: arguments[1].start)
      return .logical(.matches(text, pattern, isWhole: name == "match"), function: name)
    }
  }

  private mutating func parseArgument() throws -> (term: Term, start: Int) {
    let start = position
    if current == "!" || current == "(" {
      _ = try nested { try $0.parseCondition() }
      throw fault("no function takes a condition", .type, at: start)
    }
    let term = try parseTerm()
    let end = position
    let isCompared = try parseComparison() != nil
    skipBlanks()
    if isCompared || skip(word: "&&") || skip(word: "||") {
      throw fault("no function takes a condition", .type, at: start)
    }
    position = end
    return (term, start)
  }

  private mutating func pattern(_ term: Term, at start: Int) throws -> PathPattern {
    guard case .literal(.string(let text)) = term else {
      return .operand(try operand(term, at: start))
    }
    do {
      return .literal(try IRegexp(text))
    } catch let error as IRegexp.Fault {
      guard !error.isTooLarge else {
        throw fault("this regular expression is too large", .tooComplex, at: start)
      }
      warnings.append(
        JSONPath.Warning(
          offset: start,
          message: "this is no I-Regexp (RFC 9485), so it matches nothing: \(error.message)"))
      return .literal(nil)
    }
  }
}

extension PathEvaluator {
  func holds(_ condition: PathCondition, for current: JSONValue) -> Bool {
    switch condition {
    case .any(let conditions): return conditions.contains { holds($0, for: current) }
    case .all(let conditions): return conditions.allSatisfy { holds($0, for: current) }
    case .not(let condition): return !holds(condition, for: current)
    case .exists(let query): return exists(query, for: current)
    case .comparison(let left, let comparison, let right):
      return Self.compare(value(of: left, for: current), comparison, value(of: right, for: current))
    case .matches(let text, let pattern, let isWhole):
      guard case .string(let text)? = value(of: text, for: current),
        let expression = expression(pattern, for: current)
      else { return false }
      return isWhole ? expression.matchesWhole(text) : expression.matchesPart(of: text)
    }
  }

  // MARK: Queries

  private func start(of query: PathSubquery, for current: JSONValue) -> JSONValue {
    query.isRelative ? current : root
  }

  private func exists(_ query: PathSubquery, for current: JSONValue) -> Bool {
    let start = start(of: query, for: current)
    if let steps = query.steps { return Self.follow(steps, from: start) != nil }
    var isFound = false
    run(query.segments, on: start) { _, _ in
      isFound = true
      return false
    }
    return isFound
  }

  // MARK: Values

  /// The value, or nil for the RFC's Nothing.
  private func value(of operand: PathOperand, for current: JSONValue) -> JSONValue? {
    switch operand {
    case .literal(let value): return value
    case .query(let query):
      guard let steps = query.steps else { return nil }
      return Self.follow(steps, from: start(of: query, for: current))
    case .length(let operand):
      switch value(of: operand, for: current) {
      case .string(let text): return .number(JSONNumber(text.unicodeScalars.count))
      case .array(let elements): return .number(JSONNumber(elements.count))
      case .object(let object): return .number(JSONNumber(object.count))
      default: return nil
      }
    case .count(let query):
      var count = 0
      run(query.segments, on: start(of: query, for: current)) { _, _ in
        count += 1
        return true
      }
      return .number(JSONNumber(count))
    case .value(let query):
      var found: [JSONValue] = []
      run(query.segments, on: start(of: query, for: current)) { value, _ in
        found.append(value)
        return found.count < 2
      }
      // Not by `?:`, where the nil would be read as a JSON null.
      guard found.count == 1 else { return nil }
      return found[0]
    }
  }

  private func expression(_ pattern: PathPattern, for current: JSONValue) -> IRegexp? {
    switch pattern {
    case .literal(let expression): return expression
    case .operand(let operand):
      guard case .string(let text)? = value(of: operand, for: current) else { return nil }
      return expressions.expression(text)
    }
  }

  // MARK: Comparison

  /// RFC 9535, section 2.3.5.2.2; nil is Nothing.
  static func compare(
    _ left: JSONValue?, _ comparison: PathComparison, _ right: JSONValue?
  ) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: isLess(left, right)
    case .greater: isLess(right, left)
    case .lessOrEqual: isLess(left, right) || left == right
    case .greaterOrEqual: isLess(right, left) || left == right
    }
  }

  private static func isLess(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    // UTF-8 sorts as its scalars do.
    case (.string(let left), .string(let right)):
      left.utf8.lexicographicallyPrecedes(right.utf8)
    default: false
    }
  }
}

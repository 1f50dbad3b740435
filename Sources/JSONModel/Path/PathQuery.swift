// A compiled query, in the terms of RFC 9535, sections 2.3 to 2.5.

struct PathSegment: Sendable {
  var isDescendant: Bool
  var selectors: [PathSelector]

  /// The step, if the segment selects at most one child.
  var singular: NormalizedPath.Step? {
    guard !isDescendant, selectors.count == 1 else { return nil }
    switch selectors[0] {
    case .name(let name): return .name(name)
    case .index(let index): return .index(index)
    default: return nil
    }
  }
}

enum PathSelector: Sendable {
  case name(String)
  case wildcard
  case index(Int)
  case slice(start: Int?, end: Int?, step: Int)
  case filter(PathCondition)
}

/// A query within a filter.
struct PathSubquery: Sendable {
  /// Whether it starts at `@` rather than at `$`.
  var isRelative: Bool
  var segments: [PathSegment]
  /// The steps, if it is a singular query.
  var steps: [NormalizedPath.Step]?

  init(isRelative: Bool, segments: [PathSegment]) {
    self.isRelative = isRelative
    self.segments = segments
    steps = PathEvaluator.singularSteps(segments)
  }
}

/// What a filter says of a value: true or false.
indirect enum PathCondition: Sendable {
  case any([PathCondition])
  case all([PathCondition])
  case not(PathCondition)
  case exists(PathSubquery)
  case comparison(PathOperand, PathComparison, PathOperand)
  case matches(PathOperand, PathPattern, isWhole: Bool)
}

enum PathComparison: String, Sendable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case less = "<"
  case greater = ">"
}

/// Something that has a value or none.
indirect enum PathOperand: Sendable {
  case literal(JSONValue)
  case query(PathSubquery)
  case length(PathOperand)
  case count(PathSubquery)
  case value(PathSubquery)
}

/// The second argument of `match` and `search`.
enum PathPattern: Sendable {
  /// A literal, compiled; nil if it is no I-Regexp.
  case literal(IRegexp?)
  case operand(PathOperand)
}

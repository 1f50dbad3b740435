/// A regular expression as parsed.
indirect enum PatternNode {
  case empty
  case scalar(UInt32)
  case set(ScalarClass)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  case capture(Int, PatternNode)
  case `repeat`(PatternRepeat)
  case lineStart
  case lineEnd
  case wordBoundary(isNegated: Bool)
  case look(PatternLook)
  /// The groups that a back-reference may mean: several only where names repeat.
  case backreference([Int])
  /// A named reference, before all groups are known.
  case namedReference(String, offset: Int)
}

struct PatternRepeat {
  let body: PatternNode
  let minimum: Int
  /// Nil for no limit.
  let maximum: Int?
  let isGreedy: Bool
  /// The capture groups inside, which each round forgets.
  let groups: Range<Int>
}

struct PatternLook {
  let body: PatternNode
  let isBehind: Bool
  let isNegated: Bool
}

/// A step of the matching machine. Targets are positions in the program.
enum PatternInstruction: Sendable {
  case scalar(UInt32, backward: Bool)
  case set(Int, backward: Bool)
  /// A class repeated: the common loop, without a step per round.
  case repeatSet(Int, minimum: Int, maximum: Int, greedy: Bool, backward: Bool)
  /// Goes on at the first target, and at the second one if that fails.
  case split(Int, Int)
  case jump(Int)
  case save(slot: Int)
  case forget(slots: Range<Int>)
  /// Notes where a round of a loop starts; `loopEnd` fails if the round was empty.
  case loopStart(register: Int)
  case loopEnd(register: Int)
  case textStart
  case textEnd
  case wordBoundary(isNegated: Bool)
  /// The body follows and ends with `match`; then comes what is at `next`.
  case look(isNegated: Bool, next: Int)
  case backreference([Int], backward: Bool)
  case match
}

struct PatternProgram: Sendable {
  var instructions: [PatternInstruction] = []
  var sets: [ScalarClass] = []
  var groupCount = 0
  var registerCount = 0
  var usesCaptures = false
  /// Whether a match can only start at the start of the text.
  var isAnchored = false
}

/// Turns a parsed pattern into a program.
struct PatternCompiler {
  /// Repetitions with bounds are written out; more than this is refused.
  private static let maximumInstructions = 50_000
  /// How many rounds of a class are written out before its endless repetition.
  private static let maximumUnrolled = 4

  private var program = PatternProgram()

  static func compile(
    _ parsed: PatternParser.Result
  ) throws(RegularExpressionError) -> PatternProgram {
    var compiler = PatternCompiler()
    compiler.program.groupCount = parsed.groupCount
    compiler.program.usesCaptures = parsed.hasBackreferences
    compiler.program.isAnchored = parsed.root.startsAtTextStart
    try compiler.emit(parsed.root, backward: false)
    compiler.program.instructions.append(.match)
    return compiler.program
  }

  private var next: Int { program.instructions.count }

  private mutating func append(
    _ instruction: PatternInstruction
  ) throws(RegularExpressionError) {
    guard next < Self.maximumInstructions else {
      throw RegularExpressionError(
        offset: 0, message: "the pattern is too large: its repetitions multiply")
    }
    program.instructions.append(instruction)
  }

  private mutating func set(_ set: ScalarClass) -> Int {
    program.sets.append(set)
    return program.sets.count - 1
  }

  private mutating func emit(
    _ node: PatternNode, backward: Bool
  ) throws(RegularExpressionError) {
    switch node {
    case .empty, .namedReference: break
    case .scalar(let value): try append(.scalar(value, backward: backward))
    case .set(let scalars): try append(.set(set(scalars), backward: backward))
    case .sequence(let parts):
      for part in backward ? parts.reversed() : parts { try emit(part, backward: backward) }
    case .alternatives(let parts): try emitAlternatives(parts, backward: backward)
    case .capture(let number, let body):
      guard program.usesCaptures else { return try emit(body, backward: backward) }
      try append(.save(slot: backward ? number * 2 + 1 : number * 2))
      try emit(body, backward: backward)
      try append(.save(slot: backward ? number * 2 : number * 2 + 1))
    case .repeat(let loop): try emitRepeat(loop, backward: backward)
    case .lineStart: try append(.textStart)
    case .lineEnd: try append(.textEnd)
    case .wordBoundary(let isNegated): try append(.wordBoundary(isNegated: isNegated))
    case .look(let look):
      let place = next
      try append(.match)
      try emit(look.body, backward: look.isBehind)
      try append(.match)
      program.instructions[place] = .look(isNegated: look.isNegated, next: next)
    case .backreference(let groups): try append(.backreference(groups, backward: backward))
    }
  }

  private mutating func emitAlternatives(
    _ parts: [PatternNode], backward: Bool
  ) throws(RegularExpressionError) {
    var exits: [Int] = []
    for (position, part) in parts.enumerated() {
      let isLast = position == parts.count - 1
      let split = next
      if !isLast { try append(.match) }
      try emit(part, backward: backward)
      guard !isLast else { break }
      exits.append(next)
      try append(.match)
      program.instructions[split] = .split(split + 1, next)
    }
    for exit in exits { program.instructions[exit] = .jump(next) }
  }

  private mutating func emitRepeat(
    _ loop: PatternRepeat, backward: Bool
  ) throws(RegularExpressionError) {
    if let scalars = loop.body.singleSet {
      let set = set(scalars)
      var minimum = loop.minimum
      if loop.maximum == nil, minimum <= Self.maximumUnrolled {
        // What is left can be memorized by its place alone; see `PatternMatcher.stepSet`.
        for _ in 0..<minimum { try append(.set(set, backward: backward)) }
        minimum = 0
      }
      try append(
        .repeatSet(
          set, minimum: minimum, maximum: loop.maximum ?? Int.max, greedy: loop.isGreedy,
          backward: backward))
      return
    }
    for _ in 0..<loop.minimum { try emitRound(loop, backward: backward) }
    guard let maximum = loop.maximum else {
      try emitEndless(loop, backward: backward)
      return
    }
    var splits: [Int] = []
    for _ in loop.minimum..<max(maximum, loop.minimum) {
      splits.append(next)
      try append(.match)
      try emitGuardedRound(loop, backward: backward)
    }
    for split in splits { setSplit(at: split, exit: next, isGreedy: loop.isGreedy) }
  }

  private mutating func emitEndless(
    _ loop: PatternRepeat, backward: Bool
  ) throws(RegularExpressionError) {
    let split = next
    try append(.match)
    try emitGuardedRound(loop, backward: backward)
    try append(.jump(split))
    setSplit(at: split, exit: next, isGreedy: loop.isGreedy)
  }

  private mutating func setSplit(at place: Int, exit: Int, isGreedy: Bool) {
    program.instructions[place] = isGreedy ? .split(place + 1, exit) : .split(exit, place + 1)
  }

  /// A round that must not be empty (ECMA-262, section 22.2.2.3.1, step 2.b).
  private mutating func emitGuardedRound(
    _ loop: PatternRepeat, backward: Bool
  ) throws(RegularExpressionError) {
    let register = program.registerCount
    program.registerCount += 1
    try append(.loopStart(register: register))
    try emitRound(loop, backward: backward)
    try append(.loopEnd(register: register))
  }

  private mutating func emitRound(
    _ loop: PatternRepeat, backward: Bool
  ) throws(RegularExpressionError) {
    if program.usesCaptures, !loop.groups.isEmpty {
      try append(.forget(slots: loop.groups.lowerBound * 2..<loop.groups.upperBound * 2))
    }
    let before = next
    try emit(loop.body, backward: backward)
    if next == before {
      // A body of nothing, many times: count it so that the size limit holds.
      try append(.jump(next + 1))
    }
  }
}

extension PatternNode {
  /// The class of a node that always takes one scalar.
  fileprivate var singleSet: ScalarClass? {
    switch self {
    case .scalar(let value): ScalarClass(ranges: [value...value])
    case .set(let scalars): scalars
    default: nil
    }
  }

  fileprivate var startsAtTextStart: Bool {
    switch self {
    case .lineStart: true
    case .sequence(let parts): parts.first?.startsAtTextStart ?? false
    case .alternatives(let parts): parts.allSatisfy(\.startsAtTextStart)
    case .capture(_, let body): body.startsAtTextStart
    default: false
    }
  }
}

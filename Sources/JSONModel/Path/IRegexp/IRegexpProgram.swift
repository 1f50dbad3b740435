/// One step of a compiled expression.
enum IRegexpInstruction: Sendable {
  /// Takes one character and goes on with the next step.
  case take(IRegexpSet)
  case takeScalar(Unicode.Scalar)
  /// Goes on at both places.
  case split(Int, Int)
  case jump(Int)
  case assertStart
  case assertEnd
  case accept
}

/// Turns expressions into programs.
struct IRegexpCompiler {
  /// Counted repetitions are written out, so that sizes multiply.
  private static let maximumSize = 20_000

  private var program: [IRegexpInstruction] = []

  mutating func compile(_ syntax: IRegexpSyntax) throws -> [IRegexpInstruction] {
    try emit(syntax)
    program.append(.accept)
    return program
  }

  private mutating func append(_ instruction: IRegexpInstruction) throws {
    guard program.count < Self.maximumSize else {
      throw IRegexp.Fault(message: "its repetitions make it too large", isTooLarge: true)
    }
    program.append(instruction)
  }

  private mutating func emit(_ syntax: IRegexpSyntax) throws {
    switch syntax {
    case .empty: break
    case .set(let set):
      if !set.isNegated, set.categories.isEmpty, set.ranges.count == 1,
        set.ranges[0].count == 1, let scalar = Unicode.Scalar(set.ranges[0].lowerBound)
      {
        try append(.takeScalar(scalar))
      } else {
        try append(.take(set))
      }
    case .start: try append(.assertStart)
    case .end: try append(.assertEnd)
    case .sequence(let parts): for part in parts { try emit(part) }
    case .alternatives(let branches): try emit(alternatives: branches)
    case .repetition(let body, let minimum, let maximum):
      try emit(repetition: body, minimum, maximum)
    }
  }

  private mutating func emit(alternatives branches: [IRegexpSyntax]) throws {
    var jumps: [Int] = []
    for (index, branch) in branches.enumerated() {
      if index == branches.count - 1 {
        try emit(branch)
      } else {
        let split = program.count
        try append(.split(0, 0))
        try emit(branch)
        jumps.append(program.count)
        try append(.jump(0))
        program[split] = .split(split + 1, program.count)
      }
    }
    for jump in jumps { program[jump] = .jump(program.count) }
  }

  private mutating func emit(
    repetition body: IRegexpSyntax, _ minimum: Int, _ maximum: Int?
  ) throws {
    // A body without any steps would be repeated in vain, however often.
    let start = program.count
    for _ in 0..<minimum {
      try emit(body)
      if program.count == start { return }
    }
    guard let maximum else {
      let split = program.count
      try append(.split(0, 0))
      try emit(body)
      try append(.jump(split))
      program[split] = .split(split + 1, program.count)
      return
    }
    var splits: [Int] = []
    for _ in minimum..<maximum {
      splits.append(program.count)
      try append(.split(0, 0))
      try emit(body)
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
  }
}

/// Runs a program on a text, in all the states that are possible at once.
struct IRegexpMatcher {
  private let program: [IRegexpInstruction]
  /// The steps that are waiting for a character, each once.
  private var states: [Int] = []
  private var isListed: [Bool]
  private var waiting: [Int] = []
  private var isAccepted = false

  init(_ program: [IRegexpInstruction]) {
    self.program = program
    isListed = Array(repeating: false, count: program.count)
  }

  consuming func run(_ text: String, isWhole: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    for position in 0...scalars.count {
      let isFirst = position == 0
      let isLast = position == scalars.count
      let previous = states
      for state in previous { isListed[state] = false }
      states.removeAll(keepingCapacity: true)
      isAccepted = false
      if isFirst || !isWhole { reach(0, isFirst, isLast) }
      if !isFirst {
        for state in previous where takes(state, scalars[position - 1]) {
          reach(state + 1, isFirst, isLast)
        }
      }
      clearUnconditional()
      if isAccepted, !isWhole || isLast { return true }
      if isWhole, states.isEmpty { return false }
    }
    return false
  }

  private func takes(_ state: Int, _ scalar: Unicode.Scalar) -> Bool {
    switch program[state] {
    case .takeScalar(let wanted): wanted == scalar
    case .take(let set): set.contains(scalar)
    default: false
    }
  }

  /// The steps that were passed without taking a character, to be forgotten at the next one.
  private var passed: [Int] = []

  private mutating func clearUnconditional() {
    for step in passed { isListed[step] = false }
    passed.removeAll(keepingCapacity: true)
  }

  /// Adds the step at `start` and all that can be reached from it without a character.
  private mutating func reach(_ start: Int, _ isFirst: Bool, _ isLast: Bool) {
    waiting.append(start)
    while let step = waiting.popLast() {
      guard !isListed[step] else { continue }
      isListed[step] = true
      switch program[step] {
      case .take, .takeScalar:
        states.append(step)
        continue
      case .split(let first, let second): waiting += [second, first]
      case .jump(let target): waiting.append(target)
      case .assertStart: if isFirst { waiting.append(step + 1) }
      case .assertEnd: if isLast { waiting.append(step + 1) }
      case .accept: isAccepted = true
      }
      passed.append(step)
    }
  }
}

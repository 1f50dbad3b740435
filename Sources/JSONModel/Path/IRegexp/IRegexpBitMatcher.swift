/// Runs a small program on a text: the set of all states that are possible at once is the bits of
/// one word, so that a match allocates nothing.
struct IRegexpBitMatcher {
  /// How many instructions a program may have.
  static let capacity = 64

  private let program: [IRegexpInstruction]

  init(_ program: [IRegexpInstruction]) {
    self.program = program
  }

  func run(_ text: String, isWhole: Bool) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    var scalar = scalars.next()
    var states: UInt64 = 0
    var isAccepted = false
    add(0, to: &states, isFirst: true, isLast: scalar == nil, &isAccepted)
    if isAccepted, !isWhole || scalar == nil { return true }
    while let current = scalar {
      scalar = scalars.next()
      let isLast = scalar == nil
      var next: UInt64 = 0
      isAccepted = false
      while states != 0 {
        let state = states.trailingZeroBitCount
        states &= states &- 1
        if takes(state, current) {
          add(state + 1, to: &next, isFirst: false, isLast: isLast, &isAccepted)
        }
      }
      if !isWhole { add(0, to: &next, isFirst: false, isLast: isLast, &isAccepted) }
      if isAccepted, !isWhole || isLast { return true }
      if isWhole, next == 0 { return false }
      states = next
    }
    return false
  }

  @inline(__always)
  private func takes(_ state: Int, _ scalar: Unicode.Scalar) -> Bool {
    switch program[state] {
    case .takeScalar(let wanted): wanted == scalar
    case .take(let set): set.contains(scalar)
    default: false
    }
  }

  /// Adds the step at `start` and all that can be reached from it without a character.
  private func add(
    _ start: Int, to states: inout UInt64, isFirst: Bool, isLast: Bool, _ isAccepted: inout Bool
  ) {
    var waiting: UInt64 = 1 << UInt64(start)
    var passed: UInt64 = 0
    while waiting != 0 {
      let step = waiting.trailingZeroBitCount
      let bit: UInt64 = 1 << UInt64(step)
      waiting &= ~bit
      passed |= bit
      var reached: UInt64 = 0
      switch program[step] {
      case .take, .takeScalar: states |= bit
      case .split(let first, let second): reached = 1 << UInt64(first) | 1 << UInt64(second)
      case .jump(let target): reached = 1 << UInt64(target)
      case .assertStart: if isFirst { reached = bit << 1 }
      case .assertEnd: if isLast { reached = bit << 1 }
      case .accept: isAccepted = true
      }
      waiting |= reached & ~passed
    }
  }
}

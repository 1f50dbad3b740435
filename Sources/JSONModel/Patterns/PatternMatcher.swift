/// Runs a program over a text with backtracking.
///
/// After some steps it begins to note which states (instruction and place) it has tried: trying
/// one again cannot end otherwise as long as no back-reference looks at the way there. That
/// keeps `(a+)+$` and its like linear.
struct PatternMatcher {
  private enum Frame {
    /// Go on here.
    case state(instruction: Int, place: Int)
    /// A repeated class that may take fewer (greedy) or more (lazy) scalars.
    case shorter(instruction: Int, place: Int, shortest: Int)
    case longer(instruction: Int, place: Int, remaining: Int)
    case slot(Int, Int)
    case register(Int, Int)
  }

  private enum Limit {
    static let stepsWithoutMemory = 512
    /// Bits of memory for tried states: 8 MB.
    static let memoryBits = 64 << 20
  }

  private let program: PatternProgram
  let text: UnsafeBufferPointer<UInt8>
  private let maximumSteps: Int
  private var steps = 0
  private var frames: [Frame] = []
  private(set) var slots: [Int]
  private var registers: [Int]
  private var tried: [UInt64] = []
  /// Whether what was tried is noted.
  private var remembers = false
  private var isUndecided = false

  init(program: PatternProgram, text: UnsafeBufferPointer<UInt8>, maximumSteps: Int) {
    self.program = program
    self.text = text
    // A long text takes long, with any pattern: that alone must not leave it undecided.
    self.maximumSteps = maximumSteps + 64 * text.count
    slots = program.usesCaptures ? Array(repeating: -1, count: program.groupCount * 2 + 2) : []
    registers = Array(repeating: -1, count: program.registerCount)
  }

  mutating func search() -> RegularExpression.Outcome {
    var place = 0
    while true {
      if run(from: 0, at: place) { return .found }
      if isUndecided { return .undecided }
      guard !program.isAnchored, place < text.count else { return .notFound }
      place += 1
      while place < text.count, text[place] & 0xC0 == 0x80 { place += 1 }
    }
  }

  // MARK: The machine

  /// Whether the program matches from `instruction` on at `place`.
  private mutating func run(from instruction: Int, at place: Int, isInner: Bool = false) -> Bool {
    let base = frames.count
    var instruction = instruction
    var place = place
    while true {
      steps += 1
      if steps > maximumSteps {
        isUndecided = true
        return false
      }
      var goesOn = isInner || !wasTried(instruction, place)
      if goesOn {
        if case .match = program.instructions[instruction] { return true }
        goesOn = step(&instruction, &place)
        if isUndecided { return false }
      }
      if !goesOn, !backtrack(to: base, &instruction, &place) { return false }
    }
  }

  /// Does one instruction; false if it fails.
  private mutating func step(_ instruction: inout Int, _ place: inout Int) -> Bool {
    switch program.instructions[instruction] {
    case .scalar(let value, let backward):
      guard let (found, next) = take(at: place, backward: backward), found == value
      else { return false }
      place = next
    case .set(let set, let backward):
      guard let (found, next) = take(at: place, backward: backward),
        program.sets[set].contains(found)
      else { return false }
      place = next
    case .repeatSet(let set, 0, Int.max, let greedy, let backward) where remembers:
      return stepSet(set, isGreedy: greedy, backward: backward, &instruction, &place)
    case .repeatSet(let set, let minimum, let maximum, let greedy, let backward):
      guard
        repeatSet(
          set, minimum, maximum, isGreedy: greedy, backward: backward, instruction, &place)
      else { return false }
    case .split(let first, let second):
      frames.append(.state(instruction: second, place: place))
      instruction = first
      return true
    case .jump(let target):
      instruction = target
      return true
    case .save(let slot):
      setSlot(slot, place)
    case .forget(let range):
      for slot in range where slots[slot] >= 0 { setSlot(slot, -1) }
    case .loopStart(let register):
      frames.append(.register(register, registers[register]))
      registers[register] = place
    case .loopEnd(let register):
      if registers[register] == place { return false }
    case .textStart:
      if place != 0 { return false }
    case .textEnd:
      if place != text.count { return false }
    case .wordBoundary(let isNegated):
      let isBoundary = isWord(at: place, backward: true) != isWord(at: place, backward: false)
      if isBoundary == isNegated { return false }
    case .look(let isNegated, let next):
      guard look(from: instruction + 1, at: place) != isNegated, !isUndecided else { return false }
      instruction = next
      return true
    case .backreference(let groups, let backward):
      guard let next = repeated(groups, at: place, backward: backward) else { return false }
      place = next
    case .match:
      return false
    }
    instruction += 1
    return true
  }

  /// A lookaround: matched on its own, and not entered again once it has matched.
  private mutating func look(from instruction: Int, at place: Int) -> Bool {
    let base = frames.count
    let isFound = run(from: instruction, at: place, isInner: true)
    // Captures stay, the alternatives go; what undoes the captures must stay as well.
    let undo = frames[base...].filter {
      if case .slot = $0 { true } else { false }
    }
    frames.removeLast(frames.count - base)
    if isFound { frames += undo }
    return isFound
  }

  private mutating func setSlot(_ slot: Int, _ value: Int) {
    frames.append(.slot(slot, slots[slot]))
    slots[slot] = value
  }

  private mutating func backtrack(
    to base: Int, _ instruction: inout Int, _ place: inout Int
  ) -> Bool {
    while frames.count > base, let frame = frames.popLast() {
      switch frame {
      case .slot(let slot, let value): slots[slot] = value
      case .register(let register, let value): registers[register] = value
      case .state(let nextInstruction, let nextPlace):
        (instruction, place) = (nextInstruction, nextPlace)
        return true
      case .shorter(let owner, let last, let shortest):
        if resumeShorter(owner, last, shortest, &place) {
          instruction = owner + 1
          return true
        }
      case .longer(let owner, let last, let remaining):
        if resumeLonger(owner, last, remaining, &place) {
          instruction = owner + 1
          return true
        }
      }
    }
    return false
  }

  // MARK: Repeated classes

  /// One round of an endlessly repeated class, so that what was tried at a place is remembered:
  /// runs of it from many places would take quadratic time.
  private mutating func stepSet(
    _ set: Int, isGreedy: Bool, backward: Bool, _ instruction: inout Int, _ place: inout Int
  ) -> Bool {
    guard let (found, next) = take(at: place, backward: backward),
      program.sets[set].contains(found)
    else {
      instruction += 1
      return true
    }
    if isGreedy {
      frames.append(.state(instruction: instruction + 1, place: place))
      place = next
    } else {
      frames.append(.state(instruction: instruction, place: next))
      instruction += 1
    }
    return true
  }

  private mutating func repeatSet(
    _ set: Int, _ minimum: Int, _ maximum: Int, isGreedy: Bool, backward: Bool,
    _ instruction: Int, _ place: inout Int
  ) -> Bool {
    var count = 0
    var shortest = place
    let wanted = isGreedy ? maximum : minimum
    while count < wanted, let (found, next) = take(at: place, backward: backward),
      program.sets[set].contains(found)
    {
      place = next
      count += 1
      if count == minimum { shortest = place }
      steps += 1
    }
    guard count >= minimum else { return false }
    if isGreedy {
      if count > minimum {
        frames.append(.shorter(instruction: instruction, place: place, shortest: shortest))
      }
    } else if minimum < maximum {
      frames.append(
        .longer(instruction: instruction, place: place, remaining: maximum - minimum))
    }
    return true
  }

  /// Gives one scalar back.
  private mutating func resumeShorter(
    _ owner: Int, _ last: Int, _ shortest: Int, _ place: inout Int
  ) -> Bool {
    guard case .repeatSet(_, _, _, _, let backward) = program.instructions[owner],
      let (_, next) = take(at: last, backward: !backward)
    else { return false }
    if next != shortest {
      frames.append(.shorter(instruction: owner, place: next, shortest: shortest))
    }
    place = next
    return true
  }

  /// Takes one scalar more.
  private mutating func resumeLonger(
    _ owner: Int, _ last: Int, _ remaining: Int, _ place: inout Int
  ) -> Bool {
    guard case .repeatSet(let set, _, _, _, let backward) = program.instructions[owner],
      let (found, next) = take(at: last, backward: backward), program.sets[set].contains(found)
    else { return false }
    if remaining > 1 {
      frames.append(.longer(instruction: owner, place: next, remaining: remaining - 1))
    }
    place = next
    return true
  }

  // MARK: Memory

  private mutating func wasTried(_ instruction: Int, _ place: Int) -> Bool {
    guard steps > Limit.stepsWithoutMemory, !program.usesCaptures else { return false }
    if tried.isEmpty {
      let (bits, overflow) = program.instructions.count.multipliedReportingOverflow(
        by: text.count + 1)
      guard !overflow, bits <= Limit.memoryBits else { return false }
      tried = Array(repeating: 0, count: bits / 64 + 1)
      remembers = true
    }
    let bit = instruction * (text.count + 1) + place
    let mask: UInt64 = 1 << UInt64(bit % 64)
    if tried[bit / 64] & mask != 0 { return true }
    tried[bit / 64] |= mask
    return false
  }
}

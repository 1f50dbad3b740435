import AssayAssertions
import AssaySuites

/// One attempt that a run will make. Many closures refer to it, so it is no value.
final class PlannedAttempt: Sendable {
  let id: AttemptID
  let testCase: Suite.Case
  let prompt: Suite.Prompt
  let model: Suite.Model
  /// The place of its case in the suite's results.
  let slot: Int

  init(
    id: AttemptID, testCase: Suite.Case, prompt: Suite.Prompt, model: Suite.Model, slot: Int
  ) {
    self.id = id
    self.testCase = testCase
    self.prompt = prompt
    self.model = model
    self.slot = slot
  }
}

/// What a run will do of one suite: the matrix of models, prompts, cases and attempts, narrowed
/// by the cases and by a selection. It holds places, not copies: it may be large.
final class AttemptPlan: Sendable {
  /// A case with one prompt and one model, by their places in the suite.
  struct Slot: Sendable, Hashable {
    var model: Int32
    var prompt: Int32
    var testCase: Int32
  }

  /// An attempt by its slot; counted from 1.
  struct Entry: Sendable, Hashable {
    var slot: Int32
    var attempt: Int32
  }

  let suite: Suite
  let slots: [Slot]
  /// The names of the slots, in their order.
  let identities: [CaseIdentity]
  /// In the order of the suite: models, prompts, cases, attempts.
  let entries: [Entry]

  init(_ suite: Suite, _ isSelected: (CaseIdentity, Suite.Case) -> Bool = { _, _ in true }) {
    self.suite = suite
    var slots: [Slot] = []
    var identities: [CaseIdentity] = []
    var entries: [Entry] = []
    for (modelIndex, model) in suite.models.enumerated() {
      for (promptIndex, prompt) in suite.prompts.enumerated() {
        for (caseIndex, testCase) in suite.cases.enumerated()
        where testCase.runs(with: prompt, model) {
          let identity = CaseIdentity(
            suite: suite.name, caseID: testCase.id, prompt: prompt.id, model: model.label)
          guard isSelected(identity, testCase) else { continue }
          identities.append(identity)
          slots.append(
            Slot(
              model: Int32(modelIndex), prompt: Int32(promptIndex), testCase: Int32(caseIndex)))
        }
      }
    }
    for (position, slot) in slots.enumerated() {
      let testCase = suite.cases[Int(slot.testCase)]
      guard testCase.skipReason == nil else { continue }
      for attempt in 1...testCase.repetition.attempts {
        entries.append(Entry(slot: Int32(position), attempt: Int32(attempt)))
      }
    }
    self.slots = slots
    self.identities = identities
    self.entries = entries
  }

  func model(_ slot: Slot) -> Suite.Model { suite.models[Int(slot.model)] }
  func testCase(_ slot: Slot) -> Suite.Case { suite.cases[Int(slot.testCase)] }

  /// - Parameter slot: The place of the slot.
  func identity(_ slot: Int) -> CaseIdentity { identities[slot] }

  func id(_ entry: Entry) -> AttemptID {
    identities[Int(entry.slot)].attempt(Int(entry.attempt))
  }

  func attempt(_ entry: Entry) -> PlannedAttempt {
    let slot = slots[Int(entry.slot)]
    return PlannedAttempt(
      id: id(entry), testCase: testCase(slot),
      prompt: suite.prompts[Int(slot.prompt)], model: model(slot), slot: Int(entry.slot))
  }

  /// What the attempt is compared within; nil if none of its assertions compares replies.
  func comparison(_ entry: Entry, suite place: Int) -> ComparisonKey? {
    let slot = slots[Int(entry.slot)]
    guard testCase(slot).assertions.comparesReplies else { return nil }
    return ComparisonKey(
      suite: place, prompt: slot.prompt, testCase: slot.testCase, attempt: entry.attempt)
  }

  /// A result for each case of the matrix, with the attempts that are skipped from the start.
  func emptyResults() -> [CaseResult] {
    zip(slots, identities).map { slot, identity in
      let testCase = testCase(slot)
      return CaseResult(
        identity: identity, title: testCase.title, repetition: testCase.repetition,
        file: testCase.file, location: testCase.location,
        comparesReplies: testCase.assertions.comparesReplies,
        attempts: testCase.skipReason.map {
          [AttemptResult(id: identity.attempt(1), outcome: .skipped, reason: $0)]
        } ?? [])
    }
  }
}

/// A case with one prompt and one model, named by content. All that is told of a case carries it,
/// so that its names are held once.
public struct CaseIdentity: Sendable, Hashable {
  public var suite: String { names.suite }
  public var caseID: String { names.caseID }
  public var prompt: String { names.prompt }
  /// The model's label.
  public var model: String { names.model }

  private let names: Names

  private final class Names: Sendable, Hashable {
    let suite: String
    let caseID: String
    let prompt: String
    let model: String

    init(_ suite: String, _ caseID: String, _ prompt: String, _ model: String) {
      self.suite = suite
      self.caseID = caseID
      self.prompt = prompt
      self.model = model
    }

    static func == (left: Names, right: Names) -> Bool {
      left === right
        || (left.caseID, left.prompt, left.model, left.suite)
          == (right.caseID, right.prompt, right.model, right.suite)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(suite)
      hasher.combine(caseID)
      hasher.combine(prompt)
      hasher.combine(model)
    }
  }

  public init(suite: String, caseID: String, prompt: String, model: String) {
    names = Names(suite, caseID, prompt, model)
  }

  /// The same for all models whose replies are compared.
  var ofAnyModel: CaseIdentity {
    CaseIdentity(suite: suite, caseID: caseID, prompt: prompt, model: "")
  }

  func attempt(_ number: Int) -> AttemptID {
    AttemptID(self, attempt: number)
  }

  /// A hash that is the same everywhere and for ever, to share out and draw cases by.
  func stableHash(seed: UInt64 = 0) -> UInt64 {
    var hash = StableHash(seed: seed)
    for part in [suite, caseID, prompt, model] { hash.combine(part) }
    return hash.finish()
  }
}

/// FNV-1a of 64 bits with a mixing step at the end (MurmurHash3's), since its high bits are weak.
struct StableHash {
  private var state: UInt64

  init(seed: UInt64) {
    state = 0xCBF2_9CE4_8422_2325
    withUnsafeBytes(of: seed.littleEndian) { for byte in $0 { add(byte) } }
  }

  mutating func combine(_ text: String) {
    for byte in text.utf8 { add(byte) }
    // No byte of UTF-8, so that "ab", "c" differs from "a", "bc".
    add(0xFF)
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  func finish() -> UInt64 {
    var hash = state
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 33)
  }
}

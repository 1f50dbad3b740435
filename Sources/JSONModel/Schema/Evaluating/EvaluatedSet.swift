/// Which members or items of one instance some rule has looked at, by position: what
/// `unevaluatedProperties` and `unevaluatedItems` ask for.
struct EvaluatedSet {
  /// False where nobody asks; marking then costs nothing.
  let isTracking: Bool
  private var first: UInt64 = 0
  private var others: [UInt64] = []
  private var hasAll = false

  static var untracked: EvaluatedSet { EvaluatedSet(isTracking: false) }

  init(isTracking: Bool) {
    self.isTracking = isTracking
  }

  @inline(__always)
  mutating func mark(_ position: Int) {
    if isTracking { note(position) }
  }

  private mutating func note(_ position: Int) {
    if position < 64 {
      first |= 1 << UInt64(position)
      return
    }
    let word = position / 64 - 1
    while others.count <= word { others.append(0) }
    others[word] |= 1 << UInt64(position % 64)
  }

  mutating func markAll() {
    hasAll = true
  }

  func contains(_ position: Int) -> Bool {
    if hasAll { return true }
    if position < 64 { return first & (1 << UInt64(position)) != 0 }
    let word = position / 64 - 1
    return word < others.count && others[word] & (1 << UInt64(position % 64)) != 0
  }

  mutating func formUnion(_ other: EvaluatedSet) {
    guard isTracking else { return }
    hasAll = hasAll || other.hasAll
    first |= other.first
    guard !other.others.isEmpty else { return }
    while others.count < other.others.count { others.append(0) }
    for (word, bits) in other.others.enumerated() { others[word] |= bits }
  }
}

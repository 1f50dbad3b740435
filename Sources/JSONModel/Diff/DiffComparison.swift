/// Walks two values side by side, without recursion.
struct DiffComparison {
  /// The way to a place; shared by all that lie below it.
  private final class Place {
    let token: String
    let parent: Place?

    init(_ token: String, below parent: Place?) {
      self.token = token
      self.parent = parent
    }
  }

  private struct Pair {
    var old: JSONValue?
    var new: JSONValue?
    var place: Place?
  }

  private let options: JSONDiff.Options
  private let patterns: [JSONPointerPattern]
  private let ignoredPlaces: Set<[ScalarText]>
  private let needsPointers: Bool
  private var waiting: [Pair]
  private var entries: [JSONDiff.Entry] = []

  init(from old: JSONValue, to new: JSONValue, options: JSONDiff.Options) {
    self.options = options
    patterns = options.ignoring.compactMap { ignored in
      if case .pointer(let pattern) = ignored { pattern } else { nil }
    }
    var places: Set<[ScalarText]> = []
    for case .path(let path) in options.ignoring {
      for node in path.nodes(in: old) + path.nodes(in: new) {
        places.insert(node.location.pointer.tokens.map { ScalarText($0) })
      }
    }
    ignoredPlaces = places
    needsPointers = !patterns.isEmpty || !places.isEmpty
    waiting = [Pair(old: old, new: new, place: nil)]
  }

  mutating func run() -> [JSONDiff.Entry] {
    while let pair = waiting.popLast() {
      if needsPointers, isIgnored(pair.place) { continue }
      compare(pair)
    }
    return entries
  }

  private mutating func compare(_ pair: Pair) {
    switch (pair.old, pair.new) {
    case (nil, nil): break
    case (let old?, nil): report(.removed(old), at: pair.place)
    case (nil, let new?): report(.added(new), at: pair.place)
    case (.object(let old)?, .object(let new)?): push(old, new, at: pair.place)
    case (.array(let old)?, .array(let new)?): push(old, new, at: pair.place)
    case (let old?, let new?):
      if !isEqual(old, new) { report(.changed(from: old, to: new), at: pair.place) }
    }
  }

  private func isEqual(_ old: JSONValue, _ new: JSONValue) -> Bool {
    if old == new { return true }
    guard let tolerance = options.tolerance, let old = old.doubleValue, let new = new.doubleValue,
      old.isFinite, new.isFinite
    else { return false }
    let allowance = max(tolerance.absolute, tolerance.relative * max(abs(old), abs(new)))
    return abs(old - new) <= allowance
  }

  // MARK: Containers

  private mutating func push(_ old: JSONObject, _ new: JSONObject, at place: Place?) {
    var pairs: [Pair] = []
    for member in old.members {
      let other = new[member.key]
      if let other, isSameScalar(member.value, other) { continue }
      pairs.append(Pair(old: member.value, new: other, place: Place(member.key, below: place)))
    }
    for member in new.members where old.position(of: member.key) == nil {
      pairs.append(Pair(old: nil, new: member.value, place: Place(member.key, below: place)))
    }
    waiting += pairs.reversed()
  }

  private mutating func push(_ old: [JSONValue], _ new: [JSONValue], at place: Place?) {
    var pairs: [Pair] = []
    let partners = partners(old, new, matching(at: place))
    var isTaken = Array(repeating: false, count: new.count)
    for (index, element) in old.enumerated() {
      let partner = partners[index]
      if let partner {
        isTaken[partner] = true
        if isSameScalar(element, new[partner]) { continue }
      }
      pairs.append(
        Pair(
          old: element, new: partner.map { new[$0] }, place: Place(String(index), below: place)))
    }
    for (index, element) in new.enumerated() where !isTaken[index] {
      pairs.append(Pair(old: nil, new: element, place: Place(String(index), below: place)))
    }
    waiting += pairs.reversed()
  }

  /// Whether there is nothing to say of the pair, found without making a place for it.
  private func isSameScalar(_ old: JSONValue, _ new: JSONValue) -> Bool {
    switch old {
    case .array, .object: false
    default: old == new
    }
  }

  private func matching(at place: Place?) -> JSONDiff.Options.ArrayMatching {
    guard !options.arraysAt.isEmpty else { return options.arrays }
    let tokens = Self.tokens(place)
    return options.arraysAt.first { $0.pattern.matches(tokens) }?.matching ?? options.arrays
  }

  /// The index in `new` that belongs to each element of `old`.
  private func partners(
    _ old: [JSONValue], _ new: [JSONValue], _ matching: JSONDiff.Options.ArrayMatching
  ) -> [Int?] {
    guard case .key(let key) = matching else {
      return old.indices.map { $0 < new.count ? $0 : nil }
    }
    // Nil gathers the elements without the key. Each list is used up from its end.
    var candidates: [JSONValue?: [Int]] = [:]
    for index in new.indices.reversed() { candidates[new[index][key], default: []].append(index) }
    return old.map { candidates[$0[key]]?.popLast() }
  }

  // MARK: Places

  private static func tokens(_ place: Place?) -> [String] {
    var tokens: [String] = []
    var place = place
    while let here = place {
      tokens.append(here.token)
      place = here.parent
    }
    return tokens.reversed()
  }

  /// What lies below an ignored place is never reached, so that only the place itself counts.
  private func isIgnored(_ place: Place?) -> Bool {
    let tokens = Self.tokens(place)
    return patterns.contains { $0.matches(tokens) }
      || !ignoredPlaces.isEmpty && ignoredPlaces.contains(tokens.map { ScalarText($0) })
  }

  private mutating func report(_ change: JSONDiff.Change, at place: Place?) {
    entries.append(
      JSONDiff.Entry(pointer: JSONPointer(tokens: Self.tokens(place)), change: change))
  }
}

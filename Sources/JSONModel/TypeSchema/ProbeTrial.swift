/// One trial decoding: gives made-up values as the plan has it, and records what was asked.
final class ProbeTrial {
  let explorer: TypeExplorer
  let plan: ProbePlan
  private(set) var record = ProbeRecord()
  /// The values given, in order, with how many candidates there were for each.
  private(set) var reads: [(path: ProbePath, count: Int)] = []
  /// Where `allKeys` was asked for, and the names it gave, if they are all that there are.
  private(set) var enumeratedKeys: [(path: ProbePath, names: [String])] = []
  /// Whether any answer depended on ``ProbePlan/presence``.
  private(set) var asksForPresence = false
  private var accepted: [ProbePath: ProbeRequest] = [:]

  init(explorer: TypeExplorer, plan: ProbePlan) {
    self.explorer = explorer
    self.plan = plan
  }

  // MARK: Values

  /// Agrees to read the value at `path` as `request`, unless it is refused or was something else.
  func accept(_ request: ProbeRequest, at path: ProbePath) throws {
    let isFirst = accepted[path] == nil
    guard plan.refused[path]?.contains(request) != true,
      isFirst || accepted[path] == request || isSameKind(accepted[path], request)
    else { throw mismatch(at: path) }
    guard isFirst else { return }
    accepted[path] = request
    switch request {
    case .object: record.places[path, default: .init()].objectTrials = 1
    case .array: record.places[path, default: .init()].isArray = true
    case .null: record.places[path, default: .init()].isNull = true
    case .value: break
    }
  }

  /// Whether two readings of one value could both succeed: an `Int` and a `Double`.
  private func isSameKind(_ left: ProbeRequest?, _ right: ProbeRequest) -> Bool {
    guard case .value(let left)? = left, case .value(let right) = right else { return false }
    let numbers = TypeExplorer.numberTypes
    return numbers.contains(left) && numbers.contains(right)
  }

  func mismatch(at path: ProbePath) -> DecodingError {
    .typeMismatch(
      Any.self,
      DecodingError.Context(
        codingPath: Self.codingPath(path), debugDescription: "no value of this type is here"))
  }

  func read<T: Decodable>(_ type: T.Type, at path: ProbePath) throws -> T {
    let request = ProbeRequest.value(ObjectIdentifier(type))
    try accept(request, at: path)
    let entry: TypeExplorer.Entry
    do {
      entry = try explorer.entry(for: type)
    } catch let error as JSONSchemaOfTypeError {
      throw error.below(path.map(\.name))
    }
    var place = record.places[path, default: .init()]
    if !place.leaves.contains(where: { $0.request == request }) {
      place.leaves.append((request, entry.shape))
    }
    record.places[path] = place
    reads.append((path, entry.values.count))
    let choice = plan.choice(at: path, of: entry.values.count)
    guard let value = entry.values[choice] as? T else { throw mismatch(at: path) }
    return value
  }

  func readIfPresent<T: Decodable>(_ type: T.Type, at path: ProbePath, key: String) throws -> T? {
    asksForPresence = true
    let parent = Array(path.dropLast())
    record.places[parent, default: .init()].use(key) { $0.isNullable = true }
    guard plan.presence == .present, plan.absent != path else { return nil }
    if explorer.isOpen(type) {
      try accept(.value(ObjectIdentifier(type)), at: path)
      let shape = explorer.reference(type)
      record.places[path, default: .init()].leaves.append(
        (.value(ObjectIdentifier(type)), shape))
      return nil
    }
    return try read(type, at: path)
  }

  // MARK: Presence

  /// Notes that the member must be there.
  func require(_ key: any CodingKey, at path: ProbePath) throws {
    if plan.absent == path {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(
          codingPath: Self.codingPath(path.dropLast()), debugDescription: "the key is missing"))
    }
    record.places[Array(path.dropLast()), default: .init()].use(key.stringValue) {
      $0.strictTrials = 1
    }
  }

  func contains(at path: ProbePath) -> Bool {
    asksForPresence = true
    return plan.presence != .missing && plan.absent != path
  }

  func isNull(at path: ProbePath) throws -> Bool {
    asksForPresence = true
    guard plan.presence == .null, accepted[path] == nil else { return false }
    try accept(.null, at: path)
    return true
  }

  // MARK: Containers

  func allKeys<Key: CodingKey>(_ type: Key.Type, at path: ProbePath) -> [Key] {
    if let names = EnumerationCases.all(of: type) {
      enumeratedKeys.append((path, names.map(\.stringValue)))
      if let only = plan.onlyKey[path] { return names.filter { $0.stringValue == only } }
      return names
    }
    guard let key = Key(stringValue: "key") else { return [] }
    record.places[path, default: .init()].use("key") { $0.isDynamic = true }
    return [key]
  }

  func findEnd(at path: ProbePath, after count: Int) -> Bool {
    record.places[path, default: .init()].findsEnd = true
    return count > 0
  }

  func countElement(at path: ProbePath, _ count: Int) {
    let earlier = record.places[path]?.elementCount ?? 0
    record.places[path, default: .init()].elementCount = max(earlier, count)
  }

  static func codingPath(_ path: some Sequence<ProbeStep>) -> [any CodingKey] {
    path.map { step in
      switch step {
      case .key(let key): JSONCodingKey(stringValue: key)
      case .index(let index): JSONCodingKey(intValue: index)
      }
    }
  }
}

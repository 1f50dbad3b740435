/// One step of the way from a type's own value to one within it.
enum ProbeStep: Hashable {
  case key(String)
  case index(Int)

  var name: String {
    switch self {
    case .key(let key): key
    case .index(let index): "[\(index)]"
    }
  }
}

typealias ProbePath = [ProbeStep]

/// What a value is asked to be.
enum ProbeRequest: Hashable {
  case null, object, array
  case value(ObjectIdentifier)
}

/// How one trial decoding of a type is answered.
struct ProbePlan {
  /// What `decodeIfPresent`, `contains` and `decodeNil` say.
  enum Presence { case present, missing, null }

  var presence = Presence.present
  /// Which of the candidates is given where nothing else is said.
  var baseline = 0
  var choices: [ProbePath: Int] = [:]
  /// Choices that the search for acceptable values must leave alone.
  var fixed: [ProbePath: Int] = [:]
  /// What is refused where, to see what else the type would take there.
  var refused: [ProbePath: Set<ProbeRequest>] = [:]
  /// A member that is not there, to see whether the type minds.
  var absent: ProbePath?
  /// Where `allKeys` is to have a single key.
  var onlyKey: [ProbePath: String] = [:]

  func choice(at path: ProbePath, of count: Int) -> Int {
    if let fixed = fixed[path] ?? choices[path] { return min(fixed, count - 1) }
    return count == 0 ? 0 : baseline % count
  }
}

/// What a type asked for, in one trial decoding or in several put together.
struct ProbeRecord {
  struct Member {
    /// In how many trials it was read as something that must be there.
    var strictTrials = 0
    var isNullable = false
    /// Found through `allKeys`, so any name would have done.
    var isDynamic = false
  }

  struct Place {
    var leaves: [(request: ProbeRequest, shape: SchemaShape)] = []
    var isNull = false
    /// In how many trials it was read as an object.
    var objectTrials = 0
    var memberNames: [String] = []
    var members: [String: Member] = [:]
    var isArray = false
    /// Whether the type looks for the end of the array instead of counting on a length.
    var findsEnd = false
    var elementCount = 0

    mutating func use(_ key: String, _ change: (inout Member) -> Void) {
      if members[key] == nil { memberNames.append(key) }
      change(&members[key, default: Member()])
    }
  }

  var places: [ProbePath: Place] = [:]

  /// Adds what another successful trial asked for.
  mutating func merge(_ other: ProbeRecord) {
    for (path, place) in other.places {
      places[path, default: Place()].merge(place)
    }
  }

  /// The shape of all that was accepted at `path`.
  func shape(at path: ProbePath) -> SchemaShape {
    guard let place = places[path] else { return .any }
    var shapes = place.leaves.map(\.shape)
    if place.objectTrials > 0 { shapes.append(.object(object(place, at: path))) }
    if place.isArray {
      let items = (0..<place.elementCount).map { shape(at: path + [.index($0)]) }
      shapes.append(place.findsEnd ? .array(items: .union(items)) : .tuple(items))
    }
    if place.isNull { shapes.append(.null) }
    return .union(shapes)
  }

  private func object(_ place: Place, at path: ProbePath) -> SchemaShape.Object {
    var object = SchemaShape.Object(properties: [])
    var dynamic: [SchemaShape] = []
    for name in place.memberNames {
      guard let member = place.members[name] else { continue }
      let shape = shape(at: path + [.key(name)])
      if member.isDynamic {
        dynamic.append(shape)
        continue
      }
      object.properties.append(
        SchemaShape.Property(
          name: name, shape: member.isNullable ? .union([shape, .null]) : shape,
          isRequired: member.strictTrials == place.objectTrials))
    }
    if !dynamic.isEmpty { object.dynamic = .union(dynamic) }
    return object
  }
}

extension ProbeRecord.Place {
  fileprivate mutating func merge(_ other: Self) {
    for leaf in other.leaves where !leaves.contains(where: { $0.request == leaf.request }) {
      leaves.append(leaf)
    }
    isNull = isNull || other.isNull
    objectTrials += other.objectTrials
    for name in other.memberNames {
      guard let member = other.members[name] else { continue }
      use(name) {
        $0.strictTrials += member.strictTrials
        $0.isNullable = $0.isNullable || member.isNullable
        $0.isDynamic = $0.isDynamic || member.isDynamic
      }
    }
    isArray = isArray || other.isArray
    findsEnd = findsEnd || other.findsEnd
    elementCount = Swift.max(elementCount, other.elementCount)
  }
}

/// The members of a JSON object, in order, with unique keys.
///
/// RFC 8259 leaves the meaning of a repeated key open. Here the last one wins and stands at
/// the place of the first, as in ECMAScript; ``JSONDocument/duplicateKeys()`` reports them.
public struct JSONObject: Sendable {
  /// One name and its value.
  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSONValue

    public static func == (left: Member, right: Member) -> Bool {
      left.key.hasSameScalars(as: right.key) && left.value == right.value
    }

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members, in the order of the text.
  public private(set) var members: [Member]

  /// Where each key stands; only kept where a linear search would be slower.
  private var index: [ScalarText: Int]?

  private static let indexThreshold = 12

  public init() {
    members = []
  }

  /// Makes an object of `members`; of equal keys the last value wins.
  public init(_ members: [Member]) {
    self.members = members
    if members.count > Self.indexThreshold {
      dropRepeatedKeysByIndex()
    } else {
      dropRepeatedKeysBySearch()
    }
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }

  /// The position of `key` among the members.
  public func position(of key: String) -> Int? {
    if let index { return index[ScalarText(key)] }
    return members.firstIndex { $0.key.hasSameScalars(as: key) }
  }

  /// The value of `key`. Setting appends a new key at the end; setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?):
        members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        rebuildIndex()
      case (nil, let value?):
        members.append(Member(key: key, value: value))
        if index != nil {
          index?[ScalarText(key)] = members.count - 1
        } else {
          rebuildIndex()
        }
      case (nil, nil):
        break
      }
    }
  }

  private mutating func rebuildIndex() {
    guard members.count > Self.indexThreshold else {
      index = nil
      return
    }
    var positions: [ScalarText: Int] = [:]
    positions.reserveCapacity(members.count)
    for (position, member) in members.enumerated() { positions[ScalarText(member.key)] = position }
    index = positions
  }

  private mutating func dropRepeatedKeysBySearch() {
    var position = 1
    while position < members.count {
      let key = members[position].key
      if let earlier = members[..<position].firstIndex(where: { $0.key.hasSameScalars(as: key) }) {
        members[earlier].value = members[position].value
        members.remove(at: position)
      } else {
        position += 1
      }
    }
  }

  private mutating func dropRepeatedKeysByIndex() {
    var positions: [ScalarText: Int] = [:]
    positions.reserveCapacity(members.count)
    for (position, member) in members.enumerated() {
      positions[ScalarText(member.key)] = position
    }
    if positions.count < members.count {
      var unique: [Member] = []
      var places: [ScalarText: Int] = [:]
      for member in members {
        if let place = places[ScalarText(member.key)] {
          unique[place].value = member.value
        } else {
          places[ScalarText(member.key)] = unique.count
          unique.append(member)
        }
      }
      members = unique
      positions = places
    }
    index = members.count > Self.indexThreshold ? positions : nil
  }
}

extension JSONObject: Hashable {
  /// Whether both have the same keys with equal values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    JSONValue.object(left) == JSONValue.object(right)
  }

  /// The value of `key`; fastest if it stands at `position`, as objects of one origin mostly
  /// share their order.
  func value(of key: String, near position: Int) -> JSONValue? {
    if position < members.count, members[position].key.hasSameScalars(as: key) {
      return members[position].value
    }
    return self[key]
  }

  public func hash(into hasher: inout Hasher) {
    JSONValue.object(self).hash(into: &hasher)
  }

  func hash(into hasher: inout Hasher, levels: Int) {
    hasher.combine(count)
    guard levels > 0 else { return }
    // Independent of the order of members, as equality is.
    var sum = 0
    for member in members {
      var one = Hasher()
      one.combine(member.key)
      member.value.hash(into: &one, levels: levels - 1)
      sum &+= one.finalize()
    }
    hasher.combine(sum)
  }
}

extension JSONObject: Sequence {
  public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member(key: $0.0, value: $0.1) })
  }
}

/// The members of an object, found by comparing keys with the bytes of the text.
struct JSONKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: JSONNodeDecoder
  private let keyIndex: KeyIndex?

  init(decoder: JSONNodeDecoder) {
    self.decoder = decoder
    let node = JSONNode(storage: decoder.storage, index: decoder.index)
    keyIndex = node.count > KeyIndex.threshold ? KeyIndex(node) : nil
  }

  var codingPath: [any CodingKey] { decoder.codingPath }

  private var node: JSONNode { JSONNode(storage: decoder.storage, index: decoder.index) }

  var allKeys: [Key] {
    var seen: Set<ScalarText> = []
    return node.members.compactMap { member in
      let key = member.key
      return seen.insert(ScalarText(key)).inserted ? Key(stringValue: key) : nil
    }
  }

  /// The decoder of the value of `key`; the last one counts where a key is repeated.
  @inline(__always)
  private func find(_ key: String) -> JSONNodeDecoder? {
    guard let keyIndex else {
      return decoder.storage.value(of: key, in: decoder.index).map { decoder.at($0) }
    }
    var key = key
    return key.withUTF8 { keyIndex.find($0) }.map { decoder.at($0) }
  }

  @inline(__always)
  private func member(_ key: some CodingKey) throws -> JSONNodeDecoder {
    if let found = find(key.stringValue) { return found }
    throw missing(key)
  }

  private func missing(_ key: any CodingKey) -> DecodingError {
    .keyNotFound(
      key,
      DecodingError.Context(
        codingPath: codingPath,
        debugDescription: "the key \"\(key.stringValue)\" is missing (\(node.location))"))
  }

  func contains(_ key: Key) -> Bool { find(key.stringValue) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).unbox(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try member(key).unbox(type) }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try member(key).unbox(floating: type)
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    try member(key).unbox(floating: type)
  }

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(key) }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try member(key).unbox(type)
  }

  private func integer<T: FixedWidthInteger>(_ key: Key) throws -> T {
    try member(key).unbox(integer: T.self)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try member(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try member(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    // Of that name whether or not the type's own keys have it.
    try member(JSONCodingKey(stringValue: "super"))
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

/// The elements of an array, one after the other.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
  private let decoder: JSONNodeDecoder
  private var position: Int
  private(set) var currentIndex = 0

  init(decoder: JSONNodeDecoder) {
    self.decoder = decoder
    position = decoder.index + 1
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { Int(decoder.storage.tape.nodes[decoder.index].count) }
  var isAtEnd: Bool { decoder.storage.tape.nodes[position].kind == .end }

  private func current(_ type: Any.Type) throws -> JSONNodeDecoder {
    guard !isAtEnd else {
      let node = JSONNode(storage: decoder.storage, index: decoder.index)
      throw DecodingError.valueNotFound(
        type,
        DecodingError.Context(
          codingPath: codingPath + [JSONCodingKey(.index(currentIndex))],
          debugDescription: "the array has only \(currentIndex) elements (\(node.location))"))
    }
    return decoder.at(position)
  }

  private mutating func advance() {
    position = decoder.storage.tape.next(after: position)
    currentIndex += 1
  }

  mutating func decodeNil() throws -> Bool {
    guard try current(Any?.self).isNull else { return false }
    advance()
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let value = try current(type).unbox(type)
    advance()
    return value
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    let container = try current([String: Any].self).container(keyedBy: type)
    advance()
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current([Any].self).unkeyedContainer()
    advance()
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let element = try current((any Decoder).self)
    advance()
    return element
  }
}

/// One value that a type reads as a whole.
struct JSONSingleValueContainer: SingleValueDecodingContainer {
  let decoder: JSONNodeDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.isNull }
  func decode(_ type: Bool.Type) throws -> Bool { try decoder.unbox(type) }
  func decode(_ type: String.Type) throws -> String { try decoder.unbox(type) }
  func decode(_ type: Double.Type) throws -> Double { try decoder.unbox(floating: type) }
  func decode(_ type: Float.Type) throws -> Float { try decoder.unbox(floating: type) }
  func decode(_ type: Int.Type) throws -> Int { try decoder.unbox(integer: type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try decoder.unbox(integer: type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try decoder.unbox(integer: type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try decoder.unbox(integer: type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try decoder.unbox(integer: type) }
  func decode(_ type: UInt.Type) throws -> UInt { try decoder.unbox(integer: type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.unbox(integer: type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.unbox(integer: type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.unbox(integer: type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.unbox(integer: type) }
  func decode(_ type: Int128.Type) throws -> Int128 { try decoder.unbox(integer: type) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try decoder.unbox(integer: type) }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.unbox(type) }
}

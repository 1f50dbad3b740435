/// The decoder that a type is given to find out what it asks for.
struct ProbeDecoder: Decoder {
  let trial: ProbeTrial
  let path: ProbePath

  var codingPath: [any CodingKey] { ProbeTrial.codingPath(path) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try trial.accept(.object, at: path)
    return KeyedDecodingContainer(ProbeKeyedContainer<Key>(trial: trial, path: path))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try trial.accept(.array, at: path)
    return ProbeUnkeyedContainer(trial: trial, path: path)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    ProbeSingleValueContainer(trial: trial, path: path)
  }
}

struct ProbeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let trial: ProbeTrial
  let path: ProbePath

  var codingPath: [any CodingKey] { ProbeTrial.codingPath(path) }
  var allKeys: [Key] { trial.allKeys(Key.self, at: path) }

  private func place(_ key: Key) -> ProbePath { path + [.key(key.stringValue)] }

  private func require(_ key: Key) throws -> ProbePath {
    let place = place(key)
    try trial.require(key, at: place)
    return place
  }

  func contains(_ key: Key) -> Bool { trial.contains(at: place(key)) }
  func decodeNil(forKey key: Key) throws -> Bool { try trial.isNull(at: require(key)) }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try trial.read(type, at: require(key))
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    try trial.readIfPresent(type, at: place(key), key: key.stringValue)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try ProbeDecoder(trial: trial, path: require(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try ProbeDecoder(trial: trial, path: require(key)).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    let key = JSONCodingKey(stringValue: "super")
    let place = path + [.key("super")]
    try trial.require(key, at: place)
    return ProbeDecoder(trial: trial, path: place)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    ProbeDecoder(trial: trial, path: try require(key))
  }
}

extension ProbeKeyedContainer {
  // The protocol's own versions for the basic types would go through `contains`.
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try lenient(key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try lenient(key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try lenient(key) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try lenient(key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try lenient(key) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try lenient(key) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try lenient(key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try lenient(key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try lenient(key) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try lenient(key) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try lenient(key) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try lenient(key) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try lenient(key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try lenient(key) }
  func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? { try lenient(key) }
  func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
    try lenient(key)
  }

  private func lenient<T: Decodable>(_ key: Key) throws -> T? {
    try trial.readIfPresent(T.self, at: place(key), key: key.stringValue)
  }
}

struct ProbeUnkeyedContainer: UnkeyedDecodingContainer {
  let trial: ProbeTrial
  let path: ProbePath
  private(set) var currentIndex = 0

  init(trial: ProbeTrial, path: ProbePath) {
    self.trial = trial
    self.path = path
  }

  var codingPath: [any CodingKey] { ProbeTrial.codingPath(path) }
  // The protocol allows an unknown count.
  var count: Int? { nil }
  var isAtEnd: Bool { trial.findEnd(at: path, after: currentIndex) }

  private mutating func advance() -> ProbePath {
    let place = path + [.index(currentIndex)]
    currentIndex += 1
    trial.countElement(at: path, currentIndex)
    return place
  }

  mutating func decodeNil() throws -> Bool {
    let place = path + [.index(currentIndex)]
    guard try trial.isNull(at: place) else { return false }
    _ = advance()
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try trial.read(type, at: advance())
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try ProbeDecoder(trial: trial, path: advance()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try ProbeDecoder(trial: trial, path: advance()).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    ProbeDecoder(trial: trial, path: advance())
  }
}

struct ProbeSingleValueContainer: SingleValueDecodingContainer {
  let trial: ProbeTrial
  let path: ProbePath

  var codingPath: [any CodingKey] { ProbeTrial.codingPath(path) }

  func decodeNil() -> Bool { (try? trial.isNull(at: path)) ?? false }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try trial.read(type, at: path) }
}

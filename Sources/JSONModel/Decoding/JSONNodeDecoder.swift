#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Decodes one value of a tape. The coding path is not carried along: it is worked out from
/// the tape when somebody asks, which in a successful decoding nobody does.
struct JSONNodeDecoder: Decoder {
  let storage: JSONStorage
  let index: Int
  let context: DecodingContext

  var codingPath: [any CodingKey] { storage.path(to: index).map(JSONCodingKey.init) }

  var userInfo: [CodingUserInfoKey: Any] { context.options.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard storage.tape.nodes[index].kind == .object else {
      throw mismatch([String: Any].self, "an object")
    }
    return KeyedDecodingContainer(JSONKeyedContainer<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard storage.tape.nodes[index].kind == .array else {
      throw mismatch([Any].self, "an array")
    }
    return JSONUnkeyedContainer(decoder: self)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    JSONSingleValueContainer(decoder: self)
  }

  func at(_ index: Int) -> JSONNodeDecoder {
    JSONNodeDecoder(storage: storage, index: index, context: context)
  }

  // MARK: Scalars

  var isNull: Bool { storage.tape.nodes[index].kind == .null }

  func unbox(_ type: Bool.Type) throws -> Bool {
    switch storage.tape.nodes[index].kind {
    case .true: return true
    case .false: return false
    default: throw mismatch(type, "true or false")
    }
  }

  func unbox(_ type: String.Type) throws -> String {
    guard storage.tape.nodes[index].kind == .string else { throw mismatch(type, "a string") }
    return storage.string(at: index)
  }

  func unbox<T: BinaryInteger & FixedWidthInteger>(integer type: T.Type) throws -> T {
    guard storage.tape.nodes[index].kind == .number else { throw mismatch(type, "an integer") }
    if let value = storage.integer(at: index) {
      guard let exact = T(exactly: value) else { throw outOfRange(type) }
      return exact
    }
    let text = storage.text(at: index)
    let decimal = JSONNumber.Decimal(text)
    guard decimal.isInteger else { throw mismatch(type, "an integer") }
    guard let digits = decimal.integerText(maximumDigits: 40), let value = T(digits) else {
      throw outOfRange(type)
    }
    return value
  }

  func unbox(floating type: Double.Type) throws -> Double {
    guard storage.tape.nodes[index].kind == .number else { throw mismatch(type, "a number") }
    let value = storage.double(at: index)
    guard value.isFinite else { throw outOfRange(type) }
    return value
  }

  func unbox(floating type: Float.Type) throws -> Float {
    guard storage.tape.nodes[index].kind == .number else { throw mismatch(type, "a number") }
    // Straight from the text: by way of a double it would be rounded twice.
    guard let value = Float(storage.text(at: index)), value.isFinite else {
      throw outOfRange(type)
    }
    return value
  }

  func unbox<T: Decodable>(_ type: T.Type) throws -> T {
    // The types of the standard library whose own `init(from:)` would come back here through a
    // container, and those of Foundation that JSON writes as strings.
    if type == String.self { return try cast(unbox(String.self)) }
    if type == Int.self { return try cast(unbox(integer: Int.self)) }
    if type == Bool.self { return try cast(unbox(Bool.self)) }
    if type == Double.self { return try cast(unbox(floating: Double.self)) }
    if type == Date.self { return try cast(unboxDate()) }
    if type == URL.self { return try cast(unboxURL()) }
    if type == Data.self { return try cast(unboxData()) }
    if type == FoundationDecimal.self { return try cast(unboxDecimal()) }
    if type == JSONValue.self { return cast(storage.value(at: index)) }
    return try T(from: self)
  }

  @inline(__always)
  private func cast<Value, T>(_ value: Value) -> T {
    // Only called where `T` was just found to be `Value`.
    unsafeBitCast(value, to: T.self)
  }

  private func unboxDate() throws -> Date {
    switch context.options.dates {
    case .deferredToDate:
      return try Date(from: self)
    case .secondsSince1970:
      return Date(timeIntervalSince1970: try unbox(floating: Double.self))
    case .iso8601:
      let text = try unbox(String.self)
      guard let date = ISO8601.date(text) else {
        throw mismatch(Date.self, "an ISO 8601 date and time")
      }
      return date
    }
  }

  private func unboxURL() throws -> URL {
    guard let url = URL(string: try unbox(String.self)) else { throw mismatch(URL.self, "a URL") }
    return url
  }

  private func unboxData() throws -> Data {
    guard let data = Data(base64Encoded: try unbox(String.self)) else {
      throw mismatch(Data.self, "Base64")
    }
    return data
  }

  private func unboxDecimal() throws -> FoundationDecimal {
    guard storage.tape.nodes[index].kind == .number else {
      throw mismatch(FoundationDecimal.self, "a decimal number")
    }
    guard let value = FoundationDecimal(string: storage.text(at: index)), !value.isNaN else {
      throw outOfRange(FoundationDecimal.self)
    }
    return value
  }

  // MARK: Errors

  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    let node = JSONNode(storage: storage, index: index)
    let context = DecodingError.Context(
      codingPath: codingPath,
      debugDescription: "expected \(expected), found \(node.excerpt) (\(node.location))")
    return isNull
      ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  private func outOfRange(_ type: Any.Type) -> DecodingError {
    let node = JSONNode(storage: storage, index: index)
    return .dataCorrupted(
      DecodingError.Context(
        codingPath: codingPath,
        debugDescription: "\(node.excerpt) does not fit into \(type) (\(node.location))"))
  }
}

private typealias FoundationDecimal = Decimal

extension JSONNode {
  /// The text of the value, cut to a length that fits into a message.
  package var excerpt: String {
    let limit = 60
    let range = byteRange
    let bytes = storage.bytes[range.prefix(limit * 4)]
    let text = String(decoding: bytes, as: UTF8.self)
    if range.count <= limit * 4, text.count <= limit { return text }
    return text.prefix(limit) + "…"
  }
}

import Foundation
import JSONModel
import Testing

@Suite struct DecodingTests {
  private func decode<T: Decodable>(
    _ type: T.Type, _ text: String, _ options: JSONDecodingOptions = .init()
  ) throws -> T {
    try JSONDocument(parsing: text).decode(type, options: options)
  }

  // MARK: Scalars

  @Test func integersOfEveryWidth() throws {
    #expect(try decode([Int8].self, "[-128,127,1e2,1.0,-0,0.5e1]") == [-128, 127, 100, 1, 0, 5])
    #expect(try decode([Int16].self, "[-32768,32767]") == [.min, .max])
    #expect(try decode([Int32].self, "[-2147483648,2147483647]") == [.min, .max])
    #expect(try decode([Int64].self, "[-9223372036854775808,9223372036854775807]") == [.min, .max])
    #expect(try decode([Int].self, "[-9223372036854775808,9223372036854775807]") == [.min, .max])
    #expect(try decode([UInt8].self, "[0,255]") == [0, 255])
    #expect(try decode([UInt16].self, "[65535]") == [.max])
    #expect(try decode([UInt32].self, "[4294967295]") == [.max])
    #expect(try decode([UInt64].self, "[18446744073709551615]") == [.max])
    #expect(try decode([UInt].self, "[18446744073709551615]") == [.max])
    #expect(try decode([Int128].self, "[-170141183460469231731687303715884105728]") == [.min])
    #expect(try decode([UInt128].self, "[340282366920938463463374607431768211455]") == [.max])
  }

  @Test func whatFitsNoIntegerIsAnError() {
    #expect(throws: DecodingError.self) { try decode(Int8.self, "128") }
    #expect(throws: DecodingError.self) { try decode(Int8.self, "-129") }
    #expect(throws: DecodingError.self) { try decode(UInt8.self, "-1") }
    #expect(throws: DecodingError.self) { try decode(UInt64.self, "18446744073709551616") }
    #expect(throws: DecodingError.self) { try decode(Int.self, "9223372036854775808") }
    #expect(throws: DecodingError.self) { try decode(Int.self, "1.5") }
    #expect(throws: DecodingError.self) { try decode(Int.self, "1e400") }
    #expect(throws: DecodingError.self) { try decode(Int.self, "1e-1") }
    #expect(throws: DecodingError.self) { try decode(Int.self, "\"1\"") }
    #expect(throws: DecodingError.self) { try decode(Int.self, "true") }
    #expect(throws: DecodingError.self) { try decode(Bool.self, "1") }
    #expect(throws: DecodingError.self) { try decode(Double.self, "1e400") }
    #expect(throws: DecodingError.self) { try decode(Float.self, "1e39") }
    #expect(throws: DecodingError.self) { try decode(String.self, "1") }
  }

  @Test(arguments: [
    "0", "-0", "-0.0", "1", "0.1", "0.2", "0.30000000000000004", "1e22", "1e23",
    "123456789012345678", "9007199254740993",
    "9007199254740992", "900719925474099267", "8.5e-10", "1.7976931348623157e308", "5e-324",
    "2.2250738585072011e-308", "1e-400",
    "123456789.123456789e-5", "0.000001", "1E5", "1e+05", "1e-22", "1e-23", "4.35", "0.1e-7",
    "900719925474099.5", "10e0000000000001",
  ])
  func doublesAreTheNearest(text: String) throws {
    let value = try decode(Double.self, text)
    #expect(value.bitPattern == Double(text)?.bitPattern)
    #expect(try JSONDocument(parsing: text).root.doubleValue?.bitPattern == value.bitPattern)
    if let float = Float(text), float.isFinite {
      #expect(try decode(Float.self, text).bitPattern == float.bitPattern)
    }
  }

  @Test func randomDoublesAreTheNearest() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3_000 {
      let short = Double(Int.random(in: -1_000_000...1_000_000)) / 1000
      for value in [Double(bitPattern: generator.next()), short] where value.isFinite {
        #expect(try decode(Double.self, "\(value)").bitPattern == value.bitPattern)
      }
    }
  }

  @Test func decimalsAreExact() throws {
    #expect(try decode(Decimal.self, "0.1") == Decimal(string: "0.1"))
    #expect(
      try decode(Decimal.self, "12345678901234567890.123456789")
        == Decimal(string: "12345678901234567890.123456789"))
    #expect(
      try decode([Decimal].self, "[3, -1.50, 1e2]") == [3, Decimal(string: "-1.5") ?? 0, 100])
    #expect(throws: DecodingError.self) { try decode(Decimal.self, "\"1\"") }
    #expect(throws: DecodingError.self) { try decode(Decimal.self, "1e400") }
  }

  @Test(arguments: [
    ("2026-11-23T16:55:48.480823", 1_795_452_948.480823), ("2026-11-23T16:55:48Z", 1_795_452_948),
    ("2026-11-23t16:55:48z", 1_795_452_948), ("2026-11-23 16:55:48", 1_795_452_948),
    ("2026-11-23T16:55Z", 1_795_452_900), ("2026-11-23T17:55:48+01:00", 1_795_452_948),
    ("2026-11-23T17:55:48+0100", 1_795_452_948), ("2026-11-23T17:55:48+01", 1_795_452_948),
    ("2026-11-23T11:25:48.5-05:30", 1_795_452_948.5), ("1970-01-01", 0),
    ("1970-01-01T00:00:00.000Z", 0),
    ("1969-12-31T23:59:59Z", -1), ("2000-02-29T00:00:00Z", 951_782_400),
    ("0000-01-01T00:00:00Z", -62_167_219_200),
    ("9999-12-31T23:59:59Z", 253_402_300_799), ("2016-12-31T23:59:60Z", 1_483_228_800),
    ("2026-11-23T16:55:48,25Z", 1_795_452_948.25),
    ("2024-01-01T00:00:00.123456789Z", 1_704_067_200.123456789),
    ("1900-03-01T00:00:00Z", -2_203_891_200), ("2100-03-01T00:00:00Z", 4_107_542_400),
  ])
  func dates(text: String, seconds: Double) throws {
    let date = try decode(Date.self, "\"\(text)\"")
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-02-29", "2026-11-31", "2026-11-23T",
    "2026-11-23T24:00:00Z",
    "2026-11-23T16:60:00Z", "2026-11-23T16:55:61Z", "2026-11-23T16:55:48.", "2026-11-23T16:55:48+",
    "2026-11-23T16:55:48+1",
    "2026-11-23T16:55:48Zx", "2026-11-23T16:55:48+24:00", "2026-11-23X16:55:48Z", "2026-11-23T16Z",
    " 2026-11-23", "26-11-23",
    "2026-11-23T16:55:48.1.2Z", "2026-11-23T16:55:48 Z", "2100-02-29", "２026-11-23",
    "2026-11-23T1:55:48Z",
  ])
  func noDates(text: String) throws {
    let error = try #require(throws: DecodingError.self) { try decode(Date.self, "\"\(text)\"") }
    #expect("\(error)".contains("ISO 8601"))
  }

  @Test func otherFoundationTypes() throws {
    let seconds = JSONDecodingOptions(dates: .secondsSince1970)
    #expect(try decode(Date.self, "1.5", seconds) == Date(timeIntervalSince1970: 1.5))
    let deferred = JSONDecodingOptions(dates: .deferredToDate)
    #expect(try decode(Date.self, "1.5", deferred) == Date(timeIntervalSinceReferenceDate: 1.5))
    #expect(try decode(URL.self, "\"https://example.com/a?b\"").host() == "example.com")
    #expect(throws: DecodingError.self) { try decode(URL.self, "\"\"") }
    #expect(try decode(Data.self, "\"aGk=\"") == Data("hi".utf8))
    #expect(throws: DecodingError.self) { try decode(Data.self, "\"not base64!\"") }
    let uuid = UUID()
    #expect(try decode(UUID.self, "\"\(uuid)\"") == uuid)
    #expect(throws: DecodingError.self) { try decode(UUID.self, "\"x\"") }
    #expect(try decode(Range<Int>.self, "[1,3]") == 1..<3)
  }

  // MARK: Containers

  private enum Color: String, Decodable, Hashable, CodingKeyRepresentable { case red, green }

  @Test func collections() throws {
    #expect(try decode([Int?].self, "[1,null,3]") == [1, nil, 3])
    #expect(try decode([[Int]].self, "[[],[1,2]]") == [[], [1, 2]])
    #expect(try decode(Set<String>.self, "[\"a\",\"a\"]") == ["a"])
    #expect(try decode([String: Int?].self, "{\"a\":1,\"b\":null}") == ["a": 1, "b": nil])
    #expect(try decode([Int: String].self, "{\"1\":\"a\",\"-2\":\"b\"}") == [1: "a", -2: "b"])
    #expect(try decode([Color: Int].self, "{\"red\":1}") == [.red: 1])
    #expect(try decode(Int?.self, "null") == nil)
    #expect(
      try decode([String: [String: [Bool]]].self, "{\"a\":{\"b\":[true]}}") == ["a": ["b": [true]]])
    #expect(throws: DecodingError.self) { try decode([Int: String].self, "{\"x\":\"a\"}") }
    #expect(throws: DecodingError.self) { try decode([Int].self, "{}") }
    #expect(throws: DecodingError.self) { try decode([String: Int].self, "[]") }
  }

  @Test func largeObjectsAreDecodedByKey() throws {
    let count = 20_000
    let members = (0..<count).map { "\"key\($0)\":\($0)" } + ["\"key7\":-7", "\"\\u006bey8\":-8"]
    let text = "{" + members.joined(separator: ",") + "}"
    let values = try decode([String: Int].self, text)
    #expect(values.count == count)
    #expect(values["key7"] == -7)
    #expect(values["key8"] == -8)
    #expect(values["key19999"] == 19_999)
  }

  private struct Optionals: Decodable, Equatable {
    var a: Int?
    var b: String?
    var c: [Int]?
  }

  @Test func optionalProperties() throws {
    #expect(try decode(Optionals.self, "{}") == Optionals())
    #expect(try decode(Optionals.self, "{\"a\":null,\"b\":null,\"c\":null}") == Optionals())
    #expect(
      try decode(Optionals.self, "{\"b\":\"x\",\"c\":[1],\"d\":0}") == Optionals(b: "x", c: [1]))
    #expect(throws: DecodingError.self) { try decode(Optionals.self, "{\"a\":\"x\"}") }
  }

  private class Base: Decodable {
    var id: Int
  }

  private final class Derived: Base {
    var name: String
    enum CodingKeys: CodingKey { case name }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      try super.init(from: container.superDecoder())
    }
  }

  @Test func superclasses() throws {
    let derived = try decode(Derived.self, "{\"name\":\"x\",\"super\":{\"id\":7}}")
    #expect(derived.id == 7)
    let error = try #require(throws: DecodingError.self) {
      try decode(Derived.self, "{\"name\":\"x\"}")
    }
    #expect("\(error)".contains("the key \\\"super\\\" is missing") || "\(error)".contains("super"))
  }

  private struct Nested: Decodable {
    var seen: [String] = []
    enum Keys: String, CodingKey { case object, list, sup, missing }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      seen.append(container.allKeys.map(\.rawValue).joined(separator: ","))
      seen.append("\(container.contains(.missing)) \(try container.decodeNil(forKey: .sup))")
      let object = try container.nestedContainer(keyedBy: Keys.self, forKey: .object)
      seen.append(object.codingPath.map(\.stringValue).joined(separator: "."))
      seen.append(try object.decode(String.self, forKey: .list))
      var list = try container.nestedUnkeyedContainer(forKey: .list)
      seen.append("\(list.count ?? -1) \(list.currentIndex) \(list.isAtEnd)")
      seen.append("\(try list.decodeNil()) \(try list.decodeNil())")
      var inner = try list.nestedUnkeyedContainer()
      seen.append("\(try inner.decode(Int.self)) \(inner.isAtEnd)")
      let keyed = try list.nestedContainer(keyedBy: Keys.self)
      seen.append("\(keyed.allKeys.count) \(keyed.codingPath.map(\.stringValue))")
      seen.append(try String(from: list.superDecoder()))
      seen.append("\(list.isAtEnd) \(list.currentIndex)")
      seen.append(
        try container.superDecoder(forKey: .sup).singleValueContainer().decodeNil().description)
    }
  }

  @Test func nestedContainers() throws {
    let text = #"{"object":{"list":"x"},"list":[null,[1],{},"y"],"sup":null,"other":1}"#
    #expect(
      try decode(Nested.self, text).seen == [
        "object,list,sup", "false true", "object", "x", "4 0 false", "true false", "1 true",
        "0 [\"list\", \"Index 2\"]", "y", "true 4", "true",
      ])
  }

  @Test func userInfoIsHandedOn() throws {
    struct Reader: Decodable {
      var value: String?
      init(from decoder: any Decoder) throws {
        value = CodingUserInfoKey(rawValue: "k").flatMap { decoder.userInfo[$0] } as? String
      }
    }
    let key = try #require(CodingUserInfoKey(rawValue: "k"))
    #expect(try decode(Reader.self, "1", .init(userInfo: [key: "v"])).value == "v")
  }

  // MARK: Errors

  private struct Person: Decodable {
    enum Mood: String, Decodable { case happy }
    struct Picky: Decodable {
      init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "never"))
      }
    }
    var name: String
    var age: UInt8?
    var friends: [Person]?
    var mood: Mood?
    var id: UUID?
    var picky: Picky?
  }

  @Test(arguments: [
    ("{\n \"age\": 1}", "", "the key \"name\" is missing (line 1, column 1)"),
    ("{\"name\": 1}", "name", "expected a string, found 1 (line 1, column 10)"),
    ("{\"name\": null}", "name", "expected a string, found null (line 1, column 10)"),
    ("{\"name\": \"x\",\n\"age\": 256}", "age", "256 does not fit into UInt8 (line 2, column 8)"),
    (
      "{\"name\": \"x\", \"age\": 1.5}", "age", "expected an integer, found 1.5 (line 1, column 22)"
    ),
    ("[]", "", "expected an object, found [] (line 1, column 1)"),
    (
      "{\"name\":\"x\",\"friends\":{}}", "friends",
      "expected an array, found {} (line 1, column 23)"
    ),
    (
      "{\"name\":\"x\",\"friends\":[{\"name\":\"y\"},{\n\"nam\":\"z\"}]}", "friends.Index 1",
      "the key \"name\" is missing (line 1, column 37)"
    ),
    (
      "{\"name\":\"x\",\n \"mood\":\"sad\"}", "mood",
      "Cannot initialize Mood from invalid String value sad (line 2, column 9)"
    ),
    (
      "{\"name\":\"x\",\n\"id\":\"sad\"}", "id",
      "Attempted to decode UUID from invalid UUID string. (line 2, column 6)"
    ),
    (
      "{\"name\":\"x\",\n\"friends\":[{\"name\":\"y\",\"picky\":0}]}", "friends.Index 0.picky",
      "never (line 2, column 32)"
    ),
  ])
  func errorsSayWhatAndWhere(text: String, path: String, message: String) throws {
    let error = try #require(throws: DecodingError.self) { try decode(Person.self, text) }
    let context: DecodingError.Context? =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      @unknown default: nil
      }
    #expect(context?.codingPath.map(\.stringValue).joined(separator: ".") == path)
    #expect(context?.debugDescription == message)
  }

  @Test func longValuesAreCutInErrors() throws {
    let text = "\"" + String(repeating: "é", count: 1_000_000) + "\""
    let error = try #require(throws: DecodingError.self) { try decode(Int.self, text) }
    #expect("\(error)".count < 400)
  }

  @Test func valuesPassThroughOtherCoders() throws {
    let value: JSONValue = ["a": [1, 2.5, "x", nil, true], "big": 18_446_744_073_709_551]
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    #expect(try JSONValue(parsing: Array(data)) == value)
    let large = try JSONValue(parsing: "18446744073709551615")
    #expect(
      try String(decoding: JSONEncoder().encode([large]), as: UTF8.self) == "[18446744073709551615]"
    )
  }
}

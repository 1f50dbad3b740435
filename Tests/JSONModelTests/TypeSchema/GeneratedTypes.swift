import Foundation
import JSONModel

/// A type that can make up JSON for itself, for types put together by chance.
protocol Generated: Decodable, SendableMetatype {
  static func json(_ generator: inout SeededGenerator) -> JSONValue
}

/// The same numbers for the same seed (SplitMix64, Steele and others 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
}

// MARK: Leaves

extension Bool: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    .bool(.random(using: &generator))
  }
}

extension Int16: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    let values: [JSONValue] = [0, -32768, 32767, 7, 1.0]
    return values[generator.below(values.count)]
  }
}

extension UInt8: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    .number(JSONNumber(generator.below(256)))
  }
}

extension Double: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    let values: [JSONValue] = [0, -1.5, 1e10, 12, 0.1]
    return values[generator.below(values.count)]
  }
}

extension String: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    let values: [JSONValue] = ["", "a", "é☺", "happy", "1"]
    return values[generator.below(values.count)]
  }
}

extension UUID: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue { .string(UUID().uuidString) }
}

extension Mood: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    .string(generator.below(2) == 0 ? "happy" : "sad")
  }
}

extension Level: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    generator.below(2) == 0 ? 1 : 10
  }
}

extension JSONValue: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    let values: [JSONValue] = [nil, true, ["x": [1]], "text"]
    return values[generator.below(values.count)]
  }
}

extension Tree: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    let count = generator.below(3) / 2
    return ["label": "t", "children": .array((0..<count).map { _ in json(&generator) })]
  }
}

// MARK: What holds others

extension Optional: Generated where Wrapped: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    generator.below(3) == 0 ? .null : Wrapped.json(&generator)
  }
}

extension Array: Generated where Element: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    .array((0..<generator.below(4)).map { _ in Element.json(&generator) })
  }
}

extension Dictionary: Generated where Key == String, Value: Generated {
  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    let members = (0..<generator.below(3)).map {
      JSONObject.Member(key: "key\($0)", value: Value.json(&generator))
    }
    return .object(JSONObject(members))
  }
}

struct PairOf<First: Generated, Second: Generated>: Generated {
  var first: First
  var second: Second

  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    ["first": First.json(&generator), "second": Second.json(&generator)]
  }
}

struct RecordOf<Value: Generated>: Generated {
  var value: Value?
  var note: String?
  var more: [Value]

  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    var object: JSONObject = ["more": [Value].json(&generator)]
    if generator.below(2) == 0 { object["value"] = Value?.json(&generator) }
    if generator.below(2) == 0 { object["note"] = String?.json(&generator) }
    return .object(object)
  }
}

enum EitherOf<First: Generated, Second: Generated>: Generated {
  case first(First)
  case second(name: Second, Bool?)
  case neither

  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    switch generator.below(3) {
    case 0: ["first": ["_0": First.json(&generator)]]
    case 1: ["second": ["name": Second.json(&generator), "_1": Bool?.json(&generator)]]
    default: ["neither": [:]]
    }
  }
}

struct FallingBack<Value: Generated>: Generated {
  var value: Value?
  enum CodingKeys: String, CodingKey { case value = "the_value" }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    value = container.contains(.value) ? try container.decode(Value.self, forKey: .value) : nil
  }

  static func json(_ generator: inout SeededGenerator) -> JSONValue {
    generator.below(2) == 0 ? [:] : ["the_value": Value.json(&generator)]
  }
}

enum GeneratedTypes {
  private static let leaves: [any Generated.Type] = [
    Bool.self, Int16.self, UInt8.self, Double.self, String.self, UUID.self, Mood.self, Level.self,
    JSONValue.self, Tree.self,
  ]

  /// A type of up to `depth` levels.
  static func type(_ generator: inout SeededGenerator, depth: Int) -> any Generated.Type {
    guard depth > 0 else { return leaves[generator.below(leaves.count)] }
    let first = type(&generator, depth: depth - 1)
    let second = type(&generator, depth: generator.below(depth))
    return combine(first, second, kind: generator.below(7))
  }

  private static func combine<First: Generated, Second: Generated>(
    _ first: First.Type, _ second: Second.Type, kind: Int
  ) -> any Generated.Type {
    switch kind {
    case 0: [First].self
    case 1: [String: First].self
    case 2: PairOf<First, Second>.self
    case 3: RecordOf<First>.self
    case 4: EitherOf<First, Second>.self
    case 5: FallingBack<First>.self
    default: First?.self
    }
  }
}

import Foundation
import JSONModel

// The types whose schemas the tests ask for.

struct Person: Decodable {
  var name: String
  var age: Int
  var email: String
}

enum Mood: String, Decodable, CaseIterable { case happy, sad }
enum Size: String, Decodable { case small, medium, large = "L" }
enum Level: Int, Decodable { case low = 1, high = 10 }
enum OnlyCase: String, Decodable { case one }
enum Tolerant: String, Decodable {
  case known, unknown
  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    self = Tolerant(rawValue: text) ?? .unknown
  }
}

struct Everything: Decodable {
  struct Address: Decodable {
    var street: String
    var zip: String?
  }
  var flag: Bool
  var ratio: Double
  var small: Int8
  var positive: UInt
  var moods: [Mood]
  var address: Address
  var others: [Address]?
  var scores: [String: Double]
  var byNumber: [Int: String]
  var when: Date
  var link: URL
  var id: UUID
  var blob: Data
  var price: Decimal
  var anything: JSONValue
  var size: Size?
  var level: Level
  var tags: Set<String>
}

struct Tree: Decodable {
  var label: String
  var children: [Tree]
}

final class ListNode: Decodable {
  var value: Int
  var next: ListNode?
}

struct Forest: Decodable {
  var main: Tree
  var spare: Tree?
}

// A needs B in an array, B needs A itself.
final class Owner: Decodable { var items: [Owned] }
struct Owned: Decodable {
  var owner: Owner
  var size: Int
}

indirect enum Expression: Decodable {
  case add(Expression, Expression)
  case number(Int)
  case named(label: String, note: String?)
  case nothing
}

struct Endless: Decodable {
  final class Box: Decodable { var inner: Endless }
  var box: Box
}

/// A value that checks itself.
struct Age: Decodable {
  struct Refused: Error {}
  var years: Int
  init(from decoder: any Decoder) throws {
    years = try decoder.singleValueContainer().decode(Int.self)
    guard (18...150).contains(years) else { throw Refused() }
  }
}

struct Applicant: Decodable {
  var name: String
  var age: Age
  var email: String
  enum CodingKeys: CodingKey { case name, age, email }
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    guard !name.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container, debugDescription: "a name is needed")
    }
    age = try container.decode(Age.self, forKey: .age)
    email = try container.decode(String.self, forKey: .email)
    guard email.contains("@") else {
      throw DecodingError.dataCorruptedError(
        forKey: .email, in: container, debugDescription: "no address")
    }
  }
}

struct Secretive: Decodable {
  struct Code: Decodable {
    init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      guard text == "xyzzy" else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a bad code"))
      }
    }
  }
  var code: Code
}

struct StringOrNumber: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if (try? container.decode(String.self)) != nil { return }
    if (try? container.decode(Int.self)) != nil { return }
    _ = try container.decode([Double].self)
  }
}

struct ByHand: Decodable {
  enum CodingKeys: String, CodingKey {
    case always, sometimes
    case nullable
    case withDefault = "with_default"
  }
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    _ = try container.decode(String.self, forKey: .always)
    if container.contains(.sometimes) { _ = try container.decode(Int.self, forKey: .sometimes) }
    if try !container.decodeNil(forKey: .nullable) {
      _ = try container.decode(Bool.self, forKey: .nullable)
    }
    _ = (try? container.decode(Int.self, forKey: .withDefault)) ?? 7
  }
}

struct Flattened: Decodable {
  struct Base: Decodable { var id: Int }
  enum CodingKeys: CodingKey { case extra, nested, pair }
  enum NestedKeys: CodingKey { case deep }
  init(from decoder: any Decoder) throws {
    _ = try Base(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    _ = try container.decodeIfPresent(String.self, forKey: .extra)
    let nested = try container.nestedContainer(keyedBy: NestedKeys.self, forKey: .nested)
    _ = try nested.decode(Bool.self, forKey: .deep)
    var pair = try container.nestedUnkeyedContainer(forKey: .pair)
    _ = try pair.decode(String.self)
    _ = try pair.decode(Int.self)
  }
}

enum Shape: Decodable {
  enum Kind: String, Decodable { case circle, square }
  enum CodingKeys: CodingKey { case kind, radius, side }
  case circle(Double)
  case square(Int)
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .circle: self = .circle(try container.decode(Double.self, forKey: .radius))
    case .square: self = .square(try container.decode(Int.self, forKey: .side))
    }
  }
}

struct Percent: JSONSchemaConvertible {
  static let jsonSchema: JSONValue = ["type": "number", "minimum": 0, "examples": [50]]
  var value: Double
  init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Double.self)
  }
}

struct Report: Decodable {
  var done: Percent
  var best: Percent?
}

struct Described: JSONSchemaDescribing {
  static let jsonSchemaDescription: String? = "somebody"
  static let jsonSchemaProperties: [String: JSONPropertyAnnotation] = [
    "age": .init(description: "in full years", minimum: 0, maximum: 150)
  ]
  var name: String
  var age: Int?
}

struct Misdescribed: JSONSchemaDescribing {
  static let jsonSchemaProperties: [String: JSONPropertyAnnotation] = ["agee": .init(title: "x")]
  var age: Int
}

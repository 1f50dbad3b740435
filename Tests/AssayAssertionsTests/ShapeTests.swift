import AssayInput
import JSONModel
import Testing

@testable import AssayAssertions

@Suite struct ShapeTests {
  struct Person: Decodable {
    var name: String
    var age: Int
    var email: String?
    var address: Address?

    struct Address: Decodable {
      var city: String
      var longitude: Double?
    }
  }

  /// Refuses what its schema cannot know.
  struct Even: Decodable {
    var number: Int

    enum CodingKeys: String, CodingKey { case number }

    init(from decoder: any Decoder) throws {
      number = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .number)
      if number % 2 != 0 {
        throw DecodingError.dataCorrupted(
          .init(codingPath: [CodingKeys.number], debugDescription: "an odd number"))
      }
    }
  }

  private static func shapes(_ json: String?, allowsUnknownKeys: Bool = false) throws
    -> [String: Shape]
  {
    var registry = ShapeRegistry()
    registry.register(Person.self, allowsUnknownKeys: allowsUnknownKeys)
    registry.register(Even.self)
    var shapes: [String: Shape] = [:]
    if let json {
      let collector = DiagnosticCollector(file: "suite.json")
      shapes["Person"] = Shape(
        reading: try JSONDocument(parsing: json).root, name: "Person", collector)
    }
    return registry.completing(shapes)
  }

  private static func problems(
    _ value: String, _ json: String? = nil, of name: String = "Person",
    allowsUnknownKeys: Bool = false
  ) throws -> [String] {
    let shapes = try shapes(json, allowsUnknownKeys: allowsUnknownKeys)
    return try #require(shapes[name]).problems(of: JSONValue(parsing: value)).map(\.description)
  }

  @Test(arguments: [
    #"{"name":"Ada","age":36}"#, #"{"name":"Ada","age":36.0,"email":null}"#,
    #"{"name":"Ada","age":36,"address":{"city":"London","longitude":-0.1275}}"#,
  ])
  func whatDecodesIsOfTheShape(value: String) throws {
    #expect(try Self.problems(value).isEmpty)
  }

  /// Not the first problem, all of them, each with its place.
  @Test func everyProblemIsTold() throws {
    let problems = try Self.problems(
      #"{"nme":"Ada","age":"36","email":7,"address":{"city":null,"extra":1}}"#)
    #expect(
      problems.contains("/name: the key is missing; \"nme\" may be meant for it"), "\(problems)")
    #expect(problems.contains("/nme: unknown key; \"name\" is missing"))
    #expect(problems.contains { $0.hasPrefix("/age: expected an integer, found \"36\"") })
    #expect(problems.contains { $0.hasPrefix("/email: expected") && $0.contains("found 7") })
    #expect(
      problems.contains {
        $0.hasPrefix("/address/city: expected a string, found null")
          && $0.contains("not the same as leaving the key out")
      }, "\(problems)")
    #expect(problems.contains { $0.hasPrefix("/address/extra: unknown key") })
    #expect(problems.count == 6, "\(problems)")
  }

  @Test(arguments: [
    ("9007199254740993", true), ("-0.12750000000000000001234", true), ("9007199254740992", false),
    ("0.1", false), ("1e400", true), ("0.30000000000000004", false),
  ])
  func lostPrecisionIsTold(number: String, isLost: Bool) throws {
    let problems = try Self.problems(
      #"{"name":"A","age":1,"address":{"city":"L","longitude":\#(number)}}"#)
    #expect(
      problems.contains { $0.hasPrefix("/address/longitude: ") && $0.contains("precision") }
        == isLost, "\(problems)")
  }

  /// What an Int or a Double cannot hold would not decode.
  @Test(arguments: [
    ("99999999999999999999", "1", "/n: 99999999999999999999 is beyond what an Int holds"),
    ("-9223372036854775808", "1", nil), ("9223372036854775808", "1", "beyond what an Int holds"),
    ("1e3", "1e308", nil), ("1", "1e400", "/x: 1e400 is beyond what a Double holds"),
    ("1", "0.12345678901234567890123", nil),
  ])
  func numbersOfTheShortFormFitSwift(integer: String, number: String, problem: String?) throws {
    let collector = DiagnosticCollector(file: "suite.json")
    let node = try JSONDocument(parsing: #"{"n":"integer","x":"number?"}"#).root
    let shape = try #require(Shape(reading: node, name: "N", collector))
    let problems = try shape.problems(
      of: JSONValue(parsing: #"{"n":\#(integer),"x":\#(number)}"#)
    ).map(\.description)
    #expect(problems.count == (problem == nil ? 0 : 1))
    if let problem { #expect(problems.joined().contains(problem), "\(problems)") }
  }

  /// What is neither the short form nor a JSON Schema would accept everything.
  @Test(arguments: [
    (
      #"{"items":{"name":"string"},"total":"number"}"#,
      "half a JSON Schema, by \"items\", and half the short form, by \"total\""
    ),
    (#"{"properties":{"a":{"type":"string"}},"meta":{"b":"integer?"}}"#, "by \"meta\""),
    (
      #"{"items":{"name":"string"}}"#, "/items/name: in a JSON Schema, \"string\" here says nothing"
    ),
    (#"{"const":"string"}"#, "\"const\" may be a keyword of JSON Schema or a property"),
    (#"{"not":"string"}"#, "\"not\" may be a keyword of JSON Schema or a property"),
    (#"{"enum":"string","const":"number"}"#, "\"enum\" may be a keyword"),
    (#"{"name":"Int"}"#, "did you mean \"integer\"?"),
    (#"{"a":"Double?"}"#, "did you mean \"number?\"?"),
    (#"{"a":"string[]"}"#, "did you mean \"[string]\"?"),
    (#"{"a":"sting"}"#, "did you mean \"string\"?"),
    (#"{"properties":{"a":{"type":"string","maxLenght":3}}}"#, "did you mean \"maxLength\"?"),
    (#"{"file":"shapes/person.json"}"#, "not read from a file"),
  ])
  func whatIsNeitherIsTold(json: String, message: String) throws {
    let collector = DiagnosticCollector(file: "suite.json")
    _ = Shape(reading: try JSONDocument(parsing: json).root, name: "S", collector)
    let texts = collector.diagnostics.map(\.description)
    #expect(texts.joined(separator: "\n").contains(message), "\(texts)")
    #expect(texts.count == 1, "nothing is said twice: \(texts)")
    #expect(collector.diagnostics.allSatisfy { $0.location != nil })
  }

  @Test(arguments: [
    #"{"type":"string"}"#, #"{"order":{"items":["a","b"],"enum":"string"}}"#, #""[string]""#,
    #"{"$schema":"https://json-schema.org/draft/2020-12/schema","const":"string"}"#,
    #"{"type":"string","const":"string"}"#, #"{"const":"yes"}"#, #"{"enum":["string","number"]}"#,
    #"{"properties":{"a":{"description":"string"}}}"#, #"{"anyOf":[{"type":"string"}]}"#, "true",
  ])
  func whatIsEitherIsTaken(json: String) throws {
    let collector = DiagnosticCollector(file: "suite.json")
    let shape = Shape(reading: try JSONDocument(parsing: json).root, name: "S", collector)
    #expect(shape != nil)
    #expect(collector.diagnostics.isEmpty, "\(collector.diagnostics)")
  }

  @Test func unknownKeysCanBeAllowed() throws {
    let value = #"{"name":"Ada","age":36,"extra":1}"#
    #expect(try Self.problems(value) == ["/extra: unknown key"])
    #expect(try Self.problems(value, allowsUnknownKeys: true).isEmpty)
  }

  @Test func whatOnlyTheTypeKnowsIsToldToo() throws {
    #expect(try Self.problems(#"{"number":4}"#, of: "Even").isEmpty)
    let problems = try Self.problems(#"{"number":3}"#, of: "Even")
    #expect(problems.count == 1)
    #expect(
      problems[0].hasPrefix("/number: Swift's Even cannot be decoded: an odd number"), "\(problems)"
    )
  }

  /// Where JSON and Swift define a shape differently, one of them is wrong.
  @Test func definitionsThatDisagreeAreTold() throws {
    let loose = #"{"name":"string","age":"any","email":"string?","address":"any?"}"#
    let value = #"{"name":"Ada","age":"old"}"#
    let problems = try Self.problems(value, loose)
    #expect(
      problems[0]
        == "the two definitions of Person disagree on this reply: the JSON one accepts it, the Swift type does not"
    )
    #expect(problems[1].hasPrefix("/age: expected an integer"))
    let strict = #"{"name":"string","age":"integer"}"#
    let other = try Self.problems(#"{"name":"Ada","age":1,"email":"a@b"}"#, strict)
    #expect(other[0].contains("the Swift type accepts it, the JSON one does not"))
    #expect(try Self.problems(#"{"name":"Ada","age":1}"#, strict).isEmpty)
    // Both refuse: nothing to say of a disagreement.
    #expect(
      try Self.problems(#"{"name":1,"age":1}"#, strict).allSatisfy { !$0.contains("disagree") })
  }

  @Test func theAssertionUsesTheType() async throws {
    let assertion = try AssertionText.read(
      #"{"type":"shape","value":"Person"}"#, shapes: try Self.shapes(nil))
    let reply = Reply(text: #"{"name":"Ada"}"#)
    let result = await assertion.evaluate(EvaluationContext(reply: reply))
    #expect(
      result.verdict
        == .failed(
          reason: "not of shape Person: /age: the key is missing; "
            + "found \"{\"name\":\"Ada\"}\""))
  }

  @Test func shapesOfTypesCanBeAskedFor() throws {
    let format = try #require(try Self.shapes(nil)["Person"]).responseFormat
    #expect(format["json_schema"]?["schema"]?["properties"]?["name"] == ["type": "string"])
  }
}

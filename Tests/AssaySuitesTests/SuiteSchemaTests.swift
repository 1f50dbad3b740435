import AssayInput
import AssaySuites
import Foundation
import JSONModel
import TestSupport
import Testing

/// The published schema and the loader say the same of a suite.
@Suite struct SuiteSchemaTests {
  private static func schema() throws -> JSONSchema {
    let file = Repository.root.appending(path: "docs/schemas/suite.schema.json")
    return try JSONSchema(compiling: JSONValue(parsing: [UInt8](Data(contentsOf: file))))
  }

  static let files = [
    "suites/chat.json", "suites/chat-streamed.json", "suites/people.json", "suites/sentiment.json",
    "suites/sentiment-sampled.json", "suites/regressions/people-few-shot.json",
    "suites/outcomes/every-outcome.json", "docs/examples/suites/greeting.json",
  ]

  @Test(arguments: files)
  func bothAcceptTheSuites(file: String) throws {
    let url = Repository.root.appending(path: file)
    let result = try Self.schema().validate(JSONValue(parsing: [UInt8](Data(contentsOf: url))))
    #expect(result.isValid, "\(result.failures)")
    #expect(try SuiteLoader().load([url.path]).suites.count == 1)
  }

  private static let valid: JSONValue = [
    "version": 1, "name": "tiny", "models": ["m"],
    "prompts": ["p": ["messages": [["role": "user", "content": "Hi"]]]],
    "cases": [["id": "a", "assert": [["type": "contains", "value": "x"]]]],
  ]

  /// A place in the valid suite and what to put there instead.
  static let mutations: [(pointer: String, value: JSONValue)] = [
    ("/version", 2), ("/version", "1"), ("/name", ""), ("/name", "a/b"), ("/models", []),
    ("/models", [1]), ("/models", [["label": "x"]]), ("/models", [["model": "m", "lable": "x"]]),
    ("/prompts", [:]), ("/prompts/p", [:]), ("/prompts/p/messages", []),
    ("/prompts/p/messages", [["role": "usr", "content": "x"]]),
    ("/prompts/p/messages", [["role": "user"]]), ("/cases", []), ("/cases", [["assert": []]]),
    ("/cases", [["id": ""]]), ("/cases", [["id": "a", "asert": []]]),
    ("/cases", [["id": "a", "repeat": ["n": 0]]]), ("/cases", [["id": "a", "repeat": [:]]]),
    ("/cases", [["id": "a", "assert": [["type": "contians", "value": "x"]]]]),
    ("/cases", [["id": "a", "assert": [["type": "contains"]]]]),
    ("/cases", [["id": "a", "assert": [["type": "contains", "value": 1]]]]),
    ("/cases", [["id": "a", "assert": [["type": "latency", "max": 0]]]]),
    ("/cases", [["id": "a", "assert": [["type": "is-json", "value": "x"]]]]),
    ("/cases", [["id": "a", "stream": "yes"]]), ("/unknown", 1),
  ]

  @Test(arguments: mutations)
  func bothRefuseMistakes(pointer: String, value: JSONValue) throws {
    let tokens = try #require(JSONPointer(pointer)).tokens
    let suite = Self.replacing(Self.valid, tokens[...], value)
    #expect(try !Self.schema().isValid(suite))
    let folder = try TemporaryFolder()
    let file = try folder.write(suite.text(.pretty), to: "suite.json")
    let error = #expect(throws: InvalidInput.self) { try SuiteLoader().load([file]) }
    // Every mistake has its place.
    #expect(error?.diagnostics.allSatisfy { $0.location != nil } == true)
  }

  private static func replacing(
    _ value: JSONValue, _ tokens: ArraySlice<String>, _ new: JSONValue
  ) -> JSONValue {
    guard let token = tokens.first, var object = value.objectValue else { return new }
    object[token] = replacing(object[token] ?? .null, tokens.dropFirst(), new)
    return .object(object)
  }
}

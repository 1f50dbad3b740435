import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

/// `assay.json`: what is read, what is refused, and that its schema says the same.
@Suite struct ConfigurationTests {
  private static let full: JSONValue = [
    "$schema": "x", "version": 1, "suites": ["suites", "/more"], "fixtures": "recorded",
    "concurrency": 4, "prices": ["gpt-4": ["input": 30, "output": 60.5]],
    "endpoints": ["local": ["baseURL": "http://localhost:11434", "keyVariable": "KEY"]],
    "limits": ["cost": 0.5, "tokens": 1000, "calls": 10, "duration": 60, "timeout": 2.5],
  ]

  private static func schema() throws -> JSONSchema {
    let file = Repository.root.appending(path: "docs/schemas/config.schema.json")
    return try JSONSchema(compiling: JSONValue(parsing: [UInt8](Data(contentsOf: file))))
  }

  @Test func everythingIsRead() throws {
    #expect(try Self.schema().isValid(Self.full))
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.full.text(), to: "assay.json")
    let read = try ProjectConfiguration.load(path)
    #expect(read.suites == [folder.url.path + "/suites", "/more"])
    #expect(read.fixtures == folder.url.path + "/recorded")
    #expect(read.concurrency == 4)
    #expect(read.prices == ["gpt-4": ModelPrice(input: 30, output: 60.5)])
    #expect(read.prices["gpt-4"]?.cost(inputTokens: 1_000_000, outputTokens: 2_000_000) == 151)
    #expect(
      read.endpoints["local"]?.kind
        == .openAICompatible(baseURL: "http://localhost:11434", keyVariable: "KEY"))
    var limits = RunLimits()
    (limits.cost, limits.tokens, limits.calls) = (0.5, 1000, 10)
    (limits.duration, limits.timeout) = (60, 2.5)
    #expect(read.limits == limits)
    #expect(try ProjectConfiguration.find(in: folder.url.path) == read)
  }

  @Test func whereThereIsNoneNothingIsConfigured() throws {
    #expect(try ProjectConfiguration.find(in: TemporaryFolder().url.path) == ProjectConfiguration())
  }

  static let mistakes: [(text: String, problem: String)] = [
    ("{}", ":1:1: error: the key \"version\" is missing"),
    ("{\"version\": 2}", ":1:13: error: /version: this configuration is of version 2"),
    ("{\"version\": 1, \"suits\": []}", "unknown key \"suits\" (did you mean \"suites\"?)"),
    ("{\"version\": 1, \"suites\": []}", "\"suites\" must name at least one file or folder"),
    (
      "{\"version\": 1, \"concurrency\": 0}",
      "\"concurrency\" must be an integer of at least 1, not 0"
    ),
    (
      "{\"version\": 1, \"prices\": {\"m\": {\"input\": 1}}}",
      "/prices/m: the key \"output\" is missing"
    ),
    (
      "{\"version\": 1, \"prices\": {\"m\": {\"input\": -1, \"output\": 1}}}",
      "\"input\" must be a number of at least 0, not -1"
    ),
    (
      "{\"version\": 1, \"limits\": {\"timeout\": 0}}",
      "\"timeout\" must be a positive number, not 0"
    ),
    ("{\"version\": 1, \"limits\": {\"cost\": 1e999}}", "\"cost\" must be a number of at least 0"),
    ("{\"version\": 1, \"limits\": {\"time\": 0}}", "unknown key \"time\""),
    ("{\"version\": 1, \"endpoints\": {\"x\": {\"baseURL\": \"h\"}}}", "must be a URL"),
    ("{\"version\": 1, \"fixtures\": 1}", "\"fixtures\" must be a string, not a number"),
    ("{\"version\": 1,}", ":1:15: error: "),
    ("[1]", "the configuration must be an object, not an array"),
  ]

  @Test(arguments: mistakes)
  func mistakesHaveTheirPlace(text: String, problem: String) throws {
    if let value = try? JSONValue(parsing: text), !text.contains("1e999") {
      #expect(try !Self.schema().isValid(value))
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "assay.json")
    let error = #expect(throws: InvalidInput.self) { try ProjectConfiguration.load(path) }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    #expect(error?.diagnostics.allSatisfy { $0.location != nil } == true)
  }
}

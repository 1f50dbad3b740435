import Foundation
import GatewaySimulator
import SaaSLiteLLM
import TestSupport
import Testing

/// What docs/client.md shows compiles, runs, and does what it says.
struct ClientDocumentTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
  }

  /// The lines without the white space that all of them begin with.
  private static func unindented(_ lines: [Substring]) -> String {
    let margin =
      lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(margin)) }.joined(separator: "\n")
  }

  private static func blocks(_ text: String, from start: String, to end: String) -> [String] {
    var blocks: [String] = []
    var open: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      if open == nil, trimmed == start {
        open = []
      } else if let lines = open, trimmed == end {
        blocks.append(unindented(lines))
        open = nil
      } else {
        open?.append(line)
      }
    }
    return blocks
  }

  @Test func theExamplesAreTheCode() throws {
    let shown = Self.blocks(try Self.text("docs/client.md"), from: "```swift", to: "```")
    let compiled = Self.blocks(
      try Self.text("Tests/SaaSLiteLLMTests/Documentation/ClientExamples.swift"),
      from: "// snippet:", to: "// end")
    #expect(shown.count > 10)
    for block in shown { #expect(compiled.contains(block), "\(block)") }
    for block in compiled { #expect(shown.contains(block), "\(block)") }
  }

  @Test func everyErrorIsListed() throws {
    let document = try Self.text("docs/client.md")
    let source = try Self.text("Sources/SaaSLiteLLM/Errors/ClientError.swift")
    let codes = source.matches(of: /public static let (\w+) = Code\(/).map { String($0.output.1) }
    #expect(codes.count > 20)
    for code in codes { #expect(document.contains("`\(code)`"), "\(code)") }
  }

  @Test func theExamplesRun() async throws {
    try await GatewaySimulator.withSimulator { simulator in
      var examples = ClientExamples(
        baseURL: simulator.baseURL, teamID: simulator.teamID, virtualKey: simulator.virtualKey)
      try await examples.basic()
      #expect(examples.output == "What is Swift?\n")
      let scoped = try await examples.scoped()
      #expect(scoped == "What is Swift?")

      try await SaaSLLMClient.withClient(
        baseURL: simulator.baseURL, teamID: simulator.teamID, virtualKey: simulator.virtualKey
      ) { client in
        let job = try await client.createJob(type: "examples")
        var examples = examples
        func output(_ body: (inout ClientExamples) async throws -> Void) async throws -> String {
          examples.output = ""
          try await body(&examples)
          return examples.output
        }
        let streamed = try await output { try await $0.streaming(client, job) }
        #expect(streamed == "Write a short poem.")
        let chunks = try await output { try await $0.streamingChunks(client, job) }
        #expect(chunks.contains(/^Write a short poem\.\d+ tokens\n$/))
        let person = try await output { try await $0.structured(client, job) }
        #expect(person.contains(/^Name: \w.*, Age: \d+\n$/))
        let second = try await output { try await $0.structuredWithSecondChance(client, job) }
        #expect(second.contains(/^\w.* none 1\n$/))
        try await examples.images(client, job, png: [0x89, 0x50])
        let errors = try await output { try await $0.errors(client, job) }
        #expect(errors == "")
        let accounts = try await output { try await $0.accounts(client, job) }
        #expect(accounts.contains(" US dollars\ncompleted "))
        let single = try await output { try await $0.oneRequest(client) }
        #expect(single.contains(/^What is Swift\? 9999\d\d\n$/))
        let failing = try await output { try await $0.errors(client, "no-such-job") }
        #expect(!failing.isEmpty)
      }
    }
  }

  @Test func theExamplesForOtherServersRun() async throws {
    try await GatewaySimulator.withSimulator { simulator in
      var examples = ClientExamples(baseURL: "", teamID: "", virtualKey: "")
      try await examples.localServer(simulator.baseURL, simulator.virtualKey)
      #expect(examples.output.contains(/^What is Swift\? \d.*\n$/))
      examples.output = ""
      let client = OpenAICompatibleClient(
        baseURL: simulator.baseURL, apiKey: simulator.virtualKey)
      try await examples.tools(client)
      #expect(examples.output.hasPrefix("sunny in "))
      try await client.shutdown()
    }
  }
}

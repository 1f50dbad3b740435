import Foundation
import JSONModel
import TestSupport
import Testing

@testable import GatewaySimulator

/// `docs/simulator.md` knows everything that there is, and its examples are right.
@Suite struct SimulatorDocumentTests {
  private static func document() throws -> String {
    try String(
      contentsOf: Repository.root.appending(path: "docs/simulator.md"), encoding: .utf8)
  }

  /// The cells of the first columns of all tables.
  private static func names() throws -> Set<String> {
    let rows = try document().split(separator: "\n").filter { $0.hasPrefix("| ") }
    return Set(rows.flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } })
  }

  @Test func everythingIsInATable() throws {
    let names = try Self.names()
    for kind in Fault.Kind.allCases { #expect(names.contains(kind.rawValue)) }
    for endpoint in Endpoint.allCases { #expect(names.contains(endpoint.rawValue)) }
    for failure in ProviderFailure.Name.allCases { #expect(names.contains(failure.rawValue)) }
    for usage in StreamUsage.allCases { #expect(names.contains(usage.rawValue)) }
    for place in Fault.Place.allCases { #expect(names.contains(place.rawValue)) }
  }

  @Test func everyKeyOfTheSchemaIsMentioned() throws {
    let document = try Self.document()
    let file = Repository.root.appending(path: "docs/schemas/simulator-script.schema.json")
    let schema = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
    var known: Set<String> = []
    Self.collectProperties(of: schema, into: &known)
    for key in known {
      // In backticks, or as a member of an example in them.
      #expect(document.contains("`\(key)`") || document.contains("\"\(key)\""), "\(key)")
    }
  }

  private static func collectProperties(of schema: JSONValue, into names: inout Set<String>) {
    for property in schema["properties"]?.objectValue ?? [:] { names.insert(property.key) }
    for member in schema.objectValue ?? [:] { collectProperties(of: member.value, into: &names) }
    for element in schema.arrayValue ?? [] { collectProperties(of: element, into: &names) }
  }

  @Test func examplesOfRulesAreRead() throws {
    let blocks = try Self.document().components(separatedBy: "```json\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    let rules = blocks.filter { $0.contains("\"when\"") }
    #expect(rules.count == 2)
    for rule in rules {
      _ = try SimulatorScript(parsing: #"{"version": 1, "rules": [\#(rule)]}"#)
    }
  }

  @Test func exampleOfTheLogIsALine() throws {
    let line = try #require(
      try Self.document().split(separator: "\n").first { $0.hasPrefix(#"{"time""#) })
    let example = try JSONDocument(parsing: Array(line.utf8)).value
    let lines = Lines()
    let gateway = RequestLog { lines.append($0) }
    gateway.write(
      RequestLog.Entry(
        time: Timestamp(microseconds: 0), method: "POST", path: "/", status: 200,
        facts: Facts(endpoint: .llmCall, team: "t", model: "m", rule: "r", attempt: 1),
        bytes: 1, delay: .zero))
    let real = try JSONDocument(parsing: Array((lines.all.first ?? "").utf8)).value
    #expect(example.objectValue.map { Array($0.keys) } == real.objectValue.map { Array($0.keys) })
  }

  @Test func limitsAreAsTold() throws {
    let limits = GatewayState.Limits()
    let text = try Self.document()
    for number in [limits.jobs, limits.calls, limits.questions] {
      #expect(text.contains("\(number / 1_000),000 "))
    }
  }
}

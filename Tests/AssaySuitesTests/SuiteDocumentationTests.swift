import Foundation
import JSONModel
import TestSupport
import Testing

/// The documents have every key that there is, and no other. That the schema has the loader's
/// keys is shown by ``SuiteSchemaTests``.
@Suite struct SuiteDocumentationTests {
  /// A table of keys and where the schema has them.
  static let tables: [(document: String, name: String, schema: String, places: [String])] = [
    ("suite.md", "suite", "suite", ["/properties"]),
    ("suite.md", "model", "suite", ["/$defs/model/properties"]),
    ("suite.md", "endpoint", "suite", ["/$defs/endpoint/properties"]),
    ("suite.md", "function", "suite", ["/$defs/function/properties"]),
    ("suite.md", "response", "suite", ["/$defs/response/properties"]),
    ("suite.md", "prompt", "suite", ["/$defs/prompt/properties"]),
    ("suite.md", "message", "suite", ["/$defs/message/properties"]),
    ("suite.md", "case", "suite", ["/$defs/settings/properties", "/$defs/case/properties"]),
    ("suite.md", "block", "suite", ["/$defs/block/properties"]),
    ("suite.md", "condition", "suite", ["/$defs/condition/anyOf/1/properties"]),
    ("suite.md", "turn", "suite", ["/$defs/turn/properties"]),
    ("suite.md", "capture", "suite", ["/$defs/capture/anyOf/1/properties"]),
    ("configuration.md", "config", "config", ["/properties"]),
    ("configuration.md", "price", "config", ["/$defs/price/properties"]),
    ("configuration.md", "limits", "config", ["/properties/limits/properties"]),
  ]

  @Test(arguments: tables)
  func everyKeyIsDocumented(
    document: String, name: String, schema: String, places: [String]
  ) throws {
    let text = try String(
      contentsOf: Repository.root.appending(path: "docs/\(document)"), encoding: .utf8)
    let start = try #require(text.range(of: "<!-- keys: \(name) -->\n\n"))
    let table = text[start.upperBound...].prefix { _ in true }
      .components(separatedBy: "\n\n")[0].split(separator: "\n").dropFirst(2)
    var documented: Set<String> = []
    for row in table {
      for key in (row.split(separator: "|").first ?? "").matches(of: /`([^`]+)`/) {
        #expect(documented.insert(String(key.1)).inserted, "\(key.1) stands twice")
      }
    }
    let file = Repository.root.appending(path: "docs/schemas/\(schema).schema.json")
    let root = try JSONDocument(parsing: [UInt8](Data(contentsOf: file))).root
    var published: Set<String> = []
    for place in places {
      let pointer = try #require(JSONPointer(place))
      published.formUnion(try #require(root[pointer]).members.map(\.key))
    }
    #expect(documented == published)
  }

  @Test(arguments: ["suite.md", "configuration.md"])
  func theTablesAreAllLookedAt(document: String) throws {
    let text = try String(
      contentsOf: Repository.root.appending(path: "docs/\(document)"), encoding: .utf8)
    let names = text.matches(of: /<!-- keys: (\w+) -->/).map { String($0.1) }
    #expect(names == Self.tables.filter { $0.document == document }.map(\.name))
  }
}

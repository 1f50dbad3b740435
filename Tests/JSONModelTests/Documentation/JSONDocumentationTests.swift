import Foundation
import JSONModel
import Testing

/// What docs/json*.md shows compiles, runs, and prints what it says.
@Suite struct JSONDocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let pages = ["json", "json-schema", "json-path", "json-diff", "json-types"]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private static func documents() throws -> String {
    try pages.map { try text("docs/\($0).md") }.joined(separator: "\n")
  }

  /// The text between lines `start` and `end`, without the white space that all lines begin with.
  private static func blocks(_ text: String, from start: String, to end: String) -> [String] {
    var blocks: [String] = []
    var open: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      if open == nil, trimmed == start {
        open = []
      } else if let lines = open, trimmed == end {
        let margin = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        blocks.append(lines.map { String($0.dropFirst(margin)) }.joined(separator: "\n"))
        open = nil
      } else {
        open?.append(line)
      }
    }
    return blocks
  }

  @Test func theExamplesAreTheCode() throws {
    let shown = Self.blocks(try Self.documents(), from: "```swift", to: "```")
    let compiled = Self.blocks(
      try Self.text("Tests/JSONModelTests/Documentation/JSONExamples.swift"),
      from: "// snippet:", to: "// end")
    #expect(shown.count > 15)
    for block in shown { #expect(compiled.contains(block), "\(block)") }
    for block in compiled { #expect(shown.contains(block), "\(block)") }
  }

  @Test func theExamplesPrintWhatIsShown() throws {
    let folder = FileManager.default.temporaryDirectory
    let lines = folder.appendingPathComponent("json-examples-\(UUID()).jsonl")
    let array = folder.appendingPathComponent("json-examples-\(UUID()).json")
    try Data("{\"id\": 7}\n\n{\"id\": 8}\n".utf8).write(to: lines)
    try Data(#"{"count": 2, "results": [{"a": 1}, [2]]}"#.utf8).write(to: array)
    defer {
      try? FileManager.default.removeItem(at: lines)
      try? FileManager.default.removeItem(at: array)
    }
    let runs: [(inout JSONExamples) throws -> Void] = [
      { try $0.reading() }, { try $0.values() }, { $0.syntaxErrors() }, { try $0.decoding() },
      { try $0.duplicates() }, { try $0.pointers() }, { try $0.streaming(path: lines.path) },
      { try $0.elements(path: array.path) }, { try $0.canonical() }, { try $0.schema() },
      { try $0.outputFormats() }, { try $0.registry() }, { $0.schemaErrors() },
      { try $0.contents() },
      { try $0.path() }, { $0.pathErrors() }, { try $0.pathWarnings() }, { try $0.diff() },
      { try $0.diffByKey() }, { try $0.typeSchema() }, { try $0.annotatedSchema() },
      { try $0.writtenSchema() },
    ]
    let shown = Self.blocks(try Self.documents(), from: "```text", to: "```")
    #expect(shown.count == runs.count)
    for run in runs {
      var examples = JSONExamples()
      try run(&examples)
      let printed = String(examples.output.dropLast())
      #expect(shown.contains(printed), "not shown:\n\(printed)")
    }
  }

  @Test func everyFormatAndKeywordIsListed() throws {
    let page = try Self.text("docs/json-schema.md")
    for name in [
      "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
      "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template",
      "json-pointer", "relative-json-pointer", "regex", "$dynamicRef", "$recursiveRef",
      "unevaluatedItems", "contentSchema", "dependencies", "$vocabulary", "minContains",
    ] { #expect(page.contains("`\(name)`"), "\(name)") }
  }
}

import Foundation
import JSONModel
import TestSupport

@testable import AssayAssertions

/// The parts of the documents that are made of the code.
enum AssertionDocument {
  static let file = "docs/assertions.md"
  static let schemaFile = "docs/schemas/suite.schema.json"
  /// What stands above this line is written by hand.
  static let marker = "<!-- From here on, this is made of the code. -->\n"
  /// The first of the generated definitions, which are the last ones of the schema.
  static let schemaMarker = "    \"assertion\": {"

  static func read(_ file: String) throws -> String {
    try String(contentsOf: Repository.root.appending(path: file), encoding: .utf8)
  }

  static func write(_ text: String, to file: String) throws {
    try text.write(to: Repository.root.appending(path: file), atomically: true, encoding: .utf8)
  }

  private static let groups: [(title: String, first: String)] = [
    ("Text", "equals"), ("Structure", "is-json"), ("Calls and measures", "tool-called"),
    ("Similarity", "rouge-n"), ("Judged by a model", "llm-rubric"), ("Sets", "all"),
    ("Own programs", "exec"),
  ]

  /// The generated part of the document.
  static func text() -> String {
    let registry = AssertionRegistry.standard
    var text = marker
    for name in registry.orderedNames {
      if let group = groups.first(where: { $0.first == name }) { text += "\n## \(group.title)\n" }
      guard let documentation = registry.documentation(of: name) else { continue }
      text += "\n### `\(name)`\n\nHolds when \(documentation.summary).\(threshold(documentation))\n"
      if !documentation.keys.isEmpty {
        text += "\n| key | meaning |\n|---|---|\n"
        for key in documentation.keys where !isComparing(key) {
          text += "| `\(key.name)`\(key.isRequired ? ", required" : "") | \(key.meaning) |\n"
        }
      }
      if documentation.keys.contains(where: isComparing) {
        text += "\nand `normalize`; see [above](#comparing-texts).\n"
      }
      for example in AssertionExample.all where example.type == name {
        text += "\n```json\n\(oneLine(example.assertion))\n```\n\n"
        text += "holds of \(shown(example.passes)), not of \(shown(example.fails)).\n"
      }
    }
    return text
  }

  /// The keys that are explained once, for all that compare texts.
  private static func isComparing(_ key: AssertionDocumentation.Key) -> Bool {
    TextNormalization.keys.contains { $0.name == key.name && $0.meaning == key.meaning }
      && key.name == "normalize"
  }

  private static func threshold(_ documentation: AssertionDocumentation) -> String {
    guard case .score(let standard) = documentation.threshold else { return "" }
    return " The `threshold` of the score is \(Score.text(standard)) unless it is given."
  }

  private static func shown(_ reply: JSONValue) -> String {
    "`\(oneLine(reply))`"
  }

  /// The definitions of the schema, as they stand at its end.
  static func schemaText() -> String {
    let definitions = AssertionRegistry.standard.schemaDefinitions()
    let members = definitions.members.map {
      "    \(JSONValue.string($0.key).text()): " + layout($0.value, indent: 4)
    }
    return members.joined(separator: ",\n") + "\n  }\n}\n"
  }

  /// JSON with what fits into a line in one line.
  private static func layout(_ value: JSONValue, indent: Int) -> String {
    let short = oneLine(value)
    if short.count + indent <= 100 { return short }
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch value {
    case .array(let elements):
      let lines = elements.map { margin + layout($0, indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .object(let object):
      let lines = object.members.map {
        "\(margin)\(JSONValue.string($0.key).text()): " + layout($0.value, indent: indent + 2)
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    default: return short
    }
  }

  private static func oneLine(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements): "[" + elements.map(oneLine).joined(separator: ", ") + "]"
    case .object(let object):
      object.isEmpty
        ? "{}"
        : "{ "
          + object.members.map { "\(JSONValue.string($0.key).text()): \(oneLine($0.value))" }
          .joined(separator: ", ") + " }"
    default: value.text()
    }
  }
}

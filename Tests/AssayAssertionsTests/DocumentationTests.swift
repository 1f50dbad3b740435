import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssayAssertions

/// What the documents say of assertions is what the code does. `ASSAY_UPDATE_DOCS=1` writes the
/// generated parts anew, and fails, so that nobody leaves it on.
@Suite struct DocumentationTests {
  private static let updates = ProcessInfo.processInfo.environment["ASSAY_UPDATE_DOCS"] != nil

  @Test func theDocumentIsThatOfTheCode() throws {
    let text = try AssertionDocument.read(AssertionDocument.file)
    let start = try #require(text.firstRange(of: AssertionDocument.marker)).lowerBound
    let expected = text[..<start] + AssertionDocument.text()
    if Self.updates { try AssertionDocument.write(String(expected), to: AssertionDocument.file) }
    #expect(text == expected, "ASSAY_UPDATE_DOCS=1 writes \(AssertionDocument.file) anew")
  }

  @Test func theSchemaIsThatOfTheCode() throws {
    let text = try AssertionDocument.read(AssertionDocument.schemaFile)
    let start = try #require(text.firstRange(of: AssertionDocument.schemaMarker)).lowerBound
    let expected = text[..<start] + AssertionDocument.schemaText()
    if Self.updates {
      try AssertionDocument.write(String(expected), to: AssertionDocument.schemaFile)
    }
    #expect(text == expected, "ASSAY_UPDATE_DOCS=1 writes \(AssertionDocument.schemaFile) anew")
  }

  // MARK: Examples

  private static let schema = Result {
    try JSONSchema(
      compiling: [
        "$ref": "#/$defs/assertion",
        "$defs": .object(AssertionRegistry.standard.schemaDefinitions()),
      ])
  }

  @Test func everyTypeHasAnExample() {
    #expect(
      AssertionRegistry.standard.names == Set(AssertionExample.all.map(\.type)).sorted())
  }

  @Test(arguments: AssertionExample.all)
  func examplesAreTrue(example: AssertionExample) async throws {
    let result = try Self.schema.get().validate(example.assertion)
    #expect(result.isValid, "\(result.failures)")
    let passes = try await example.evaluate(example.passes)
    #expect(passes.verdict == .passed, "\(passes.verdict)")
    let fails = try await example.evaluate(example.fails)
    #expect(fails.verdict.outcome == .failed, "\(fails.verdict)")
  }

  // MARK: Keys

  /// The keys that the code asks for, whatever it finds.
  private static func keysAskedFor(_ type: String) throws -> Set<String> {
    var registry = AssertionRegistry.standard
    registry.allowsPrograms = true
    let examples = AssertionExample.all.filter { $0.type == type }.map(\.assertion)
    var keys: Set<String> = []
    for example in examples {
      let collector = DiagnosticCollector(file: "docs/examples/assertions.json")
      let scope = AssertionScope(
        registry: registry,
        shapes: ["Person": try Shape(name: "Person", schema: true)], collector: collector)
      let entry = try #require(registry.entries[type])
      let node = try JSONDocument(parsing: example.text()).root
      var reader = AssertionReader(
        object: try #require(ObjectReader(node, "an assertion", collector)), scope: scope)
      _ = entry.read(&reader)
      keys.formUnion(reader.object.askedKeys)
    }
    return keys
  }

  /// No key exists undocumented, and none is documented without existing.
  @Test(arguments: AssertionRegistry.standard.names)
  func keysAreDocumented(type: String) throws {
    let documented = try #require(AssertionRegistry.standard.documentation(of: type)).keys
    #expect(try Self.keysAskedFor(type) == Set(documented.map(\.name)))
    #expect(documented.allSatisfy { !$0.meaning.isEmpty && !$0.meaning.hasSuffix(".") })
  }

  /// The loader and the schema refuse the same.
  @Test(arguments: AssertionExample.all)
  func loaderAndSchemaRefuseTheSame(example: AssertionExample) throws {
    let documentation = try #require(AssertionRegistry.standard.documentation(of: example.type))
    guard case .object(let valid) = example.assertion else { return }
    var mutations: [JSONObject] = []
    for key in documentation.keys where key.isRequired {
      var mutation = valid
      mutation[key.name] = nil
      mutations.append(mutation)
    }
    for (key, value) in [
      ("unknownKey", 1), ("weight", -1), ("metric", 1), ("threshold", 0), ("threshold", 2),
      ("transform", "unknown"), ("transform", [["regex": 1]]), ("description", 1),
    ] as [(String, JSONValue)] {
      var mutation = valid
      mutation[key] = value
      mutations.append(mutation)
    }
    if documentation.threshold == .none {
      var mutation = valid
      mutation["threshold"] = 0.5
      mutations.append(mutation)
    }
    for mutation in mutations {
      let text = JSONValue.object(mutation).text()
      #expect(try !Self.schema.get().isValid(.object(mutation)), "the schema accepts \(text)")
      let (_, diagnostics) = try AssertionText.diagnose(
        text, registry: Self.allowing, shapes: ["Person": try Shape(name: "Person", schema: true)])
      #expect(diagnostics.contains { $0.severity == .error }, "the loader accepts \(text)")
    }
  }

  private static let allowing: AssertionRegistry = {
    var registry = AssertionRegistry.standard
    registry.allowsPrograms = true
    return registry
  }()

  @Test func theDocumentNamesTheCommonKeys() throws {
    let text = try AssertionDocument.read(AssertionDocument.file)
    for key in Envelope.keys + [Envelope.threshold] { #expect(text.contains("| `\(key.name)` |")) }
    for word in TextNormalization.words { #expect(text.contains("`\(word)`")) }
    for word in TextTransform.words {
      #expect(text.contains("| `\"\(word.name)\"` | \(word.meaning) |"), "\(word.name)")
    }
  }
}

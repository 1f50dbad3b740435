import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssayAssertions

/// An example of the documents: an assertion, a reply of which it holds, and one of which it does
/// not. They stand in `docs/examples/assertions.json`.
struct AssertionExample: Sendable, CustomTestStringConvertible {
  var assertion: JSONValue
  var passes: JSONValue
  var fails: JSONValue

  var type: String { assertion["type"]?.stringValue ?? "" }
  var testDescription: String { assertion.text() }

  static let file = "docs/examples/assertions.json"

  static let all: [AssertionExample] = {
    let url = Repository.root.appending(path: file)
    guard let data = try? Data(contentsOf: url),
      let examples = try? JSONValue(parsing: [UInt8](data)).arrayValue
    else { return [] }
    return examples.map {
      AssertionExample(
        assertion: $0["assertion"] ?? .null, passes: $0["passes"] ?? .null,
        fails: $0["fails"] ?? .null)
    }
  }()

  func read() throws -> ConfiguredAssertion {
    var registry = AssertionRegistry.standard
    registry.allowsPrograms = true
    let person = try Shape(
      name: "Person", schema: ["type": "object", "required": ["name"]])
    let collector = DiagnosticCollector(file: Repository.root.appending(path: Self.file).path)
    let scope = AssertionScope(
      registry: registry, shapes: ["Person": person], collector: collector)
    let read = scope.read(try JSONDocument(parsing: assertion.text()).root)
    guard let read, !collector.hasErrors else {
      throw AssertionText.Refused(
        description: collector.diagnostics.map(\.description).joined(separator: "\n"))
    }
    return read
  }

  /// What comes of the reply: a text, or an object with what else there is of it.
  func evaluate(_ reply: JSONValue) async throws -> AssertionResult {
    let assertion = try read()
    guard assertion.isComparative else { return await assertion.evaluate(Self.context(reply)) }
    let contexts = [Self.context(reply)] + (reply["others"]?.arrayValue ?? []).map(Self.context)
    return await assertion.compare(contexts)[0]
  }

  private static func context(_ reply: JSONValue) -> EvaluationContext {
    func seconds(_ key: String) -> Duration? { reply[key]?.doubleValue.map { .seconds($0) } }
    let calls = reply["toolCalls"]?.arrayValue?.map {
      Reply.ToolCall(
        name: $0["name"]?.stringValue ?? "", arguments: $0["arguments"]?.text() ?? "")
    }
    let judge = reply["judge"]?.arrayValue.map { ScriptedJudge($0.map { $0.text() }) }
    return EvaluationContext(
      reply: Reply(
        text: reply.stringValue ?? reply["text"]?.stringValue ?? "", toolCalls: calls ?? [],
        finishReason: reply["finishReason"]?.stringValue, latency: seconds("latency"),
        timeToFirstToken: seconds("timeToFirstToken"),
        usage: .init(total: reply["tokens"]?.intValue), cost: reply["cost"]?.doubleValue),
      messages: [.init(role: "user", text: "What is the capital of France?")], judge: judge)
  }
}

import AssayInput
import JSONModel
import Testing

@testable import AssayAssertions

/// A row of a table of tests: an assertion, a reply, and what must come of it.
struct AssertionCase: Sendable, CustomTestStringConvertible {
  var assertion: String
  var reply: String
  var outcome: Outcome
  /// What must stand in the reason.
  var reason: String
  var score: Double?
  /// What comes of the negated assertion.
  var negated: Outcome

  /// - Parameter negated: Negation turns yes and no around, and nothing else, unless a row says
  ///   otherwise: where there is nothing to look at, both are no.
  init(
    _ assertion: String, _ reply: String, _ outcome: Outcome, _ reason: String = "",
    score: Double? = nil, negated: Outcome? = nil
  ) {
    self.assertion = assertion
    self.reply = reply
    self.outcome = outcome
    self.reason = reason
    self.score = score
    let other: Outcome =
      switch outcome {
      case .passed: .failed
      case .failed: .passed
      default: outcome
      }
    self.negated = negated ?? other
  }

  var testDescription: String { "\(assertion) of \(reply.prefix(60)): \(outcome)" }

  func check(_ context: EvaluationContext? = nil) async throws {
    let configured = try AssertionText.read(assertion)
    let result = await configured.evaluate(context ?? EvaluationContext(reply: Reply(text: reply)))
    #expect(result.verdict.outcome == outcome, "\(result.verdict)")
    #expect(
      (result.verdict.reason ?? "").contains(reason), "\(result.verdict.reason ?? "no reason")")
    if let score { #expect(abs((result.score ?? -1) - score) < 1e-9, "\(result.score ?? -1)") }
    let other = await toggled(configured).evaluate(
      context ?? EvaluationContext(reply: Reply(text: reply)))
    #expect(other.verdict.outcome == negated, "negated: \(other.verdict)")
  }

  private func toggled(_ assertion: ConfiguredAssertion) -> ConfiguredAssertion {
    ConfiguredAssertion(
      type: assertion.type, isNegated: !assertion.isNegated, assertion: assertion.assertion,
      location: assertion.location, weight: assertion.weight, metric: assertion.metric,
      summary: assertion.summary, transform: assertion.transform, templates: assertion.templates,
      threshold: assertion.isScored ? assertion.threshold : nil)
  }
}

/// Assertions from JSON.
enum AssertionText {
  struct Refused: Error, CustomStringConvertible {
    var description: String
  }

  static func read(
    _ text: String, registry: AssertionRegistry = .standard, shapes: [String: Shape] = [:],
    definitions: String? = nil
  ) throws -> ConfiguredAssertion {
    let (assertion, diagnostics) = try diagnose(
      text, registry: registry, shapes: shapes, definitions: definitions)
    guard let assertion, !diagnostics.contains(where: { $0.severity == .error }) else {
      throw Refused(description: diagnostics.map(\.description).joined(separator: "\n"))
    }
    return assertion
  }

  static func diagnose(
    _ text: String, registry: AssertionRegistry = .standard, shapes: [String: Shape] = [:],
    definitions: String? = nil, tools: [String] = [], judges: [String] = []
  ) throws -> (ConfiguredAssertion?, [Diagnostic]) {
    let collector = DiagnosticCollector(file: "suites/test.json")
    let scope = AssertionScope(
      registry: registry, shapes: shapes, toolNames: tools, judgeNames: judges,
      collector: collector)
    if let definitions { scope.define(try JSONDocument(parsing: definitions).root) }
    let assertion = scope.read(try JSONDocument(parsing: text).root)
    return (assertion, collector.diagnostics)
  }

  static func evaluate(
    _ text: String, _ context: EvaluationContext, registry: AssertionRegistry = .standard
  ) async throws -> AssertionResult {
    await (try read(text, registry: registry)).evaluate(context)
  }
}

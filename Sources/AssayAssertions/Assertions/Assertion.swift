package import AssayInput
public import JSONModel

/// A question about one reply that can be answered yes or no.
public protocol Assertion: Sendable {
  /// The name in suites.
  static var type: String { get }

  /// Reads the assertion's own keys; nil if something was reported. Whatever can be checked is
  /// checked here, so that nothing is wrong with the assertion itself when a reply is there.
  init?(reading reader: inout AssertionReader)

  /// Answers for one reply.
  ///
  /// - Throws: Whatever keeps the question from being answered. That is an error of the check,
  ///   never a failure of the model, also when the assertion is negated.
  func evaluate(_ context: EvaluationContext) async throws -> Answer
}

/// What an assertion says of a reply.
public enum Answer: Sendable, Hashable {
  case yes
  /// No, and why: expected and found, in a sentence or two.
  case no(reason: String)
  /// Nothing was measured that could be judged.
  case unknown(reason: String)
}

/// The keys of one assertion in a suite file.
public struct AssertionReader {
  package var object: ObjectReader
  package let shapes: [String: Shape]
  package let responseShape: Shape?
}

/// An assertion as a suite uses it.
public struct ConfiguredAssertion: Sendable {
  /// The type as the suite spells it, with `not-` if it is negated.
  public var type: String
  public var isNegated: Bool
  let assertion: any Assertion
  /// The assertion's place in the suite's file.
  public var location: SourceLocation

  init(type: String, isNegated: Bool, assertion: any Assertion, location: SourceLocation) {
    self.type = type
    self.isNegated = isNegated
    self.assertion = assertion
    self.location = location
  }

  /// Asserts that the reply is of `shape`, without a place of its own in the file.
  package init(shape: Shape, location: SourceLocation) {
    self.init(
      type: ShapeAssertion.type, isNegated: false, assertion: ShapeAssertion(shape),
      location: location)
  }

  /// Asks the assertion about one reply.
  package func evaluate(_ context: EvaluationContext) async -> AssertionResult {
    let verdict: AssertionVerdict
    do {
      verdict =
        switch (try await assertion.evaluate(context), isNegated) {
        case (.yes, false), (.no, true): .passed
        case (.no(let reason), false): .failed(reason: reason)
        case (.yes, true):
          .failed(reason: "what must not hold does; found \(Excerpt.quoted(context.reply.text))")
        case (.unknown(let reason), _): .inconclusive(reason: reason)
        }
    } catch {
      verdict = .errored(reason: "this could not be checked: \(error)")
    }
    let score: Double? =
      switch verdict {
      case .passed: 1
      case .failed: 0
      case .errored, .inconclusive: nil
      }
    return AssertionResult(type: type, location: location, verdict: verdict, score: score)
  }
}

/// The assertion types that suites can use. Library users add their own.
public struct AssertionRegistry: Sendable {
  private var types: [String: any Assertion.Type] = [:]

  public init() {}

  /// The types that come with Assay.
  public static let standard: AssertionRegistry = {
    var registry = AssertionRegistry()
    registry.register(EqualsAssertion.self)
    registry.register(ContainsAssertion.self)
    registry.register(RegexAssertion.self)
    registry.register(IsJSONAssertion.self)
    registry.register(ShapeAssertion.self)
    registry.register(JSONPathAssertion.self)
    registry.register(LatencyAssertion.self)
    return registry
  }()

  public mutating func register(_ type: any Assertion.Type) {
    types[type.type] = type
  }

  /// The names, without their `not-` forms.
  public var names: [String] { types.keys.sorted() }

  /// Reads one assertion; problems go to the collector.
  package func read(
    _ node: JSONNode, shapes: [String: Shape], responseShape: Shape?,
    _ collector: DiagnosticCollector
  ) -> ConfiguredAssertion? {
    guard var object = ObjectReader(node, "an assertion", collector),
      let name = object.requiredString("type")
    else { return nil }
    let isNegated = name.hasPrefix("not-")
    guard let type = types[isNegated ? String(name.dropFirst(4)) : name] else {
      let candidates = names + names.map { "not-" + $0 }
      collector.error(
        object.value("type") ?? node, "unknown assertion type \"\(name)\"",
        hint: NearestName.find(name, among: candidates).map { "did you mean \"\($0)\"?" }
          ?? "types are \(names.joined(separator: ", ")), each also with not-")
      return nil
    }
    var reader = AssertionReader(object: object, shapes: shapes, responseShape: responseShape)
    let assertion = type.init(reading: &reader)
    reader.object.finish()
    return assertion.map {
      ConfiguredAssertion(
        type: name, isNegated: isNegated, assertion: $0,
        location: node.location)
    }
  }
}

/// Shortens texts for messages.
package enum Excerpt {
  /// The text in quotes, cut in the middle of nothing: at most `limit` characters from its
  /// start, with line ends shown as `\n`.
  package static func quoted(_ text: String, limit: Int = 160) -> String {
    let start = text.prefix(limit)
    let visible =
      start
      .replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
      .replacing("\t", with: "\\t")
    return start.endIndex == text.endIndex
      ? "\"\(visible)\"" : "\"\(visible)…\" (\(text.count) characters)"
  }
}

import JSONModel

/// A question about one reply. One that waits for nobody, as here, is an ``ImmediateAssertion``.
///
/// ```swift
/// struct MaximumLines: ImmediateAssertion {
///   static let type = "max-lines"
///   let maximum: Int
///
///   init?(reading reader: inout AssertionReader) {
///     guard let maximum = reader.requiredInteger("max", atLeast: 1) else { return nil }
///     self.maximum = maximum
///   }
///
///   func evaluate(_ context: EvaluationContext) -> Answer {
///     let count = context.reply.text.split(separator: "\n").count
///     return count <= maximum ? .yes : .no(reason: "expected \(maximum) lines, found \(count)")
///   }
/// }
/// ```
public protocol Assertion: Sendable {
  /// The name in suites.
  static var type: String { get }

  /// What it means and which keys it has, for the documents and the schema of suites.
  static var documentation: AssertionDocumentation { get }

  /// Reads the assertion's own keys; nil if something was reported. Whatever can be checked is
  /// checked here, so that nothing is wrong with the assertion itself when a reply is there.
  init?(reading reader: inout AssertionReader)

  /// Answers for one reply.
  ///
  /// - Throws: Whatever keeps the question from being answered. That is an error of the check,
  ///   never a failure of the model, also when the assertion is negated.
  func evaluate(_ context: EvaluationContext) async throws -> Answer
}

extension Assertion {
  public static var documentation: AssertionDocumentation { AssertionDocumentation("") }
}

/// An assertion that waits for nobody: most of them. It is asked without leaving the task.
public protocol ImmediateAssertion: Assertion {
  /// Answers for one reply; see ``Assertion/evaluate(_:)``.
  func evaluate(_ context: EvaluationContext) throws -> Answer
}

/// A question about the replies of several models to the same request, asked once all have
/// answered; see ``AssertionSet/compare(_:)``.
public protocol ComparativeAssertion: Assertion {
  /// Answers for each of the replies, in their order.
  ///
  /// - Parameter contexts: At least two.
  /// - Throws: Whatever keeps the question from being answered, for all of them.
  func compare(_ contexts: [EvaluationContext]) async throws -> [Answer]
}

extension ComparativeAssertion {
  /// One reply alone cannot be compared.
  public func evaluate(_ context: EvaluationContext) -> Answer {
    .unknown(reason: "it was not compared with the reply of another model")
  }
}

/// What an assertion says of a reply.
public enum Answer: Sendable, Hashable {
  case yes
  /// No, and why: expected and found, in a sentence or two.
  case no(reason: String)
  /// What the assertion looks at is not there: no, whether the assertion is negated or not. To say
  /// that something absent is not this or that would comfort where something is wrong.
  case nothing(reason: String, components: [AssertionResult] = [], score: Double = 0)
  /// Nothing was measured that could be judged.
  case unknown(reason: String)
  /// How well it holds, from 0 to 1. Whether that is enough is the threshold's to say, so that
  /// verdict and score cannot disagree.
  ///
  /// The reason is what a reader wants to know of the score, whatever the verdict; the components
  /// are the parts that it was made of.
  case scored(Double, reason: String, components: [AssertionResult] = [])
  /// A verdict made of those of other assertions.
  case composed(AssertionVerdict, score: Double?, components: [AssertionResult])
}

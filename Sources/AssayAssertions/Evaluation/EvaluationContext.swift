public import JSONModel

/// What an assertion may look at: the reply, and what it is a reply to.
public struct EvaluationContext: Sendable {
  public var reply: Reply
  /// The values of the case's variables.
  public var variables: JSONObject
  /// What was asked, in order, earlier turns of the conversation included.
  public var messages: [AskedMessage] { makeMessages() }
  /// The case, prompt, model and attempt, by these names.
  public var labels: [String: String] { makeLabels() }
  /// Who is asked for judgements; nil where nobody can be.
  public var judge: (any JudgeModel)?
  // Few assertions look at these.
  private let makeMessages: @Sendable () -> [AskedMessage]
  private let makeLabels: @Sendable () -> [String: String]

  /// A message of the request.
  public struct AskedMessage: Sendable, Hashable {
    public var role: String
    public var text: String

    public init(role: String, text: String) {
      self.role = role
      self.text = text
    }
  }

  public init(
    reply: Reply, variables: JSONObject = [:],
    messages: @autoclosure @escaping @Sendable () -> [AskedMessage] = [],
    labels: @autoclosure @escaping @Sendable () -> [String: String] = [:],
    judge: (any JudgeModel)? = nil
  ) {
    self.reply = reply
    self.variables = variables
    makeMessages = messages
    makeLabels = labels
    self.judge = judge
  }
}

/// The model role that judges replies. Its calls go over the same client, budget and recordings
/// as those of the models under test.
public protocol JudgeModel: Sendable {
  /// Asks for one judgement.
  ///
  /// - Parameter step: Names the question within the attempt, so that its recording is found
  ///   again: the same question must always have the same step.
  /// - Throws: What kept the judge from answering. That is an error of the check.
  func ask(_ question: JudgeQuestion, step: String) async throws -> Reply
}

/// What a judge is asked.
public struct JudgeQuestion: Sendable {
  public var messages: [EvaluationContext.AskedMessage]
  /// The JSON Schema that the answer must be of, with its name; nil for free text.
  public var schema: (name: String, schema: JSONValue)?
  /// The judge's model, where the assertion names one; otherwise the suite's judge.
  public var model: String?

  public init(
    messages: [EvaluationContext.AskedMessage], schema: (name: String, schema: JSONValue)? = nil,
    model: String? = nil
  ) {
    self.messages = messages
    self.schema = schema
    self.model = model
  }
}

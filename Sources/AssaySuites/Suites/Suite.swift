public import AssayAssertions
public import AssayInput
public import JSONModel

/// A suite: prompts, models and cases, and what the replies must be.
///
/// Read from a file by ``SuiteLoader``; everything in it has been checked.
public struct Suite: Sendable {
  public var name: String
  /// The path of the file, as the user named it.
  public var file: String
  public var models: [Model]
  public var prompts: [Prompt]
  public var cases: [Case]
  /// What the job is called at the gateway.
  public var jobType: String
  /// What the replies must decode into, if the suite says so.
  public var responseShape: Shape?
  /// What the suite as a whole must reach.
  public var gates = SuiteGates()
  /// What the gateway keeps a job for.
  public var jobScope = JobScope.suite
  /// The models that judge replies, the one that is asked by default first; empty for none.
  public var judges: [Model]
  /// The endpoints that its models and judges may be asked at, by name, without the gateway.
  public var endpoints: [String: Endpoint]
  /// SHA-256, in hexadecimal, of the suite's file and of every file that it read: equal for
  /// suites that are equal to the byte.
  public var digest: String

  public typealias Endpoint = AssayInput.Endpoint

  /// What the gateway's jobs are made for.
  public enum JobScope: String, Sendable, Hashable, CaseIterable {
    /// One for all cases of a model.
    case suite
    /// One for each case with a prompt and a model, over all its attempts.
    case testCase = "case"
  }

  /// A model that the suite runs against.
  public struct Model: Sendable, Hashable {
    /// The name that the endpoint knows.
    public var name: String
    /// The name in results; the same as `name` unless the suite gives another.
    public var label: String
    /// The model's own request parameters under their names on the wire. They go before those of
    /// the prompt; see ``Suite/parameters(of:_:_:)``.
    public var parameters: JSONObject
    /// Where it is asked.
    public var endpoint: Endpoint = .gateway
    /// What cases choose it by, beside its label.
    public var tags: [String] = []

    public init(
      name: String, label: String, parameters: JSONObject = [:], endpoint: Endpoint = .gateway,
      tags: [String] = []
    ) {
      self.name = name
      self.label = label
      self.parameters = parameters
      self.endpoint = endpoint
      self.tags = tags
    }
  }

  /// Messages with variables. Every attempt refers to one, so it is no value.
  public final class Prompt: Sendable {
    public let id: String
    package let messages: [MessageTemplate]
    /// Request parameters under their names on the wire, the suite's and the prompt's merged:
    /// tools and the response format are among them.
    public let parameters: JSONObject
    /// What cases choose it by, beside its id.
    public let tags: [String]
    /// Asserts the response's shape, where the suite or the prompt asks for one.
    package let responseAssertion: ConfiguredAssertion?

    package init(
      id: String, messages: [MessageTemplate], parameters: JSONObject = [:], tags: [String] = [],
      responseAssertion: ConfiguredAssertion?
    ) {
      self.id = id
      self.messages = messages
      self.parameters = parameters
      self.tags = tags
      self.responseAssertion = responseAssertion
    }
  }

  package struct MessageTemplate: Sendable {
    package var role: String
    /// Nil for an assistant's message that only calls tools.
    package var content: Content?
    package var name: Template?
    /// The calls of an assistant's message, as on the wire.
    package var toolCalls: JSONTemplate?
    /// The call that a tool's message answers.
    package var toolCallID: Template?
    /// The file and the place where the text of the content starts.
    package var file: String
    package var location: SourceLocation

    package enum Content: Sendable {
      case text(Template)
      /// Parts as on the wire: texts, images.
      case parts(JSONTemplate)
    }

    package var templates: [Template] {
      var templates: [Template] = []
      switch content {
      case .text(let template): templates.append(template)
      case .parts(let parts): templates += parts.templates
      case nil: break
      }
      return templates + [name, toolCallID].compactMap(\.self) + (toolCalls?.templates ?? [])
    }
  }

  /// One input and what is asserted of the reply to it. Every attempt refers to one, so it is no
  /// value.
  public final class Case: Sendable {
    public let id: String
    public let title: String?
    public let variables: JSONObject
    /// What is asserted of the reply, of several the last, beside the shape that the prompt
    /// asks for; see ``assertions(with:)``.
    public let assertions: AssertionSet
    public let tags: [String]
    public let repetition: Repetition
    public let streams: Bool
    /// Why the case is not run, if it is not.
    public let skipReason: String?
    /// The prompts it runs with; nil for all.
    public let promptIDs: Set<String>?
    /// The models, by label, that it runs with; nil for all.
    public let modelLabels: Set<String>?
    /// The path of the file that the case stands in: the suite's or that of its data.
    public let file: String
    /// Where the case stands in that file.
    public let location: SourceLocation
    /// The case's own request parameters, which go before all others.
    public let parameters: JSONObject
    /// What the case says itself of the response's shape.
    package let response: ResponseChoice
    /// What is said one after the other; empty for a case of a single call.
    package let turns: [Turn]

    package enum ResponseChoice: Sendable {
      case asPrompt
      /// The shape that is asserted instead of the prompt's, or none.
      case own(ConfiguredAssertion?)
    }

    package init(
      id: String, title: String?, variables: JSONObject, assertions: AssertionSet, tags: [String],
      repetition: Repetition, streams: Bool, skipReason: String?, promptIDs: Set<String>?,
      modelLabels: Set<String>?, file: String, location: SourceLocation, parameters: JSONObject,
      response: ResponseChoice, turns: [Turn]
    ) {
      self.id = id
      self.title = title
      self.variables = variables
      self.assertions = assertions
      self.tags = tags
      self.repetition = repetition
      self.streams = streams
      self.skipReason = skipReason
      self.promptIDs = promptIDs
      self.modelLabels = modelLabels
      self.file = file
      self.location = location
      self.parameters = parameters
      self.response = response
      self.turns = turns
    }
  }

  /// One exchange of a conversation.
  package struct Turn: Sendable {
    /// What is added to the conversation before the call; empty where the prompt has it all.
    package var messages: [MessageTemplate]
    package var assertions: AssertionSet
    package var captures: [Capture]
    package var location: SourceLocation
  }

  /// Takes a value out of a reply, for the variables of later turns.
  package struct Capture: Sendable {
    package var variable: String
    package var source: CaptureSource
    package var location: SourceLocation
  }

  /// How often a case is tried and how many attempts must pass.
  public struct Repetition: Sendable, Hashable {
    public var attempts: Int
    public var required: Int

    public static let once = Repetition(attempts: 1, required: 1)

    public init(attempts: Int, required: Int) {
      self.attempts = attempts
      self.required = required
    }
  }
}

extension Suite {
  /// The request parameters of one call under their names on the wire: the suite's, over them
  /// the prompt's, over them the model's, over them the case's. A null takes a parameter away.
  public static func parameters(of prompt: Prompt, _ model: Model, _ testCase: Case) -> JSONObject {
    guard !model.parameters.isEmpty || !testCase.parameters.isEmpty else {
      return prompt.parameters
    }
    return prompt.parameters.merging(model.parameters).merging(testCase.parameters)
  }
}

extension Suite.Case {
  /// Whether the case runs with a prompt and a model.
  public func runs(with prompt: Suite.Prompt, _ model: Suite.Model) -> Bool {
    (promptIDs?.contains(prompt.id) ?? true) && (modelLabels?.contains(model.label) ?? true)
  }

  /// All that is asserted of the (last) reply to a prompt: the response's shape first.
  public func assertions(with prompt: Suite.Prompt) -> AssertionSet {
    let shape =
      switch response {
      case .asPrompt: prompt.responseAssertion
      case .own(let assertion): assertion
      }
    guard let shape else { return assertions }
    var all = assertions
    all.assertions.insert(shape, at: 0)
    return all
  }
}

extension JSONObject {
  /// The members of both; of keys that both have, the value of `other`.
  package func merging(_ other: JSONObject) -> JSONObject {
    if isEmpty { return other }
    var merged = self
    for member in other { merged[member.key] = member.value }
    return merged
  }
}

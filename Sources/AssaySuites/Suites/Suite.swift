public import AssayAssertions
import AssayInput
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

  /// What the gateway's jobs are made for.
  public enum JobScope: String, Sendable, Hashable, CaseIterable {
    /// One for all cases of a model.
    case suite
    /// One for each case with a prompt and a model, over all its attempts.
    case testCase = "case"
  }

  /// A model that the suite runs against.
  public struct Model: Sendable, Hashable {
    /// The name that the gateway knows.
    public var name: String
    /// The name in results; the same as `name` unless the suite gives another.
    public var label: String
    /// Request parameters under their names on the wire, the suite's and the model's merged.
    public var parameters: JSONObject
  }

  /// Messages with variables.
  public struct Prompt: Sendable {
    public var id: String
    package var messages: [MessageTemplate]
  }

  package struct MessageTemplate: Sendable {
    package var role: String
    package var content: Template
    /// Where the text of the content starts in the suite's file.
    package var location: SourceLocation
  }

  /// One input and what is asserted of the reply to it.
  public struct Case: Sendable {
    public var id: String
    public var title: String?
    public var variables: JSONObject
    public var assertions: AssertionSet
    public var tags: [String]
    public var repetition: Repetition
    public var streams: Bool
    /// Why the case is not run, if it is not.
    public var skipReason: String?
    /// The prompts it runs with; nil for all.
    public var promptIDs: Set<String>?
    /// The models, by label, that it runs with; nil for all.
    public var modelLabels: Set<String>?
    /// Where the case stands in the suite's file.
    public var location: SourceLocation
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

/// Which transcripts the simulator claims to cover, what must come before the request of each,
/// and why the others are left out.
enum TranscriptCoverage {
  /// What is done before the recorded request.
  enum Step {
    /// A call to the job with this text; of the job's team.
    case call(String)
    case broken
    case complete(String)
    case metadata
    case wait
  }

  struct Preparation {
    var team = "team-wire"
    /// The metadata the job is made with, as JSON text.
    var metadata = "{}"
    var userID: String?
    var steps: [Step] = []
    /// What to send in the header `X-Simulate-Fault`.
    var fault: String?
    /// Jobs made before, each with a call and completed.
    var completedJobs = 0
    var makesJob = true
  }

  /// By the beginning of the name; the longest that fits counts.
  static let preparations: [(String, Preparation)] = [
    ("B51", .init()), ("B52", .init(team: "team-nocred")), ("B55", .init(team: "team-poor")),
    ("B59", .init(metadata: #"{"turn":1}"#, steps: [.call("Say hello."), .complete("completed")])),
    ("C01", .init(fault: "broken-stream")),
    ("C10", .init(steps: [.broken, .broken, .broken])),
    ("C11", .init(steps: [.broken, .broken, .broken])),
    ("F01", .init(steps: [.call("a"), .call("b")])),
    ("F02", .init(steps: [.call("a"), .call("b"), .complete("completed")])),
    ("F03", .init(steps: [.call("a"), .complete("completed"), .complete("completed")])),
    ("F05", .init(steps: [.call("a")])),
    ("F06", .init(steps: [.call("a"), .complete("failed")])),
    ("F07", .init(steps: [.call("a"), .complete("failed")])),
    ("F08", .init(steps: [.call("a"), .complete("failed"), .complete("completed")])),
    ("F13", .init(steps: [.call("a")])),
    ("F18", .init(steps: [.call("a"), .call("@@401")])),
    ("F20", .init(team: "team-poor", steps: [.call("a")])),
    ("F21", .init(team: "team-last", steps: [.call("a")])),
    ("F22", .init(team: "team-last", steps: [.call("a")], completedJobs: 1)),
    ("F23", .init(team: "team-usd", steps: [.call("@@huge")])),
    ("F25", .init(team: "team-markup", steps: [.call("@@huge"), .complete("completed")])),
    ("F26", .init(team: "team-tokens", steps: [.call("@@big"), .call("@@big")])),
    ("F27", .init(team: "team-tokens", steps: [.call("a")])),
    ("F28", .init(metadata: "null")),
    ("F30", .init(team: "team-two", steps: [.call("@@big")])),
    ("G01", .init(metadata: #"{"a":1,"n":{"x":1}}"#)),
    ("G02", .init(metadata: #"{"a":1,"n":{"x":1},"b":2}"#)),
    ("G03", .init(metadata: #"{"a":1,"n":{"y":2},"b":2}"#)),
    ("G10", .init(metadata: #"{"a":null,"n":{"y":2},"b":2}"#, steps: [.metadata])),
    ("H01", .init(metadata: #"{"k":"v"}"#, userID: "u-9")),
    ("H02", .init(metadata: #"{"k":"v"}"#, userID: "u-9", steps: [.call("a")])),
    ("H03", .init(metadata: #"{"k":"v"}"#, userID: "u-9", steps: [.call("a")])),
    (
      "H05",
      .init(metadata: #"{"k":"v"}"#, userID: "u-9", steps: [.call("a"), .complete("completed")])
    ),
    ("I01", .init(userID: "u-9", completedJobs: 2, makesJob: false)),
    ("I03", .init(userID: "u-9", completedJobs: 1, makesJob: false)),
    ("I06", .init(completedJobs: 1)),
    ("M27_litellm_rpm_3", .init(steps: [.wait, .wait])),
    ("R2_complete", .init(steps: [.call("a"), .call("@@500")])),
    ("R2L_call", .init(team: "litellm-master")),
    ("R2L_complete", .init(team: "litellm-master", steps: [.call("a"), .call("@@500")])),
    ("people_few_99_complete", .init(steps: [.call("a")])),
    ("people_zero_99_complete", .init(steps: [.call("a")])),
    ("chat_99_complete", .init(steps: [.call("a")])),
    ("stream_99_complete", .init(steps: [.call("a")])),
    ("sentiment_greedy_99_complete", .init(steps: [.call("a")])),
    ("sentiment_sampled_99_complete", .init(steps: [.call("a")])),
    ("people_few_99_costs", .init(steps: [.call("a"), .complete("completed")])),
    ("people_zero_99_costs", .init(steps: [.call("a"), .complete("completed")])),
    ("chat_99_costs", .init(steps: [.call("a"), .complete("completed")])),
    ("stream_99_costs", .init(steps: [.call("a"), .complete("completed")])),
    ("sentiment_greedy_99_costs", .init(steps: [.call("a"), .complete("completed")])),
    ("sentiment_sampled_99_costs", .init(steps: [.call("a"), .complete("completed")])),
  ]

  /// By the beginning of the name.
  static let leftOut: [(String, String)] = [
    ("B48", "the client hung up, so there is no answer to compare"),
    ("B57", "suspending a team is team management, which is not simulated"),
    ("E01_cacs_tools.", "a bug of the gateway with a provider that sends content: null"),
    ("E01_cacs_tools", "see E01_cacs_toolsnonull, which is covered"),
    ("E11", "the client hung up early, so the recorded answer is cut"),
    ("H11", "management API"), ("H12", "management API"), ("J08", "management API"),
    ("K04", "CORS: browsers are no clients of the simulator"),
    ("L0", "management API"),
    ("M05", "the recorded proxy had no database; with one, as here, an unknown key is 401"),
    ("M06", "the recorded proxy had no database"),
    ("M30", "LiteLLM's own health check; the simulator's is /health"),
    ("M32", "the file's line ends are damaged; FaultTests has 429 with Retry-After"),
    ("R1a", "an old revision with other shapes (model_group, lower-case status)"),
    ("R1b", "an old revision with other shapes and bugs"),
    ("R2L_stream", "LiteLLM behind the gateway leaves nulls out of chunks; M covers such chunks"),
    ("R2_stream_tools.", "a bug of the gateway with a provider that sends content: null"),
    ("R2_stream_client_gives_up", "the client hung up early, so the recorded answer is cut"),
    ("X01_both_fields_R1b", "an old revision, but the stream is like X01_both_fields_HEAD's"),
  ]

  static func preparation(for name: String) -> Preparation {
    preparations.filter { name.hasPrefix($0.0) }.max { $0.0.count < $1.0.count }?.1 ?? .init()
  }

  static func reasonToLeaveOut(_ name: String) -> String? {
    // The dot stands for the end of the name.
    leftOut.first { (name + ".").hasPrefix($0.0) && !covered.contains(name) }?.1
  }

  /// Exceptions to ``leftOut``.
  static let covered: Set<String> = ["E01_cacs_toolsnonull"]

  /// Members that stand in the recordings only because of the particular provider or proxy.
  static let ignoredMembers: Set<String> = [
    "provider_specific_fields", "annotations", "service_tier", "prompt_tokens_details",
    "system_fingerprint", "max_input_tokens", "max_output_tokens", "refusal",
  ]

  /// Transcripts whose error text is another, for a reason.
  static let otherTexts: [(String, String)] = [
    ("A11", "where and why JSON is malformed is said by the simulator's own reader"),
    ("B49b", "the recorded provider called itself fake"),
    ("E07b", "the provider's address"), ("E01", "the provider's address"),
    ("J04", "how many credits are left"), ("M", "how the mock deployment failed"),
    ("R2", "this revision does not say who raised the error"),
  ]

  /// Whether a real model chose where its reply ended.
  static func isRealModel(_ name: String) -> Bool {
    ["chat_", "stream_", "people_", "sentiment_"].contains { name.hasPrefix($0) }
  }

  static func hasOtherText(_ name: String) -> Bool {
    otherTexts.contains { name.hasPrefix($0.0) }
  }
}

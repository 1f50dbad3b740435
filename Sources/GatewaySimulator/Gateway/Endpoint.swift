/// What a gateway can be asked for. The raw values are the names in scripts and logs.
package enum Endpoint: String, Sendable, Hashable, CaseIterable {
  case create
  case llmCall = "llm-call"
  case llmCallStream = "llm-call-stream"
  case createAndCall = "create-and-call"
  case createAndCallStream = "create-and-call-stream"
  case complete
  case metadata
  case job
  case costs
  case teamJobs = "team-jobs"
  case usage
  case balance
  case transactions
  case check
  case health
  case chatCompletions = "chat-completions"
  case embeddings
  case models

  /// Whether a model is asked, so that rules apply without naming the endpoint.
  package var asksModel: Bool {
    switch self {
    case .llmCall, .llmCallStream, .createAndCall, .createAndCallStream, .chatCompletions,
      .embeddings:
      true
    default: false
    }
  }

  /// Whether errors have the form of OpenAI's.
  var isOpenAI: Bool {
    switch self {
    case .chatCompletions, .embeddings, .models: true
    default: false
    }
  }
}

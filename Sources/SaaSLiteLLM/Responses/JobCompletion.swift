public import JSONModel

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// How a job ended, and what it cost where the server tells.
public struct JobCompletion: Sendable {
  /// The job.
  public var jobID: JobID
  /// The server's word, in lower case: `completed` or `failed`.
  public var status: String?
  /// When the server completed it.
  public var completedAt: Date?
  /// The credits that the team has left.
  public var creditsRemaining: Int?
  /// How many calls the job had.
  public var totalCalls: Int?
  /// Further figures; nil where the server does not give them.
  public var costs: JobCostSummary?
  /// The calls of the job; nil where the server does not list them.
  public var calls: [JobCall]?
  /// What the request took.
  public var timings: CallTimings

  var document: JSONDocument?

  /// The reply as the server wrote it.
  public var raw: JSONObject? { document?.root.value.objectValue }

  /// Makes a completion; what is not given is unknown.
  public init(
    jobID: JobID, status: String? = nil, creditsRemaining: Int? = nil, totalCalls: Int? = nil,
    costs: JobCostSummary? = nil, calls: [JobCall]? = nil, timings: CallTimings = CallTimings()
  ) {
    self.jobID = jobID
    self.status = status
    self.creditsRemaining = creditsRemaining
    self.totalCalls = totalCalls
    self.costs = costs
    self.calls = calls
    self.timings = timings
  }
}

/// The figures of a completed job.
public struct JobCostSummary: Sendable, Hashable {
  /// How many calls the job had.
  public var totalCalls: Int?
  /// Those that gave a reply.
  public var successfulCalls: Int?
  /// Those that did not.
  public var failedCalls: Int?
  /// The tokens of all calls.
  public var totalTokens: Int?
  /// With the team's markup, in US dollars. Streamed calls count as nothing.
  public var totalCostUSD: Double?
  /// The mean time of a call, by the server's clock.
  public var averageLatency: Duration?
  /// Whether a credit was taken. False after a completion also means that there was none left.
  public var creditApplied: Bool?
  /// The credits that the team has left.
  public var creditsRemaining: Int?
}

/// One call of a job, as the completion lists it.
public struct JobCall: Sendable, Hashable {
  /// The gateway's id of the call.
  public var callID: String?
  /// The label that the call was made with.
  public var purpose: String?
  /// The model as it was asked for.
  public var model: String?
  /// The tokens of prompt and completion together.
  public var tokens: Int?
  /// The time to the provider and back, by the server's clock.
  public var latency: Duration?
  /// Why the call failed, if it did. Providers' keys in it are masked.
  public var error: String?
}

public import JSONModel

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// How a job ended, and what it cost where the server tells.
public struct JobCompletion: Sendable {
  public var jobID: JobID
  /// The server's word, in lower case: `completed` or `failed`.
  public var status: String?
  public var completedAt: Date?
  /// The credits that the team has left.
  public var creditsRemaining: Int?
  /// How many calls the job had.
  public var totalCalls: Int?
  /// Further figures; nil where the server does not give them.
  public var costs: JobCostSummary?
  /// The calls of the job; nil where the server does not list them.
  public var calls: [JobCall]?
  public var timings: CallTimings

  var document: JSONDocument?

  /// The reply as the server wrote it.
  public var raw: JSONObject? { document?.root.value.objectValue }

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
  public var totalCalls: Int?
  public var successfulCalls: Int?
  public var failedCalls: Int?
  public var totalTokens: Int?
  /// With the team's markup, in US dollars. Streamed calls count as nothing.
  public var totalCostUSD: Double?
  public var averageLatency: Duration?
  /// Whether a credit was taken. False after a completion also means that there was none left.
  public var creditApplied: Bool?
  public var creditsRemaining: Int?
}

/// One call of a job, as the completion lists it.
public struct JobCall: Sendable, Hashable {
  public var callID: String?
  public var purpose: String?
  public var model: String?
  public var tokens: Int?
  public var latency: Duration?
  /// Why the call failed, if it did. Providers' keys in it are masked.
  public var error: String?
}

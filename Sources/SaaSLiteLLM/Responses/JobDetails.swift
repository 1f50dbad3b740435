public import JSONModel

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The state of a job (`GET /api/jobs/{job_id}`). What the server does not tell is nil.
public struct JobDetails: Sendable {
  /// The job.
  public var jobID: JobID
  /// Whose it is.
  public var teamID: String?
  /// Whom it is for, as told when it was created.
  public var userID: String?
  /// The label that it was created with (`job_type`).
  public var type: String?
  /// The server's word in lower case: `pending`, `in_progress`, `completed`, `failed`.
  public var status: String?
  /// When it was created.
  public var createdAt: Date?
  /// When its first call began; nil before.
  public var startedAt: Date?
  /// When it was completed, either way; nil before.
  public var completedAt: Date?
  /// What was put there by its creation, its calls and ``SaaSLLMClient/updateMetadata(_:of:)``.
  public var metadata: JSONObject?
  /// What was told when the job was completed as failed. Keys are masked.
  public var errorMessage: String?
  /// Whether a credit was taken for it.
  public var creditApplied: Bool?
  /// The models called; servers seen so far keep only the first.
  public var modelsUsed: [String]?
  /// What the request took.
  public var timings: CallTimings

  var document: JSONDocument

  /// The reply as the server wrote it.
  public var raw: JSONObject? { document.root.value.objectValue }

  init(reading document: JSONDocument, redactor: Redactor, timings: CallTimings) throws {
    let root = document.root
    jobID = JobID(rawValue: try root.required("job_id"))
    teamID = root["team_id"]?.stringValue
    userID = root["user_id"]?.stringValue
    type = root["job_type"]?.stringValue
    status = root["status"]?.stringValue?.lowercased()
    createdAt = root["created_at"]?.date
    startedAt = root["started_at"]?.date
    completedAt = root["completed_at"]?.date
    metadata = root["metadata"]?.value.objectValue
    errorMessage = root["error_message"]?.stringValue.map(redactor.redact)
    creditApplied = root["credit_applied"]?.boolValue
    modelsUsed = root["model_groups_used"].flatMap { node in
      node.kind == .array ? node.elements.compactMap(\.stringValue) : nil
    }
    self.timings = timings
    self.document = document
  }
}

/// What the calls of a job cost (`GET /api/jobs/{job_id}/costs`), without the team's markup.
public struct JobCosts: Sendable {
  /// The job.
  public var jobID: JobID
  /// Whose it is.
  public var teamID: String?
  /// The label that it was created with (`job_type`).
  public var type: String?
  /// The server's word in lower case.
  public var status: String?
  /// In US dollars.
  public var totalCostUSD: Double?
  /// The calls, the failed ones included; empty if there were none.
  public var calls: [Call]
  /// What the request took.
  public var timings: CallTimings

  var document: JSONDocument

  /// The reply as the server wrote it.
  public var raw: JSONObject? { document.root.value.objectValue }

  /// One call. Failed ones have no model and count zero tokens.
  public struct Call: Sendable, Hashable {
    /// The gateway's id of the call.
    public var callID: String?
    /// The provider's name of the model; nil for failed calls.
    public var model: String?
    /// The label that the call was made with.
    public var purpose: String?
    /// Tokens of the messages.
    public var promptTokens: Int?
    /// Tokens of the reply.
    public var completionTokens: Int?
    /// In US dollars.
    public var costUSD: Double?
    /// When the call was made.
    public var createdAt: Date?
  }

  init(reading document: JSONDocument, timings: CallTimings) throws {
    let root = document.root
    jobID = JobID(rawValue: try root.required("job_id"))
    teamID = root["team_id"]?.stringValue
    type = root["job_type"]?.stringValue
    status = root["status"]?.stringValue?.lowercased()
    let costs = root["costs"]
    totalCostUSD = costs?["total_cost_usd"]?.doubleValue
    calls =
      costs?["breakdown"]?.elements.map { node in
        Call(
          callID: node["call_id"]?.stringValue, model: node["model"]?.stringValue,
          purpose: node["purpose"]?.stringValue, promptTokens: node["prompt_tokens"]?.intValue,
          completionTokens: node["completion_tokens"]?.intValue,
          costUSD: node["cost_usd"]?.doubleValue, createdAt: node["created_at"]?.date)
      } ?? []
    self.timings = timings
    self.document = document
  }
}

extension JSONNode {
  /// An ISO 8601 date; one without a zone is in UTC.
  var date: Date? { try? decode(Date.self) }

  /// A text that must be there.
  func required(_ key: String) throws -> String {
    guard let text = self[key]?.stringValue else { throw MissingMember(key: key) }
    return text
  }
}

/// Something essential is not in a reply.
struct MissingMember: Error {
  var key: String
}

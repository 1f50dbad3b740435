public import JSONModel

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A team's credits (`GET /api/credits/teams/{team_id}/balance`). What the server does not tell
/// is nil.
public struct CreditBalance: Sendable {
  public var teamID: String
  public var organizationID: String?
  public var creditsAllocated: Int?
  public var creditsUsed: Int?
  public var creditsRemaining: Int?
  public var creditLimit: Int?
  public var autoRefill: Bool?
  public var refillAmount: Int?
  /// The server's word, such as `monthly`.
  public var refillPeriod: String?
  public var lastRefillAt: Date?
  /// How jobs are charged: `job_based`, `consumption_usd` or `consumption_tokens`.
  public var budgetMode: String?
  public var creditsPerDollar: Double?
  public var tokensPerCredit: Int?
  public var costMarkupPercentage: Double?
  /// The server's word in lower case, such as `active` or `suspended`.
  public var status: String?
  public var createdAt: Date?
  public var updatedAt: Date?
  public var timings: CallTimings

  var document: JSONDocument

  /// The reply as the server wrote it.
  public var raw: JSONObject? { document.root.value.objectValue }

  init(reading document: JSONDocument, timings: CallTimings) throws {
    let root = document.root
    teamID = try root.required("team_id")
    organizationID = root["organization_id"]?.stringValue
    creditsAllocated = root["credits_allocated"]?.intValue
    creditsUsed = root["credits_used"]?.intValue
    creditsRemaining = root["credits_remaining"]?.intValue
    creditLimit = root["credit_limit"]?.intValue
    autoRefill = root["auto_refill"]?.boolValue
    refillAmount = root["refill_amount"]?.intValue
    refillPeriod = root["refill_period"]?.stringValue
    lastRefillAt = root["last_refill_at"]?.date
    budgetMode = root["budget_mode"]?.stringValue
    creditsPerDollar = root["credits_per_dollar"]?.doubleValue
    tokensPerCredit = root["tokens_per_credit"]?.intValue
    costMarkupPercentage = root["cost_markup_percentage"]?.doubleValue
    status = root["status"]?.stringValue?.lowercased()
    createdAt = root["created_at"]?.date
    updatedAt = root["updated_at"]?.date
    self.timings = timings
    self.document = document
  }
}

/// What a server says of its own state (`GET /health`).
public struct ServerHealth: Sendable, Hashable {
  /// The server's word, such as `healthy`.
  public var status: String?
  public var service: String?
  /// From sending the request to the last byte of the answer.
  public var latency: Duration?
}

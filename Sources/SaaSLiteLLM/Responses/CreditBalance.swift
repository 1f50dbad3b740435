public import JSONModel

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A team's credits (`GET /api/credits/teams/{team_id}/balance`). What the server does not tell
/// is nil.
public struct CreditBalance: Sendable {
  /// `team_id`.
  public var teamID: String
  /// `organization_id`.
  public var organizationID: String?
  /// Those that the team was given.
  public var creditsAllocated: Int?
  /// Those that were taken.
  public var creditsUsed: Int?
  /// Those that are left.
  public var creditsRemaining: Int?
  /// `credit_limit`: the most that the team may have; nil for no limit.
  public var creditLimit: Int?
  /// Whether credits are refilled by themselves.
  public var autoRefill: Bool?
  /// How many credits a refill gives.
  public var refillAmount: Int?
  /// The server's word, such as `monthly`.
  public var refillPeriod: String?
  /// When credits were refilled last; nil for never.
  public var lastRefillAt: Date?
  /// How jobs are charged: `job_based`, `consumption_usd` or `consumption_tokens`.
  public var budgetMode: String?
  /// Credits for a US dollar of cost, in the mode `consumption_usd`.
  public var creditsPerDollar: Double?
  /// Tokens for a credit, in the mode `consumption_tokens`.
  public var tokensPerCredit: Int?
  /// What the team pays beyond the provider's price, in percent.
  public var costMarkupPercentage: Double?
  /// The server's word in lower case, such as `active` or `suspended`.
  public var status: String?
  /// When the account was made.
  public var createdAt: Date?
  /// When anything of the account changed last.
  public var updatedAt: Date?
  /// What the request took.
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
  /// Which service answers, such as `saas-llm-api`.
  public var service: String?
  /// From sending the request to the last byte of the answer.
  public var latency: Duration?
}

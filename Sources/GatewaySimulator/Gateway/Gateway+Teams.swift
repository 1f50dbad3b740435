import Foundation
import JSONModel

extension Gateway {
  func listJobs(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    try checkPath(exchange, account, "Cannot access jobs for a different team")
    let limit = try integer("limit", in: exchange.request) ?? 100
    let offset = try integer("offset", in: exchange.request) ?? 0
    var status: Job.Status?
    if let wanted = exchange.request.parameter("status") {
      // The documentation's lower case is a value that the gateway's enumeration lacks.
      guard let known = Job.Status(rawValue: shapes == .documented ? wanted.uppercased() : wanted)
      else { throw Refusal(.unhandled) }
      status = known
    }
    try strike(&exchange, exchange.subject)
    let presentation = Presentation(shapes)
    let jobs = withState { state in
      Array(
        state.jobs(of: account.team.id, status: status)
          .dropFirst(max(0, offset)).prefix(max(0, limit)))
    }
    return .json([
      "team_id": .string(account.team.id), "total": .integer(jobs.count),
      "jobs": .array(jobs.map(presentation.job)),
    ])
  }

  func showUsage(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    try checkPath(exchange, account, "Cannot access usage for a different team")
    guard let period = exchange.request.parameter("period") else {
      throw BodyReader.refusal([
        BodyReader.problem(
          "missing", [.string("query"), .string("period")], "Field required", .null)
      ])
    }
    try strike(&exchange, exchange.subject)
    // Only whole months are summed, so any other period finds nothing.
    let sums = withState { $0.usage.month(period, of: account.team.id) }
    return .json(Self.usage(of: account.team.id, in: period, sums))
  }

  private static func usage(of team: String, in period: String, _ sums: UsageLedger.Month?)
    -> JSONValue
  {
    var types = JSONObject()
    for (name, type) in sums?.types ?? [] {
      types[name] = ["count": .integer(type.count), "cost_usd": .dollars(type.cost)]
    }
    let jobs = sums?.jobs ?? 0
    let cost = sums?.cost ?? 0
    return [
      "team_id": .string(team), "period": .string(period),
      "summary": [
        "total_jobs": .integer(jobs),
        "successful_jobs": .integer(sums?.successful ?? 0),
        "failed_jobs": .integer(sums?.failed ?? 0),
        "total_cost_usd": .dollars(cost),
        "total_tokens": .integer(sums?.tokens ?? 0),
        "avg_cost_per_job": .dollars(jobs == 0 ? 0 : cost / Double(jobs)),
      ],
      "job_types": .object(types),
    ]
  }

  func showBalance(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    try checkPath(exchange, account, "Cannot access credit balance for a different team")
    try strike(&exchange, exchange.subject)
    let team = account.team
    return .json([
      "team_id": .string(team.id), "organization_id": .string(team.organization),
      "credits_allocated": .integer(team.credits), "credits_used": .integer(account.used),
      "credits_remaining": .integer(account.remaining), "credit_limit": nil,
      "auto_refill": false, "refill_amount": nil, "refill_period": nil, "last_refill_at": nil,
      "budget_mode": .string(team.budgetMode.rawValue),
      "credits_per_dollar": .double(team.creditsPerDollar),
      "tokens_per_credit": .integer(team.tokensPerCredit),
      "cost_markup_percentage": .double(team.markupPercent),
      "status": .string(team.status.rawValue),
      "created_at": .string(account.created.zulu), "updated_at": .string(account.updated.zulu),
    ])
  }

  func listTransactions(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    try checkPath(exchange, account, "Cannot access credit transactions for a different team")
    let limit = try integer("limit", in: exchange.request) ?? 50
    try strike(&exchange, exchange.subject)
    let transactions = withState { state in
      state.transactions[account.team.id].map { Array($0.newestFirst.prefix(max(0, limit))) } ?? []
    }
    return .json([
      "team_id": .string(account.team.id), "total": .integer(transactions.count),
      "transactions": .array(
        transactions.map { transaction in
          [
            "transaction_id": .string(transaction.id.text),
            "job_id": .string(transaction.job.text), "transaction_type": "deduction",
            "credits_amount": .integer(transaction.amount),
            "credits_before": .integer(transaction.before),
            "credits_after": .integer(transaction.after),
            "reason": .string("Job \(transaction.jobType) completed successfully"),
            "created_at": .string(transaction.created.zulu),
          ]
        }),
    ])
  }

  func checkCredits(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    try checkPath(exchange, account, "Cannot check credits for a different team")
    let needed = try integer("credits_needed", in: exchange.request) ?? 1
    try strike(&exchange, exchange.subject)
    let team = account.team
    guard account.remaining >= needed else {
      return .json([
        "team_id": .string(team.id), "has_credits": false,
        "error": .string(
          "Insufficient credits. Team has \(account.remaining) credits remaining, but \(needed) "
            + "required. Allocated: \(team.credits), Used: \(account.used)"),
        "credits_needed": .integer(needed),
      ])
    }
    return .json([
      "team_id": .string(team.id), "has_credits": true,
      "credits_remaining": .integer(account.remaining), "credits_needed": .integer(needed),
    ])
  }

  /// Refuses a path with another team than the key's.
  private func checkPath(_ exchange: Exchange, _ account: Account, _ message: String)
    throws(Refusal)
  {
    let team = String(exchange.parameter)
    guard (team.removingPercentEncoding ?? team) == account.team.id else {
      throw Refusal(403, message)
    }
  }

  private func integer(_ name: String, in request: GatewayRequest) throws(Refusal) -> Int? {
    guard let text = request.parameter(name) else { return nil }
    if let value = Int(text) { return value }
    throw BodyReader.refusal([
      BodyReader.problem(
        "int_parsing", [.string("query"), .string(name)],
        "Input should be a valid integer, unable to parse string as an integer", .string(text))
    ])
  }
}

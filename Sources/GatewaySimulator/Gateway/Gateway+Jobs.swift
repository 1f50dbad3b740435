import JSONModel

extension Gateway {
  func createJob(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    var body = try exchange.body()
    let team = body.string("team_id")
    let userID = body.optionalString("user_id")
    let type = body.string("job_type")
    let metadata = body.object("metadata")
    try body.check()
    guard let team, let type else { throw Refusal(.unhandled) }
    try check(team, account)
    // The column of the gateway's table is that long.
    if type.unicodeScalars.count > 100 { throw Refusal(.unhandled) }
    try strike(&exchange, exchange.subject)
    let fields = metadata?.value.objectValue ?? (body.isNull("metadata") ? nil : [:])
    let job = withState {
      $0.createJob(team: team, type: type, userID: userID, metadata: fields, at: exchange.now)
    }
    return .json(Presentation(shapes).created(job))
  }

  /// Refuses a team that is not the key's.
  func check(_ team: String, _ account: Account) throws(Refusal) {
    guard team == account.team.id else {
      throw Refusal(403, "API key does not belong to team '\(team)'")
    }
  }

  func completeJob(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    var body = try exchange.body()
    let status = body.literal("status", of: ["completed", "failed"])
    let metadata = body.object("metadata")
    let errorMessage = body.optionalString("error_message")
    try body.check()
    let job = try job(exchange, account)
    // The gateway merges what came into what is there, and there is nothing to merge into.
    if job.metadata == nil, let metadata, metadata.count > 0 { throw Refusal(.unhandled) }
    try strike(&exchange, exchange.subject)
    let now = exchange.now
    let completion = withState { state in
      state.complete(
        job.id, as: status == "completed" ? .completed : .failed, errorMessage: errorMessage,
        at: now)
    }
    guard let completion else { throw Refusal(404, "Job not found") }
    return .json(Presentation(shapes).completed(completion))
  }

  func patchMetadata(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    var body = try exchange.body()
    let metadata = body.object("metadata", isRequired: true)
    try body.check()
    let job = try job(exchange, account)
    try strike(&exchange, exchange.subject)
    let merged = withState { state in
      state.updateJob(job.id) { $0.merge(metadata) }
      return state.job(job.id)?.metadata ?? [:]
    }
    return .json([
      "job_id": .string(job.id.text), "metadata": .object(merged),
      "updated_at": .string(Presentation(shapes).time(exchange.now)),
    ])
  }

  func showJob(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    let job = try job(exchange, account)
    try strike(&exchange, exchange.subject)
    return .json(Presentation(shapes).job(job))
  }

  func showCosts(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    let job = try job(exchange, account)
    try strike(&exchange, exchange.subject)
    return .json(Presentation(shapes).costs(job))
  }
}

extension Job {
  /// Merges at the top level: nested objects are replaced, null is stored.
  mutating func merge(_ fields: JSONNode?) {
    guard let fields, fields.count > 0 else { return }
    var merged = metadata ?? [:]
    for member in fields.members { merged[member.key] = member.value.value }
    metadata = merged
  }
}

import JSONModel

extension Gateway {
  /// One request that makes a job, asks a model and completes the job.
  func createAndCall(_ exchange: inout Exchange, _ account: Account, isStream: Bool)
    throws(Refusal) -> Reply
  {
    var body = try exchange.body()
    let team = body.string("team_id")
    let type = body.string("job_type")
    let fields = try readCall(&body)
    let userID = body.optionalString("user_id")
    let metadata = body.object("job_metadata")
    try body.check()
    guard let team, let type, let fields else { throw Refusal(.unhandled) }
    try check(team, account)
    let now = exchange.now
    let job = withState { state in
      var job = state.createJob(
        team: team, type: type, userID: userID, metadata: metadata?.value.objectValue ?? [:],
        at: now)
      state.updateJob(job.id) {
        $0.begin(at: now)
        job = $0
      }
      return job
    }
    do {
      let model = try model(fields.question.model, account)
      let answer = try ask(fields.question, model, account, &exchange)
      return finish(job, fields, model, answer, at: now, isStream: isStream)
    } catch {
      // The client is not told of the job, but it is there.
      fail(job.id, at: now)
      throw error
    }
  }

  private func finish(
    _ job: Job, _ fields: CallFields, _ model: Model, _ answer: Answer, at now: Timestamp,
    isStream: Bool
  ) -> Reply {
    switch answer {
    case .failure(let failure):
      let text = ProviderErrorText(failure, model.provider, model.providerModel, isStream: isStream)
      record(text.recorded, fields, in: job.id, at: now)
      fail(job.id, at: now)
      return isStream ? .stream([.keepalive, .error(text.inner)]) : text.reply
    case .success(let decision):
      let reply = decision.reply
      let record = record(reply, fields, model, in: job.id, at: now, isPriced: false)
      let completion = withState {
        $0.complete(job.id, as: .completed, errorMessage: nil, at: now)
      }
      if isStream {
        let composer = StreamComposer(
          model: model, requested: fields.question.model, id: record.id)
        return .stream(burst(composer.events(reply, created: now), reply))
      }
      guard let completion else { return .unhandled }
      return Self.delayed(
        Presentation(shapes).createdAndCalled(completion, record, reply), by: reply.duration)
    }
  }

  private func fail(_ job: Identifier, at time: Timestamp) {
    withState { _ = $0.complete(job, as: .failed, errorMessage: nil, at: time) }
  }

  /// A sign of life at once, and everything else in one go when the provider is done: this
  /// stream is not incremental on the gateway.
  private func burst(_ events: [StreamEvent], _ reply: ModelReply) -> [StreamEvent] {
    var events = events
    for position in events.indices { events[position].pause = .zero }
    if !events.isEmpty {
      events[0].pause = reply.duration + (reply.pace.timeToFirstToken ?? .zero)
    }
    return [.keepalive] + events
  }
}

extension Presentation {
  func createdAndCalled(_ completion: Completion, _ record: CallRecord, _ reply: ModelReply)
    -> JSONValue
  {
    var result = completed(completion).objectValue ?? [:]
    result["calls"] = nil
    let costs = result["costs"] ?? costs(of: completion)
    let completedAt = result["completed_at"] ?? .string(time(record.created))
    result["costs"] = nil
    result["completed_at"] = nil
    result["response"] = response(reply)
    result["metadata"] = metadata(record, reply)
    result["costs"] = costs
    result["completed_at"] = completedAt
    return .object(result)
  }
}

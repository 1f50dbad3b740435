import HTTPTypes
import JSONModel

extension Gateway {
  /// The fields that all calls have.
  struct CallFields {
    var question: Question
    var purpose: String?
    var metadata: JSONNode?
  }

  /// `model` may be absent in the documented shapes: their client has a default.
  func readCall(_ body: inout BodyReader) throws(Refusal) -> CallFields? {
    let isDocumented = shapes == .documented
    let model = isDocumented ? body.optionalString("model") ?? "gpt-4" : body.string("model")
    let messages = body.objects("messages", isRequired: true)
    _ = body.number("temperature")
    _ = body.integer("max_tokens")
    _ = body.number("top_p")
    _ = body.number("frequency_penalty")
    _ = body.number("presence_penalty")
    _ = body.strings("stop", allowsOne: isDocumented)
    let format = body.object("response_format")
    let tools = body.objects("tools", isRequired: false)
    let purpose = body.optionalString("purpose")
    let metadata = body.object("call_metadata")
    guard let model, let messages else { return nil }
    return CallFields(
      question: Question(
        model: model, messages: messages, responseFormat: format, tools: tools,
        toolChoice: body.root["tool_choice"]),
      purpose: purpose, metadata: metadata)
  }

  func call(_ exchange: inout Exchange, _ account: Account, isStream: Bool) throws(Refusal)
    -> Reply
  {
    var body = try exchange.body()
    let fields = try readCall(&body)
    try body.check()
    guard let fields else { throw Refusal(.unhandled) }
    let job = try jobID(exchange, account)
    let now = exchange.now
    withState { $0.updateJob(job) { $0.begin(at: now) } }
    let model = try model(fields.question.model, account)
    let answer = try ask(fields.question, model, account, &exchange)
    if exchange.fault == .brokenStream { return brokenStream(&exchange, fields, job) }
    switch answer {
    case .failure(let failure):
      let text = ProviderErrorText(failure, model.provider, model.providerModel, isStream: isStream)
      record(text.recorded, fields, in: job, at: now)
      return isStream ? .stream([.error(text.inner)]) : text.reply
    case .success(let decision):
      let reply = decision.reply
      let record = self.record(
        reply, fields, model, in: job, at: now, isPriced: !isStream)
      if isStream {
        return StreamComposer(model: model, requested: fields.question.model, id: record.id)
          .reply(reply, created: now)
      }
      return Self.delayed(Presentation(shapes).call(record, reply), by: reply.duration)
    }
  }

  static func delayed(_ body: JSONValue, by delay: Duration) -> Reply {
    var reply = Reply.json(body)
    reply.delay = delay
    return reply
  }

  enum Answer {
    case success(ReplyComposer.Decision)
    case failure(ProviderFailure)
  }

  /// Puts a question to a model: counts the attempt, lets a fault strike, finds the reply.
  func ask(
    _ question: Question, _ model: Model, _ account: Account, _ exchange: inout Exchange
  ) throws(Refusal) -> Answer {
    let draw = question.hash(seed: script.seed)
    let attempt =
      exchange.request.headers[.simulateAttempt].flatMap { Int($0) }
      ?? withState { $0.nextAttempt(of: draw) }
    exchange.facts.model = question.model
    exchange.facts.attempt = attempt
    let subject = Condition.Subject(
      endpoint: exchange.endpoint, team: account.team.id, model: question.model,
      role: question.role, text: question.text, attempt: attempt)
    if !model.hasProviderCredential || !account.team.hasProviderCredential {
      return .failure(.noCredential)
    }
    if let failure = try strike(&exchange, subject, draw: draw) { return .failure(failure) }
    let decision = composer.reply(to: question, subject: subject, model: model, draw: draw)
    exchange.facts.rule = decision.rule
    withState {
      $0.counts.replies += 1
      $0.counts.promptTokens += decision.reply.promptTokens
      $0.counts.completionTokens += decision.reply.completionTokens
    }
    return .success(decision)
  }

  /// Notes a call that got a reply. Calls that are not priced cost nothing here, as on the
  /// gateway, which finds no usage for them.
  @discardableResult
  func record(
    _ reply: ModelReply, _ fields: CallFields, _ model: Model, in job: Identifier,
    at time: Timestamp, isPriced: Bool
  ) -> CallRecord {
    let cost =
      (Double(reply.promptTokens) * model.inputPrice
        + Double(reply.completionTokens) * model.outputPrice) / 1e6
    return withState { state in
      let call = CallRecord(
        id: state.nextIdentifier(), model: fields.question.model, purpose: fields.purpose,
        promptTokens: reply.promptTokens, completionTokens: reply.completionTokens,
        cost: isPriced ? cost : 0, latency: reply.milliseconds, error: nil, created: time)
      state.record(call, in: job)
      if let metadata = fields.metadata { state.updateJob(job) { $0.merge(metadata) } }
      return call
    }
  }

  /// Notes a call that failed.
  func record(_ error: String, _ fields: CallFields, in job: Identifier, at time: Timestamp) {
    withState { state in
      let call = CallRecord(
        id: state.nextIdentifier(), model: fields.question.model, purpose: fields.purpose,
        promptTokens: 0, completionTokens: 0, cost: 0, latency: nil, error: error, created: time)
      state.record(call, in: job)
    }
  }

  private func brokenStream(
    _ exchange: inout Exchange, _ fields: CallFields, _ job: Identifier
  ) -> Reply {
    exchange.fault = nil
    let text = "'Response' object does not support the asynchronous context manager protocol"
    record(text, fields, in: job, at: exchange.now)
    return .stream([.error(text)])
  }
}

import HTTPTypes
import JSONModel
import Synchronization

/// The gateway without its server: a request in, an answer out. It does no I/O and never waits;
/// what shall take time is said in the answer.
final class Gateway: Sendable {
  let script: SimulatorScript
  let time: SimulatorTime
  let composer: ReplyComposer
  let models: [String: Model]?
  private let state: Mutex<GatewayState>

  init(script: SimulatorScript, time: SimulatorTime, limits: GatewayState.Limits = .init()) {
    self.script = script
    self.time = time
    composer = ReplyComposer(script: script)
    models = script.models.map { models in
      Dictionary(models.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    state = Mutex(
      GatewayState(script: script, now: Timestamp(microseconds: time.now()), limits: limits))
  }

  /// Reads or changes what is remembered; nobody else does so meanwhile.
  func withState<Result>(_ body: (inout sending GatewayState) -> sending Result) -> sending Result {
    state.withLock(body)
  }

  var shapes: SimulatorScript.Shapes { script.shapes }

  func answer(_ request: GatewayRequest) -> Outcome {
    var exchange = Exchange(request: request, now: Timestamp(microseconds: time.now()))
    do {
      let reply = try answer(&exchange)
      if case .whole = reply.body, exchange.fault?.needsStream == true {
        // It had nothing to strike.
        exchange.fault = nil
        exchange.facts.fault = nil
        exchange.facts.faultRule = nil
      }
      return Outcome(reply: reply, fault: exchange.fault, facts: exchange.facts)
    } catch {
      return Outcome(reply: error.reply, fault: exchange.fault, facts: exchange.facts)
    }
  }

  private func answer(_ exchange: inout Exchange) throws(Refusal) -> Reply {
    let match: Router.Match
    switch Router.route(exchange.request.method, exchange.request.path) {
    case .found(let found): match = found
    case .notFound: return .error(404, "Not Found")
    case .wrongMethod(let allowed):
      var reply = Reply.error(405, "Method Not Allowed")
      reply.headers[.allow] = allowed
      return reply
    case .redirect(let path):
      let query = exchange.request.query.isEmpty ? "" : "?" + exchange.request.query
      return Reply(
        status: 307,
        headers: [.location: "http://\(exchange.request.authority)\(path)\(query)"],
        body: .whole([]))
    }
    exchange.endpoint = match.endpoint
    exchange.facts.endpoint = match.endpoint
    exchange.parameter = match.parameter
    exchange.requestedFault = try requestedFault(exchange)
    if match.endpoint == .health {
      try strike(&exchange, exchange.subject)
      return .json(["status": "healthy", "service": "saas-llm-api"])
    }
    return try authenticated(&exchange)
  }

  private func authenticated(_ exchange: inout Exchange) throws(Refusal) -> Reply {
    let account = try authenticate(&exchange)
    switch exchange.endpoint {
    case .create: return try createJob(&exchange, account)
    case .llmCall: return try call(&exchange, account, isStream: false)
    case .llmCallStream: return try call(&exchange, account, isStream: true)
    case .createAndCall: return try createAndCall(&exchange, account, isStream: false)
    case .createAndCallStream: return try createAndCall(&exchange, account, isStream: true)
    case .complete: return try completeJob(&exchange, account)
    case .metadata: return try patchMetadata(&exchange, account)
    case .job: return try showJob(&exchange, account)
    case .costs: return try showCosts(&exchange, account)
    case .teamJobs: return try listJobs(&exchange, account)
    case .usage: return try showUsage(&exchange, account)
    case .balance: return try showBalance(&exchange, account)
    case .transactions: return try listTransactions(&exchange, account)
    case .check: return try checkCredits(&exchange, account)
    case .chatCompletions: return try chatCompletion(&exchange, account)
    case .embeddings: return try embeddings(&exchange, account)
    case .models: return try listModels(&exchange, account)
    case .health: return .unhandled
    }
  }
}

/// What is known about a request while it is answered.
struct Exchange: Sendable {
  let request: GatewayRequest
  let now: Timestamp
  var endpoint = Endpoint.health
  /// The job or team of the path.
  var parameter: Substring = ""
  /// The fault that the request's header asks for.
  var requestedFault: Fault?
  /// The fault that shall happen to the answer on its way.
  var fault: Fault?
  var facts = Facts()

  init(request: GatewayRequest, now: Timestamp) {
    self.request = request
    self.now = now
  }

  /// What rules look at where no model is asked.
  var subject: Condition.Subject { Condition.Subject(endpoint: endpoint, team: facts.team) }

  func body() throws(Refusal) -> BodyReader {
    try BodyReader(request.body, contentType: request.headers[.contentType])
  }
}

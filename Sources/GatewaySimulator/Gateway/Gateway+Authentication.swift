import HTTPTypes
import JSONModel

extension Gateway {
  /// Finds the team of the key. The body is not looked at before this.
  func authenticate(_ exchange: inout Exchange) throws(Refusal) -> Account {
    let isOpenAI = exchange.endpoint.isOpenAI
    guard let value = exchange.request.headers[.authorization] else {
      if isOpenAI {
        throw .openAI(401, "Authentication Error, No api key passed in.", "auth_error")
      }
      throw Refusal(
        401, "Missing Authorization header. Expected: 'Authorization: Bearer sk-xxx...'")
    }
    let words = value.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      if isOpenAI {
        throw .openAI(401, "Authentication Error, No api key passed in.", "auth_error")
      }
      throw Refusal(
        401, "Invalid Authorization header format. Expected: 'Authorization: Bearer sk-xxx...'")
    }
    guard let account = withState({ $0.account(withKey: words[1]) }) else {
      if isOpenAI {
        throw .openAI(401, "Authentication Error, Invalid proxy server token passed.", "auth_error")
      }
      throw Refusal(401, "Invalid API key")
    }
    exchange.facts.team = account.team.id
    guard account.team.status == .active else {
      let text = "Team access is \(account.team.status.rawValue). Please contact support."
      throw isOpenAI ? .openAI(403, text, "auth_error") : Refusal(403, text)
    }
    return account
  }

  /// The job of the path, if it is there and the team's own.
  func job(_ exchange: Exchange, _ account: Account) throws(Refusal) -> Job {
    let id = try jobID(exchange, account)
    guard let job = withState({ $0.job(id) }) else { throw Refusal(404, "Job not found") }
    return job
  }

  /// The same without the job itself: whoever holds a copy of a job makes its next change copy
  /// all its calls.
  func jobID(_ exchange: Exchange, _ account: Account) throws(Refusal) -> Identifier {
    guard let id = Identifier(exchange.parameter) else { throw Refusal(.unhandled) }
    guard let team = withState({ $0.team(ofJob: id) }) else { throw Refusal(404, "Job not found") }
    guard team == account.team.id else {
      throw Refusal(403, "Job does not belong to your team")
    }
    return id
  }

  /// The model, if there is one of this name and the team may use it.
  func model(_ name: String, _ account: Account, isOpenAI: Bool = false) throws(Refusal) -> Model {
    let isKnown = models.map { $0[name] != nil } ?? true
    let model = models?[name] ?? Model(name: name)
    let isAllowed =
      account.team.models?.contains(name) ?? (isKnown && !model.isRestricted)
    if isKnown, isAllowed { return model }
    if isOpenAI {
      throw .openAI(
        400,
        "/chat/completions: Invalid model name passed in model=\(name). "
          + "Call `/v1/models` to view available models for your key.", "invalid_request_error")
    }
    let kind = isKnown && models != nil ? "alias" : "group"
    throw Refusal(
      403, "Team '\(account.team.id)' does not have access to model \(kind) '\(name)'")
  }
}

extension Refusal {
  /// An error in LiteLLM's form of OpenAI's: `code` is the status as a string.
  static func openAI(_ status: Int, _ message: String, _ type: String, param: JSONValue? = nil)
    -> Refusal
  {
    let parameter = param ?? (type == "auth_error" ? "None" : .null)
    return Refusal(
      .json(
        [
          "error": [
            "message": .string(message), "type": .string(type), "param": parameter,
            "code": .string(String(status)),
          ]
        ], status: status))
  }
}

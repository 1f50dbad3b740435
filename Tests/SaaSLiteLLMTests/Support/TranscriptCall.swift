import Foundation
import HTTPTransport
import JSONModel
import TestSupport

@testable import SaaSLiteLLM

/// Makes the call of the client that a transcript's request stands for, on what its server
/// answered, and says in a line what came of it.
struct TranscriptCall {
  var transcript: WireTranscript

  /// The calls that the client has; nil for requests that it never makes.
  enum Kind: Equatable {
    case create, chat, stream, complete, createAndCall, createAndCallStream
    case details, costs, metadata, balance, health
    case openAI, openAIStream
  }

  var kind: Kind? {
    let path = transcript.request.path
    let parts = path.split(separator: "/").map(String.init)
    switch (transcript.request.method, parts.count, parts.last ?? "") {
    case ("POST", 3, "create"): return .create
    case ("POST", _, "llm-call"): return .chat
    case ("POST", _, "llm-call-stream"): return .stream
    case ("POST", _, "complete"): return .complete
    case ("POST", _, "create-and-call"): return .createAndCall
    case ("POST", _, "create-and-call-stream"): return .createAndCallStream
    case ("GET", 3, _) where path.hasPrefix("/api/jobs/"): return .details
    case ("GET", 4, "costs") where path.hasPrefix("/api/jobs/"): return .costs
    case ("PATCH", _, "metadata"): return .metadata
    case ("GET", _, "balance") where path.hasPrefix("/api/credits/teams/"): return .balance
    case ("GET", 1, "health"): return .health
    case ("POST", _, "completions"):
      let body = try? JSONValue(parsing: transcript.request.body)
      return body?["stream"]?.boolValue == true ? .openAIStream : .openAI
    default: return nil
    }
  }

  private static let request = ChatRequest(messages: [.user("Say hello.")])

  /// What came of the call: `ok …` or the code of the error with what it carries.
  func outcome() async throws -> String {
    do {
      return "ok " + (try await perform())
    } catch let error as ClientError {
      return Self.summary(error)
    } catch is NoFurtherAnswer {
      return "asked again in the older form"
    }
  }

  /// The error of the call, if it gives one.
  func error() async throws -> ClientError? {
    do {
      _ = try await perform()
      return nil
    } catch let error as ClientError {
      return error
    } catch is NoFurtherAnswer {
      return nil
    }
  }

  private func perform() async throws -> String {
    let transport = ScriptedTransport([.init(transcript), .failure(NoFurtherAnswer())])
    let client = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team-wire", virtualKey: "sk-own-virtual-key",
      transport: transport, retry: .never)
    let openAI = OpenAICompatibleClient(
      baseURL: "http://proxy.test", apiKey: "sk-own-virtual-key", transport: transport,
      retry: .never)
    let job: JobID = "job"
    guard let kind else { return "never asked" }
    switch kind {
    case .create: return try await client.createJob(type: "chat").rawValue
    case .chat: return Self.summary(try await client.chat(job: job, Self.request))
    case .stream:
      return Self.summary(try await client.chatStream(job: job, Self.request).accumulated())
    case .complete: return Self.summary(try await client.completeJob(job))
    case .createAndCall:
      return Self.summary(try await client.createAndCall(type: "chat", Self.request))
    case .createAndCallStream:
      return Self.summary(
        try await client.createAndCallStream(type: "chat", Self.request).accumulated())
    case .details:
      let details = try await client.jobDetails(job)
      return "\(details.status ?? "-") \(details.modelsUsed ?? [])"
        + " created \(details.createdAt?.ISO8601Format() ?? "-")"
    case .costs:
      let costs = try await client.jobCosts(job)
      return "\(costs.totalCostUSD.map { "\($0)" } ?? "-") in \(costs.calls.count)"
    case .metadata: return "\(try await client.updateMetadata([:], of: job)?.count ?? -1) members"
    case .balance:
      let balance = try await client.creditBalance()
      return "\(balance.creditsRemaining ?? -1) \(balance.budgetMode ?? "-")"
    case .health: return try await client.health().status ?? "-"
    case .openAI: return Self.summary(try await openAI.chat(Self.request))
    case .openAIStream: return Self.summary(try await openAI.chatStream(Self.request).accumulated())
    }
  }

  struct NoFurtherAnswer: Error {}

  static func summary(_ response: ChatCompletionResponse) -> String {
    var words = [response.text.map { "\"\($0.prefix(40))\"" } ?? "no text"]
    words.append(response.finishReason?.rawValue ?? "unfinished")
    if let tokens = response.usage?.totalTokens { words.append("\(tokens) tokens") }
    for call in response.choices.first?.message.toolCalls ?? [] {
      words.append("\(call.name)(\(call.arguments))")
    }
    if let cost = response.cost?.total { words.append("$\(cost)") }
    if let credits = response.completion?.creditsRemaining { words.append("\(credits) credits") }
    return words.joined(separator: " ")
  }

  static func summary(_ completion: JobCompletion) -> String {
    [
      completion.status ?? "-", completion.creditsRemaining.map { "\($0) credits" } ?? "-",
      completion.totalCalls.map { "\($0) calls" } ?? "-",
      completion.costs?.creditApplied.map { $0 ? "charged" : "free" } ?? "-",
    ].joined(separator: " ")
  }

  static func summary(_ error: ClientError) -> String {
    var words = ["\(error.code)"]
    let context = error.context
    if let status = context.status { words.append("\(status)") }
    if let status = context.providerStatus { words.append("provider \(status)") }
    if let reason = context.forbiddenReason { words.append(reason.rawValue) }
    if let wait = context.retryAfter { words.append("after \(wait.components.seconds) s") }
    if case .fields(let fields) = context.detail {
      words += fields.map { $0.location.joined(separator: ".") }
    }
    if let partial = context.partialResponse?.text { words.append("after \"\(partial)\"") }
    if error.isRetryable { words.append("retryable") }
    return words.joined(separator: " ")
  }
}

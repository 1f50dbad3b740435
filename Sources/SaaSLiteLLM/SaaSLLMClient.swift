public import HTTPTransport
import HTTPTypes
public import JSONModel

/// The client for the SaaS LiteLLM API: jobs, calls, streams.
public struct SaaSLLMClient: Sendable {
  private let baseURL: String
  private let teamID: String
  private let virtualKey: String
  private let timeout: Duration
  private let transport: any HTTPTransport

  /// The largest reply that is read, in bytes.
  private static let replyLimit = 64 << 20

  /// - Parameters:
  ///   - baseURL: The server's root, such as `http://localhost:8003`; a slash at its end is cut.
  ///   - virtualKey: The team's key, sent as `Authorization: Bearer`.
  ///   - timeout: For a whole call.
  public init(
    baseURL: String, teamID: String, virtualKey: String, timeout: Duration = .seconds(120),
    transport: any HTTPTransport
  ) {
    self.baseURL = String(baseURL.reversed().drop { $0 == "/" }.reversed())
    self.teamID = teamID
    self.virtualKey = virtualKey
    self.timeout = timeout
    self.transport = transport
  }

  /// The same client over another transport.
  public func using(_ transport: any HTTPTransport) -> SaaSLLMClient {
    SaaSLLMClient(
      baseURL: baseURL, teamID: teamID, virtualKey: virtualKey, timeout: timeout,
      transport: transport)
  }

  // MARK: Jobs

  /// Creates a job and gives its id.
  public func createJob(type: String, metadata: JSONObject = [:]) async throws -> String {
    let reply = try await post(
      "/api/jobs/create",
      ["team_id": .string(teamID), "job_type": .string(type), "metadata": .object(metadata)])
    guard let id = reply.document.root["job_id"]?.stringValue else {
      throw ClientError(code: .undecodable, message: "the reply has no job_id")
    }
    return id
  }

  public enum JobStatus: String, Sendable {
    case completed, failed
  }

  /// Completes a job, which is what is charged. Never retried: a second completion can charge
  /// again.
  public func completeJob(
    _ id: String, status: JobStatus = .completed, metadata: JSONObject = [:]
  ) async throws -> JobCompletion {
    let reply = try await post(
      "/api/jobs/\(id)/complete",
      ["status": .string(status.rawValue), "metadata": .object(metadata)])
    return JobCompletion(reply.document.root)
  }

  // MARK: Calls

  /// Asks a model and waits for the whole answer.
  public func chat(job: String, _ request: ChatRequest) async throws -> ChatCompletionResponse {
    let reply = try await post("/api/jobs/\(job)/llm-call", request.body)
    return try ChatCompletionResponse(reply.document.root, latency: reply.latency)
  }

  /// Asks a model and gives the answer as it comes.
  public func chatStream(job: String, _ request: ChatRequest) async throws -> ChatStream {
    ChatStream(body: try await send("/api/jobs/\(job)/llm-call-stream", request.body).body)
  }

  // MARK: HTTP

  private struct Reply {
    var document: JSONDocument
    var latency: Duration?
  }

  private func post(_ path: String, _ body: JSONValue) async throws -> Reply {
    let response = try await send(path, body)
    let collected = try await response.body.collect(upTo: Self.replyLimit)
    do {
      return Reply(
        document: try JSONDocument(parsing: collected.bytes), latency: collected.elapsed)
    } catch {
      throw ClientError(
        code: .undecodable, status: response.status.code, message: "the reply is not JSON: \(error)"
      )
    }
  }

  private func send(_ path: String, _ body: JSONValue) async throws -> TransportResponse {
    let response = try await transport.send(
      TransportRequest(
        method: .post, url: baseURL + path,
        headers: [.authorization: "Bearer \(virtualKey)", .contentType: "application/json"],
        body: body.bytes(), deadlines: Deadlines(total: timeout)))
    guard (200..<300).contains(response.status.code) else {
      let body = try await response.body.collect(upTo: 64 << 10)
      throw ClientError(status: response.status.code, body: body.bytes)
    }
    return response
  }
}

/// What a completed job came to. What the server did not tell is nil.
public struct JobCompletion: Sendable, Hashable {
  public var jobID: String?
  public var status: String?
  public var creditsRemaining: Int?
  public var totalCalls: Int?
  public var totalCostUSD: Double?

  /// Reads the documented, flat form and the running server's, nested in `costs`.
  init(_ root: JSONNode) {
    let costs = root["costs"]
    jobID = root["job_id"]?.stringValue
    status = root["status"]?.stringValue
    creditsRemaining =
      root["credits_remaining"]?.intValue ?? costs?["credits_remaining"]?.intValue
    totalCalls = root["total_calls"]?.intValue ?? costs?["total_calls"]?.intValue
    totalCostUSD = costs?["total_cost_usd"]?.doubleValue
  }
}

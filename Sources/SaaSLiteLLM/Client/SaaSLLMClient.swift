public import HTTPTransport
import HTTPTypes
public import Logging

/// A client of a SaaS LiteLLM gateway: jobs, calls to models within them, and their costs.
///
/// ```swift
/// let client = SaaSLLMClient(baseURL: "http://localhost:8003", teamID: team, virtualKey: key)
/// let job = try await client.createJob(type: "chat")
/// let response = try await client.chat(job: job, messages: [.user("What is Swift?")])
/// print(response.text ?? "")
/// try await client.completeJob(job)
/// try await client.shutdown()
/// ```
///
/// It is a value, cheap to copy; copies share connections.
///
/// Every call throws ``ClientError``. Errors of a transport of your own that are no
/// `TransportError` pass through unchanged.
public struct SaaSLLMClient: Sendable {
  /// The server's root, without a slash at its end.
  public let baseURL: String
  /// The team that jobs are made for.
  public let teamID: String

  var exchanger: Exchanger
  let dialect: DialectMemory
  /// The transport that this client made and has to shut down.
  var ownTransport: AsyncHTTPClientTransport?

  /// The timeout of the documented client.
  public static let defaultTimeout = Duration.seconds(120)

  /// Makes a client with connections of its own; call ``shutdown()`` when done, or use
  /// ``withClient(baseURL:teamID:virtualKey:timeout:retry:logger:_:)``.
  ///
  /// - Parameters:
  ///   - baseURL: The server's root, such as `http://localhost:8003`.
  ///   - virtualKey: The team's key. It is sent to this server only and shown nowhere.
  ///   - timeout: For a whole call; for a stream, for each silence.
  ///   - retry: When a failed request is sent again.
  ///   - logger: Where failures are noted, at the level `debug`: paths, codes and times, never
  ///     bodies or keys.
  ///
  /// A URL or key that cannot be used is reported by the first call (`invalidConfiguration`).
  public init(
    baseURL: String, teamID: String, virtualKey: String, timeout: Duration = defaultTimeout,
    retry: RetryPolicy = .default, logger: Logger? = nil
  ) {
    let transport = AsyncHTTPClientTransport()
    self.init(
      baseURL: baseURL, teamID: teamID, virtualKey: virtualKey, timeout: timeout,
      transport: transport, retry: retry, logger: logger)
    ownTransport = transport
  }

  /// Makes a client on a transport that the caller owns and shuts down.
  ///
  /// - Parameters:
  ///   - timeout: For a whole call; for a stream, for each silence.
  ///   - retry: When a failed request is sent again.
  ///   - logger: Where failures are noted, at the level `debug`: paths, codes and times, never
  ///     bodies or keys.
  public init(
    baseURL: String, teamID: String, virtualKey: String, timeout: Duration = defaultTimeout,
    transport: any HTTPTransport, retry: RetryPolicy = .default, logger: Logger? = nil
  ) {
    self.init(
      baseURL: baseURL, teamID: teamID, virtualKey: virtualKey, timeout: timeout,
      transport: transport, retry: retry, logger: logger, time: .system)
  }

  package init(
    baseURL: String, teamID: String, virtualKey: String, timeout: Duration = defaultTimeout,
    transport: any HTTPTransport, retry: RetryPolicy = .default, logger: Logger? = nil,
    time: TimeSource
  ) {
    let root = BaseURL(baseURL)
    self.baseURL = root.text
    self.teamID = teamID
    exchanger = Exchanger(
      transport: transport, baseURL: root, key: virtualKey, timeout: timeout,
      retry: retry, logger: logger, time: time)
    dialect = DialectMemory()
  }

  /// A copy that sends its requests over another transport. What was learnt of the server is
  /// shared; the transport's owner shuts it down.
  public func using(_ transport: any HTTPTransport) -> SaaSLLMClient {
    var copy = self
    copy.exchanger.transport = transport
    copy.ownTransport = nil
    return copy
  }

  /// Closes the connections that this client made. A transport that was handed in is left alone.
  /// Doing it again does nothing.
  ///
  /// - Throws: What closing throws.
  public func shutdown() async throws {
    try await ownTransport?.shutdown()
  }

  /// Gives `body` a client and shuts it down, however `body` ends.
  ///
  /// - Throws: What `body` throws.
  public static func withClient<Result>(
    baseURL: String, teamID: String, virtualKey: String, timeout: Duration = defaultTimeout,
    retry: RetryPolicy = .default, logger: Logger? = nil,
    _ body: (SaaSLLMClient) async throws -> Result
  ) async throws -> Result {
    let client = SaaSLLMClient(
      baseURL: baseURL, teamID: teamID, virtualKey: virtualKey, timeout: timeout, retry: retry,
      logger: logger)
    return try await client.withShutdown(body)
  }

  /// Gives `body` this client and shuts it down, however `body` ends.
  ///
  /// - Throws: What `body` throws.
  public func withShutdown<Result>(
    _ body: (SaaSLLMClient) async throws -> Result
  ) async throws -> Result {
    let result: Result
    do {
      result = try await body(self)
    } catch {
      try? await shutdown()
      throw error
    }
    try await shutdown()
    return result
  }
}

extension SaaSLLMClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The server and the team, without the key.
  public var description: String {
    "SaaSLLMClient(\(exchanger.redactor.redact(baseURL)), team \(teamID))"
  }

  /// The server and the team, without the key.
  public var debugDescription: String { description }

  /// The server and the team, without the key, for `dump`.
  public var customMirror: Mirror {
    Mirror(self, children: ["baseURL": exchanger.redactor.redact(baseURL), "teamID": teamID])
  }
}

/// Where and how a simulator listens.
public struct SimulatorConfiguration: Sendable {
  /// The address; only this machine can reach the default.
  public var host: String
  /// The port; 0 for any that is free.
  public var port: Int
  /// The size of a request's body, in bytes, above which it is refused with 413.
  public var bodyLimit: Int
  /// How long an idle connection is kept: as long as the gateway keeps it. nil for ever.
  public var idleTimeout: Duration?
  /// Where times and waits come from.
  public var time: SimulatorTime
  /// Gets each request as a line of JSON, without keys and prompts; nil for none.
  public var requestLog: (@Sendable (String) -> Void)?

  public init(
    host: String = "127.0.0.1", port: Int = 0, bodyLimit: Int = 10 * 1_024 * 1_024,
    idleTimeout: Duration? = .seconds(5), time: SimulatorTime = .system,
    requestLog: (@Sendable (String) -> Void)? = nil
  ) {
    self.host = host
    self.port = port
    self.bodyLimit = bodyLimit
    self.idleTimeout = idleTimeout
    self.time = time
    self.requestLog = requestLog
  }
}

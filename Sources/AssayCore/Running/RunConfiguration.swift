public import HTTPFixtures
public import HTTPTransport

/// How suites are run.
public struct RunConfiguration: Sendable {
  /// Whether replies are replayed, recorded, or asked for anew. Only `replay` opens no socket.
  public var mode: FixtureMode
  /// The folder with the recordings, a sub-folder for each suite.
  public var fixtures: String
  /// In which pieces, and when, recorded replies are served.
  public var pacing: ReplayPacing
  /// How many attempts are made at once.
  public var concurrency: Int
  /// Who answers in the modes that use the network; not needed for `replay`.
  public var gateway: Gateway?

  /// A gateway and who one is there.
  public struct Gateway: Sendable {
    /// The server's root, such as `http://localhost:8003`.
    public var baseURL: String
    public var teamID: String
    /// The team's key. It is never recorded, printed or logged.
    public var virtualKey: String
    /// The transport that the requests go over; its owner shuts it down.
    public var network: any HTTPTransport

    public init(
      baseURL: String, teamID: String, virtualKey: String, network: any HTTPTransport
    ) {
      self.baseURL = baseURL
      self.teamID = teamID
      self.virtualKey = virtualKey
      self.network = network
    }
  }

  /// A mode that uses the network was asked for, and nobody to ask there.
  public struct MissingGateway: Error, Sendable, CustomStringConvertible {
    public var description: String { "this mode needs a gateway: its URL, a team and a key" }
  }

  public init(
    mode: FixtureMode = .replay, fixtures: String = "fixtures", pacing: ReplayPacing = .instant,
    concurrency: Int = 8, gateway: Gateway? = nil
  ) {
    self.mode = mode
    self.fixtures = fixtures
    self.pacing = pacing
    self.concurrency = concurrency
    self.gateway = gateway
  }
}

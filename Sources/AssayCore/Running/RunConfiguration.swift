public import AssayInput
public import HTTPFixtures
public import HTTPTransport
package import SaaSLiteLLM

/// How suites are run.
public struct RunConfiguration: Sendable {
  /// Whether replies are replayed, recorded, or asked for anew. Only `replay` opens no socket.
  public var mode: FixtureMode
  /// The folder with the recordings, a sub-folder for each suite.
  public var fixtures: String
  /// In which pieces, and when, recorded replies are served.
  public var pacing: ReplayPacing
  /// How many attempts are made at once, over all models.
  public var concurrency: Int
  /// What single models may be given.
  public var limits = CallLimits()
  public var deadlines = RunDeadlines()
  public var budget = BudgetLimits()
  public var selection = Selection()
  /// After so many failed cases nothing more is begun; nil for all.
  public var maximumFailures: Int?
  /// How long what is in flight may go on when the run is asked to end.
  public var grace = Duration.seconds(10)
  /// After how much silence the open requests are named.
  public var stallThreshold = Duration.seconds(15)
  /// What models cost where the server does not tell, by the name on the wire or the label.
  public var prices: [String: ModelPrice] = [:]
  /// The transport to servers other than the gateway; its owner shuts it down. Nil takes the
  /// gateway's.
  public var network: (any HTTPTransport)?
  /// The keys of servers other than the gateway, by the variable that their endpoints name.
  public var key: @Sendable (_ variable: String) -> String? = { _ in nil }
  /// Whether results hold the replies. Without, memory does not grow with what models say; the
  /// events carry the replies all the same.
  public var keepsReplies = true
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

  /// Whether the suites were read so that assertions may run programs; for the journal, and for the
  /// commands that are shown, as are the next two.
  public var allowsPrograms = false
  /// Whether the folder of the recordings must be said although it is the usual one.
  public var namesFixtures = false
  /// What a command line has to say of the gateway, in its words; never a key.
  public var gatewayOptions: [String] = []
  /// The name of the run; made up where nil.
  public var runID: String?
  package var time = TimeSource.system

  /// A mode that uses the network was asked for, and nobody to ask there.
  public struct MissingGateway: Error, Sendable, CustomStringConvertible {
    public var description: String { "this mode needs a gateway: its URL, a team and a key" }
  }

  /// A server that nobody could ask, however it is.
  public struct InvalidServer: Error, Sendable, CustomStringConvertible {
    /// The name of its endpoint.
    public var endpoint: String
    /// What is wrong with its URL or key, neither of which is quoted.
    public var problem: String

    public var description: String {
      endpoint == Endpoint.gateway.name
        ? "the gateway cannot be asked: \(problem) (the URL comes from --base-url or "
          + "SAAS_LITELLM_API_URL, the key from SAAS_LITELLM_VIRTUAL_KEY)"
        : "the endpoint \"\(endpoint)\" cannot be asked: \(problem) (see \"endpoints\" in the suite or "
          + "in assay.json, and the variable that it names for its key)"
    }
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

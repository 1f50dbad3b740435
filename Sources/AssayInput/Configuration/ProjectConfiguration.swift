/// What `assay.json` says of a project; flags of the command line go before it.
///
/// Nil is "not said", so that the defaults stand in one place: where they are used.
public struct ProjectConfiguration: Sendable, Hashable {
  /// The path of the file; nil if there is none.
  public var file: String?
  /// Suite files and folders of them, as paths from the working folder.
  public var suites: [String]?
  /// The folder with the recordings, as a path from the working folder.
  public var fixtures: String?
  /// How many attempts are made at once.
  public var concurrency: Int?
  /// What models cost, by the name on the wire or the label.
  public var prices: [String: ModelPrice] = [:]
  /// Servers that every suite may name.
  public var endpoints: [String: Endpoint] = [:]
  public var limits = RunLimits()

  public init() {}

  /// The name of the file.
  public static let fileName = "assay.json"
}

/// What a model costs, in US dollars for a million tokens.
public struct ModelPrice: Sendable, Hashable {
  /// For tokens of the request.
  public var input: Double
  /// For tokens of the reply.
  public var output: Double

  public init(input: Double, output: Double) {
    self.input = input
    self.output = output
  }

  /// The cost of a call in US dollars.
  public func cost(inputTokens: Int, outputTokens: Int) -> Double {
    (Double(inputTokens) * input + Double(outputTokens) * output) / 1_000_000
  }
}

/// What a run may use up before it stops; nil is unlimited.
public struct RunLimits: Sendable, Hashable {
  /// US dollars.
  public var cost: Double?
  public var tokens: Int?
  public var calls: Int?
  /// Seconds that the whole run may take.
  public var duration: Double?
  /// Seconds that one call may take.
  public var timeout: Double?

  public init() {}
}

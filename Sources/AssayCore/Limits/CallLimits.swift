/// What the models may be given, apart from what the run adapts by itself.
public struct CallLimits: Sendable, Hashable {
  /// A number for all models, and others for some, by name, label or endpoint.
  public struct Setting: Sendable, Hashable {
    public var all: Int?
    public var particular: [String: Int]

    public init(all: Int? = nil, particular: [String: Int] = [:]) {
      self.all = all
      self.particular = particular
    }

    func value(_ lane: Lane) -> Int? {
      particular[lane.model] ?? particular[lane.endpoint] ?? all
    }
  }

  /// Calls at once for a model.
  public var concurrency = Setting()
  public var requestsPerMinute = Setting()
  public var tokensPerMinute = Setting()

  public init() {}
}

/// How long is waited; nil for ever.
public struct RunDeadlines: Sendable, Hashable {
  /// For a connection.
  public var connect: Duration?
  /// From sending a request to the head of the answer.
  public var firstByte: Duration?
  /// Between two pieces of an answer.
  public var idle: Duration?
  /// For one call, waiting for leave and between repetitions not counted.
  public var call: Duration?
  /// For an attempt, everything included.
  public var attempt: Duration?
  /// For all attempts of a case, from the beginning of the first.
  public var testCase: Duration?
  public var run: Duration?
  /// What somebody changes who wants another time for the run.
  package var runName = "--run-timeout"

  public init() {}
}

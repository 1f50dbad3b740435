import AssayAssertions
import AssayInput
public import AssaySuites
import HTTPFixtures
import HTTPTransport
import SaaSLiteLLM

/// Runs suites.
///
/// ```swift
/// let suite = try SuiteLoader().load(["suites/people.json"]).suites
/// let results = try await Runner(RunConfiguration()).run(suite) { event in
///   if case .attempt(let result, _) = event { print(result.id, result.outcome) }
/// }
/// ```
public struct Runner: Sendable {
  private let configuration: RunConfiguration

  public init(_ configuration: RunConfiguration) {
    self.configuration = configuration
  }

  /// Runs suites and gives their results in the order of the suites.
  ///
  /// - Parameter onEvent: Hears what happens, one event at a time; what it throws stops the run.
  /// - Throws: ``InvalidInput`` if recordings are missing or cannot be read, before anything is
  ///   asked; what `onEvent` throws. What goes wrong in an attempt is part of its result.
  public func run(
    _ suites: [Suite], _ onEvent: @escaping @Sendable (RunEvent) throws -> Void = { _ in }
  ) async throws -> RunResults {
    try await prepare(suites).run(onEvent)
  }

  /// Runs one suite; see ``run(_:_:)-([Suite],_)``.
  public func run(
    _ suite: Suite, _ onEvent: @escaping @Sendable (RunEvent) throws -> Void = { _ in }
  ) async throws -> RunResults {
    try await run([suite], onEvent)
  }

  /// Plans the run and opens the recordings of all suites, before anything is asked.
  ///
  /// - Throws: ``InvalidInput`` with every folder that is missing or cannot be read;
  ///   ``RunConfiguration/MissingGateway``; ``RunConfiguration/InvalidServer``.
  public func prepare(_ suites: [Suite]) throws -> PreparedRun {
    let governor = CallGovernor(
      configuration.limits, ceiling: configuration.concurrency, time: configuration.time)
    let requests = OpenRequests()
    let network = (configuration.network ?? configuration.gateway?.network).map { network in
      GovernedTransport(
        upstream: network, governor: governor, requests: requests,
        deadlines: configuration.deadlines, time: configuration.time)
    }
    var sessions: [SuiteSession] = []
    var diagnostics: [Diagnostic] = []
    if configuration.mode.usesNetwork, configuration.gateway == nil,
      suites.contains(where: \.needsGateway)
    {
      throw RunConfiguration.MissingGateway()
    }
    for suite in suites {
      do {
        sessions.append(try SuiteSession(suite, configuration, network: network))
      } catch let error as FixtureError {
        diagnostics.append(
          Diagnostic(
            file: error.path, location: error.location, pointer: error.pointer,
            message: error.message,
            hint:
              "the suite \"\(suite.name)\" (\(suite.file)) has its recordings here; --fixtures names "
              + "another folder, --mode record makes new ones"))
      }
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    for session in sessions { try session.checkServers() }
    return PreparedRun(
      configuration: configuration, plans: configuration.selection.plans(suites),
      sessions: sessions, governor: governor, requests: requests)
  }
}

/// A run whose plan is made and whose recordings are open. It can be run once.
public struct PreparedRun: Sendable {
  let configuration: RunConfiguration
  let plans: [AttemptPlan]
  let sessions: [SuiteSession]
  let governor: CallGovernor
  let requests: OpenRequests

  /// How it is made.
  public var recipe: RunRecipe { RunRecipe(configuration, plans.map(\.suite)) }

  /// Whether no case is left by the selection.
  public var isEmpty: Bool { plans.allSatisfy { $0.slots.isEmpty } }

  /// Makes all attempts and gives their results in the order of the suites.
  ///
  /// - Parameters:
  ///   - earlier: A run that this one goes on with: what has a verdict is not asked for again, and
  ///     jobs that were left open are completed as failed.
  ///   - interruption: How the run is asked to end early.
  ///   - onEvent: Hears what happens, one event at a time; what it throws stops the run.
  /// - Throws: What `onEvent` throws, after what was in flight has been given up and all jobs have
  ///   been completed.
  public func run(
    goingOnWith earlier: EarlierRun = EarlierRun(), interruption: Interruption = Interruption(),
    _ onEvent: @escaping @Sendable (RunEvent) throws -> Void = { _ in }
  ) async throws -> RunResults {
    try await RunLoop(self, earlier, interruption: interruption, onEvent: onEvent).run()
  }

  /// Of the results of an earlier run, those that stand.
  func standing(_ earlier: EarlierRun) -> [AttemptID: AttemptResult] {
    plans.reduce(into: [:]) { all, plan in
      all.merge(plan.standing(earlier)) { first, _ in first }
    }
  }

  /// What is going to be done.
  ///
  /// - Parameter kept: How many attempts an earlier run made.
  func start(keeping kept: Int) -> RunStart {
    RunStart(
      runID: configuration.runID ?? Self.makeRunID(), time: configuration.time.secondsSince1970(),
      mode: configuration.mode.description,
      suites: plans.map { plan in
        RunStart.PlannedSuite(
          name: plan.suite.name, file: plan.suite.file,
          hash: plan.suite.digest, cases: plan.slots.count,
          attempts: plan.entries.count,
          isWhole: configuration.selection.isEverything)
      }, kept: kept)
  }

  static func makeRunID() -> String {
    let text = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

extension Suite {
  /// Whether any of its models or judges is asked at the gateway.
  public var needsGateway: Bool { (models + judges).contains { $0.endpoint == .gateway } }
}

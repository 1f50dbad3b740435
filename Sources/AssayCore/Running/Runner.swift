import AssayAssertions
import AssayInput
public import AssaySuites
import HTTPFixtures
import HTTPTransport
import SaaSLiteLLM

/// Runs one suite: every attempt of its matrix, a job for each model around them.
public struct Runner: Sendable {
  let suite: Suite
  private let concurrency: Int
  private let client: SaaSLLMClient
  let session: FixtureSession

  /// Opens the recordings of all `suites`, before anything is run.
  ///
  /// - Throws: ``InvalidInput`` with every folder that is missing or cannot be read.
  public static func prepare(
    _ suites: [Suite], _ configuration: RunConfiguration
  ) throws -> [Runner] {
    var runners: [Runner] = []
    var diagnostics: [Diagnostic] = []
    for suite in suites {
      do {
        runners.append(try Runner(suite, configuration))
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
    return runners
  }

  private init(_ suite: Suite, _ configuration: RunConfiguration) throws {
    self.suite = suite
    concurrency = configuration.concurrency
    let gateway = configuration.gateway
    session = try FixtureSession(
      GatewayRecordings.configuration(suite, configuration),
      upstream: {
        guard let gateway else { throw RunConfiguration.MissingGateway() }
        return gateway.network
      })
    // A replay sends nothing, so it needs nobody's address or key; and what it gets will not
    // change however often it asks.
    client = SaaSLLMClient(
      baseURL: gateway?.baseURL ?? "http://replay.invalid", teamID: gateway?.teamID ?? "replay",
      virtualKey: gateway?.virtualKey ?? "replaying-needs-no-key",
      transport: session.transport(),
      retry: configuration.mode.usesNetwork ? .default : .never)
  }

  /// Makes all attempts and gives their results in the order of the suite.
  public func run() async throws -> SuiteResult {
    let plan = AttemptPlan(suite)
    var result = SuiteResult(name: suite.name, file: suite.file, cases: plan.slots, troubles: [])
    for model in suite.models {
      let attempts = plan.attempts.filter { $0.model.label == model.label }
      guard !attempts.isEmpty else { continue }
      for (slot, attempt) in try await run(attempts, model, &result.troubles) {
        result.cases[slot].attempts.append(attempt)
      }
    }
    for slot in result.cases.indices {
      result.cases[slot].attempts.sort { $0.id.attempt < $1.id.attempt }
    }
    do {
      try session.finish(isComplete: !Task.isCancelled)
    } catch {
      result.troubles.append("what was recorded could not be put into the files: \(error)")
    }
    return result
  }

  // MARK: Jobs

  /// Creates the model's job, makes its attempts, and completes the job whatever came of them.
  private func run(
    _ attempts: [PlannedAttempt], _ model: Suite.Model, _ troubles: inout [String]
  ) async throws -> [(slot: Int, result: AttemptResult)] {
    let job: JobID
    do {
      job = try await client(GatewayRecordings.jobLabels(model: model, step: "create"))
        .createJob(type: suite.jobType)
    } catch {
      return attempts.map {
        ($0.slot, AttemptResult(id: $0.id, outcome: .errored, reason: "no job: \(error)"))
      }
    }
    let results = await run(attempts, job: job)
    let hasErrors = results.contains { $0.result.outcome == .errored }
    do {
      _ = try await client(GatewayRecordings.jobLabels(model: model, step: "complete"))
        .completeJob(job, status: hasErrors ? .failed : .completed)
    } catch {
      troubles.append("the job of \(model.label) could not be completed: \(error)")
    }
    return results
  }

  private func client(_ labels: ExchangeLabels) -> SaaSLLMClient {
    client.using(session.transport(labels))
  }

  // MARK: Attempts

  /// Makes the attempts, a bounded number at once.
  private func run(
    _ attempts: [PlannedAttempt], job: JobID
  ) async -> [(slot: Int, result: AttemptResult)] {
    await withTaskGroup(of: (slot: Int, result: AttemptResult).self) { group in
      var waiting = attempts.makeIterator()
      func startNext() {
        guard let attempt = waiting.next() else { return }
        group.addTask { (attempt.slot, await self.run(attempt, job: job)) }
      }
      for _ in 0..<concurrency { startNext() }
      var results: [(slot: Int, result: AttemptResult)] = []
      for await result in group {
        results.append(result)
        startNext()
      }
      return results
    }
  }

  private func run(_ attempt: PlannedAttempt, job: JobID) async -> AttemptResult {
    do {
      let result = try await AttemptConversation(attempt).run(
        GatewayChatClient(job: job) { step in
          client(GatewayRecordings.labels(attempt.id, step: step))
        })
      return AttemptResult(
        id: attempt.id, reply: result.context.reply, judgement: result.judgement)
    } catch {
      return AttemptResult(id: attempt.id, outcome: .errored, reason: "\(error)")
    }
  }
}

import AssayAssertions
import AssaySuites
import HTTPFixtures
import SaaSLiteLLM
import Synchronization

/// What a job is kept for: a suite and a model, or one case of them.
struct JobKey: Sendable, Hashable {
  /// The place of the suite in the run.
  var suite: Int
  /// The model's label.
  var model: String
  /// Nil where the suite has one job for each model.
  var prompt: String?
  var caseID: String?

  init(suite: Int, _ attempt: AttemptID, _ scope: Suite.JobScope) {
    self.suite = suite
    model = attempt.model
    if scope == .testCase {
      prompt = attempt.prompt
      caseID = attempt.caseID
    }
  }

  func labels(step: String) -> ExchangeLabels {
    var labels: ExchangeLabels = ["model": model, "step": step]
    labels["prompt"] = prompt
    labels["case"] = caseID
    return labels
  }
}

extension JobKey {
  /// A job that is open.
  func summary(_ suite: Suite, _ id: JobID) -> JobSummary {
    var summary = JobSummary(suite: suite.name, model: model, id: id.rawValue)
    summary.caseID = caseID
    summary.prompt = prompt
    return summary
  }
}

extension JobSummary {
  /// - Parameter status: What it was completed as, where the server does not say.
  mutating func take(_ completion: JobCompletion, _ status: SaaSLLMClient.JobOutcome) {
    self.status = completion.status ?? status.rawValue
    creditsRemaining = completion.creditsRemaining
    cost = completion.costs?.totalCostUSD
    tokens = completion.costs?.totalTokens
  }
}

/// The gateway's jobs of a run. Each is created when its first attempt needs it, and completed
/// whatever comes: as failed, if an attempt ended in an error or was never made.
final class JobBook: Sendable {
  private struct Entry {
    var creation: Task<JobID, any Error>?
    /// What came of the creation, once it is known.
    var id: JobID?
    /// Attempts that have not ended.
    var open = 0
    var isClean = true
  }

  private let entries = Mutex<[JobKey: Entry]>([:])
  /// Jobs that were created, for whoever tells of them.
  private let created = AsyncStream<(key: JobKey, id: JobID)>.makeStream()

  /// One more attempt will be made that needs the job.
  func expect(_ key: JobKey) {
    entries.withLock { $0[key, default: Entry()].open += 1 }
  }

  /// The job, created by whoever asks first. Others wait for the same one, and get the same
  /// error if there is one.
  func job(
    _ key: JobKey, create: @escaping @Sendable () async throws -> JobID
  ) async throws -> JobID {
    let (known, creation) = entries.withLock { entries in
      // Its own task: an attempt that is given up must not take the job of the others along.
      let creation = entries[key, default: Entry()].creation ?? Task { try await create() }
      entries[key, default: Entry()].creation = creation
      return (entries[key]?.id, creation)
    }
    if let known { return known }
    do {
      let id = try await Self.value(of: creation)
      let isFirst = entries.withLock { entries in
        defer { entries[key]?.id = id }
        return entries[key].map { $0.id == nil } ?? false
      }
      if isFirst { created.continuation.yield((key, id)) }
      return id
    } catch let error as CancellationError {
      throw error
    } catch {
      throw NoJob(cause: error)
    }
  }

  /// Waits for a task, but no longer than the waiting one is wanted itself.
  private static func value(of task: Task<JobID, any Error>) async throws -> JobID {
    let (values, continuation) = AsyncThrowingStream<JobID, any Error>.makeStream()
    Task {
      do {
        continuation.yield(try await task.value)
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    for try await id in values { return id }
    throw CancellationError()
  }

  struct NoJob: Error, CustomStringConvertible {
    var cause: any Error
    var description: String { "no job: \(cause)" }
  }

  /// Waits for the next job that is created; nil if the task is cancelled. One task may wait.
  func nextCreated() async -> (key: JobKey, id: JobID)? {
    var iterator = created.stream.makeAsyncIterator()
    return await iterator.next()
  }

  /// Notes the end of an attempt; true if it was the last one of a job that is to be completed.
  func ended(_ key: JobKey, isClean: Bool) -> Bool {
    entries.withLock { entries in
      entries[key]?.open -= 1
      if !isClean { entries[key]?.isClean = false }
      return entries[key].map { $0.open == 0 && $0.creation != nil } ?? false
    }
  }

  /// The jobs that were created and not completed; each is as good as failed.
  var unfinished: [JobKey] {
    entries.withLock { entries in entries.filter { $0.value.creation != nil }.map(\.key) }
  }

  /// What became of a job in the end.
  enum Ending: Sendable {
    /// It was never created; the attempts have said why.
    case none
    case completed(JobSummary)
    /// Nil where not even its id is known.
    case trouble(JobSummary?, String)
  }

  /// How long a job may take to be completed when nobody waits any more.
  private static let patience = Duration.seconds(10)

  /// Completes a job once.
  ///
  /// Cancelled, it goes on for ten seconds: a job that stays open is worse than a late end.
  func complete(_ key: JobKey, _ session: SuiteSession) async -> Ending {
    let taken = entries.withLock { entries in entries.removeValue(forKey: key) }
    guard let entry = taken, let creation = entry.creation else { return .none }
    let status: SaaSLLMClient.JobOutcome =
      entry.isClean && entry.open <= 0 ? .completed : .failed
    // A task of its own, since requests are not sent in one that is cancelled.
    let work = Task { await Self.complete(creation, key, session, status) }
    let (cancellations, cancelled) = AsyncStream<Void>.makeStream()
    let limit = Task {
      var iterator = cancellations.makeAsyncIterator()
      guard await iterator.next() != nil else { return }
      try await session.time.sleep(Self.patience)
      creation.cancel()
      work.cancel()
    }
    defer { limit.cancel() }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      cancelled.yield()
    }
  }

  private static func complete(
    _ creation: Task<JobID, any Error>, _ key: JobKey, _ session: SuiteSession,
    _ status: SaaSLLMClient.JobOutcome
  ) async -> Ending {
    let id: JobID
    do {
      id = try await creation.value
    } catch {
      // What the gateway said is told by the attempts; nobody tells of a request that was cut off.
      guard creation.isCancelled else { return .none }
      return .trouble(
        nil,
        "the creation of a job for \(key.model) was cut off: the gateway may have made one, which "
          + "is still open then")
    }
    var summary = key.summary(session.suite, id)
    do {
      summary.take(try await session.completeJob(id, key, as: status), status)
      return .completed(summary)
    } catch {
      return .trouble(
        summary,
        "the job \(id.rawValue) of \(key.model) could not be completed and may still be open: \(error)"
      )
    }
  }
}

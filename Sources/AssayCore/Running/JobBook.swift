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

/// The gateway's jobs of a run. Each is created when its first attempt needs it, and completed
/// whatever comes: as failed, if an attempt ended in an error or was never made.
final class JobBook: Sendable {
  private struct Entry {
    var creation: Task<JobID, any Error>?
    /// Attempts that have not ended.
    var open = 0
    var isClean = true
  }

  private let entries = Mutex<[JobKey: Entry]>([:])

  /// One more attempt will be made that needs the job.
  func expect(_ key: JobKey) {
    entries.withLock { $0[key, default: Entry()].open += 1 }
  }

  /// The job, created by whoever asks first. Others wait for the same one, and get the same
  /// error if there is one.
  func job(
    _ key: JobKey, create: @escaping @Sendable () async throws -> JobID
  ) async throws -> JobID {
    let creation = entries.withLock { entries in
      // Its own task: an attempt that is given up must not take the job of the others along.
      if let creation = entries[key, default: Entry()].creation { return creation }
      let creation = Task { try await create() }
      entries[key, default: Entry()].creation = creation
      return creation
    }
    do {
      return try await creation.value
    } catch {
      throw NoJob(cause: error)
    }
  }

  struct NoJob: Error, CustomStringConvertible {
    var cause: any Error
    var description: String { "no job: \(cause)" }
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
    case trouble(JobSummary, String)
  }

  /// Completes a job once.
  ///
  /// - Parameter patience: How long to wait, cancelled or not: a job that stays open is worse
  ///   than a late end.
  func complete(_ key: JobKey, _ session: SuiteSession, patience: Duration?) async -> Ending {
    let taken = entries.withLock { entries in entries.removeValue(forKey: key) }
    guard let entry = taken, let creation = entry.creation else { return .none }
    let status: SaaSLLMClient.JobOutcome =
      entry.isClean && entry.open <= 0 ? .completed : .failed
    // A task of its own, since requests are not sent in one that is cancelled.
    let work = Task { () -> Ending in
      guard let id = try? await creation.value else { return .none }
      var summary = JobSummary(suite: session.suite.name, model: key.model, id: id.rawValue)
      summary.caseID = key.caseID
      summary.prompt = key.prompt
      do {
        let completion = try await session.completeJob(id, key, as: status)
        summary.status = completion.status ?? status.rawValue
        summary.creditsRemaining = completion.creditsRemaining
        summary.cost = completion.costs?.totalCostUSD
        summary.tokens = completion.costs?.totalTokens
        return .completed(summary)
      } catch {
        return .trouble(
          summary, "the job of \(key.model) could not be completed: \(error)")
      }
    }
    guard let patience else { return await work.value }
    let limit = Task {
      try await Task.sleep(for: patience)
      creation.cancel()
      work.cancel()
    }
    defer { limit.cancel() }
    return await work.value
  }
}

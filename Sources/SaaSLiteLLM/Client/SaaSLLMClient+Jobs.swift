import HTTPTypes
public import JSONModel

extension SaaSLLMClient {
  /// Creates a job, within which models are called.
  ///
  /// - Parameters:
  ///   - type: A label for what the job is for, such as `chat`; 100 characters at most.
  ///   - metadata: Kept with the job.
  /// - Returns: The id that the server gave it.
  /// - Throws: ``ClientError``: `unauthorized`, `forbidden` (team, suspended), `invalidRequest`.
  public func createJob(type: String, metadata: JSONObject? = nil) async throws -> JobID {
    let body = JSONValue.object([
      "team_id": .string(teamID), "job_type": .string(type),
      "metadata": .object(metadata ?? [:]),
    ])
    let call = Call(
      method: .post, path: "/api/jobs/create", body: body.bytes(), operation: .createJob)
    let reply = try await exchanger.perform(call)
    guard let id = reply.document.root["job_id"]?.stringValue else {
      throw exchanger.undecodable(reply, call, "it has no \"job_id\"")
    }
    return JobID(id)
  }

  /// How a job ends.
  public struct JobOutcome: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    /// The word that is sent.
    public let rawValue: String

    /// Takes any word; servers know `completed` and `failed`.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// Takes any word; servers know `completed` and `failed`.
    public init(stringLiteral value: String) {
      self.init(rawValue: value)
    }

    /// The work is done; the server charges for it.
    public static let completed = JobOutcome(rawValue: "completed")
    /// The work failed; nothing is charged.
    public static let failed = JobOutcome(rawValue: "failed")
  }

  /// Completes a job. The server charges for it when this succeeds as `completed`, and charges
  /// again when the same job is completed repeatedly: so this is never sent twice unless it is
  /// certain that the first request did not arrive.
  ///
  /// - Parameters:
  ///   - metadata: Results to note. Servers accept it and, as seen so far, drop it; use
  ///     ``updateMetadata(_:of:)`` for what must be kept.
  ///   - errorMessage: Why the work failed, kept with the job; see ``JobDetails/errorMessage``.
  /// - Returns: The state of the job and the team's credits, with costs and calls where the
  ///   server lists them.
  /// - Throws: ``ClientError``. After `connectionLost` and `timeout` the job may be completed
  ///   all the same: see ``jobDetails(_:)``.
  @discardableResult
  public func completeJob(
    _ job: JobID, status: JobOutcome = .completed, metadata: JSONObject? = nil,
    errorMessage: String? = nil
  ) async throws -> JobCompletion {
    var body: JSONObject = [
      "status": .string(status.rawValue), "metadata": .object(metadata ?? [:]),
    ]
    body["error_message"] = errorMessage.map(JSONValue.string)
    let call = Call(
      method: .post, path: "/api/jobs/\(try job.pathSegment)/complete",
      body: JSONValue.object(body).bytes(), operation: .charging)
    let reply = try await exchanger.perform(call)
    return JobCompletion(
      reading: reply.document, for: job, redactor: exchanger.redactor, timings: reply.timings)
  }

  /// Creates a job, gives it to `body`, and completes it: as `completed` when `body` returns, as
  /// `failed` when it throws or the task is cancelled.
  ///
  /// A completion that has begun is finished even if the task is cancelled meanwhile: the server
  /// charges for it, and half of it would leave nobody knowing. Failing a job takes
  /// ten seconds at most, so that an unreachable server does not hold up an error.
  ///
  /// - Throws: What `body` throws, unchanged, even if the job cannot be completed then;
  ///   `CancellationError` if the task was cancelled and `body` took no notice;
  ///   ``ClientError`` if creating the job or completing it after success fails.
  public func withJob<Result>(
    type: String, metadata: JSONObject? = nil, _ body: (JobID) async throws -> Result
  ) async throws -> Result {
    let job = try await createJob(type: type, metadata: metadata)
    let result: Result
    do {
      result = try await body(job)
      // A body that ignores its cancellation has not finished its work.
      try Task.checkCancellation()
    } catch {
      await failJob(job)
      throw error
    }
    let client = self
    _ = try await Task { try await client.completeJob(job) }.value
    return result
  }

  /// Completes a job as failed, also when the current task is cancelled: a request in a
  /// cancelled task would not be sent.
  private func failJob(_ job: JobID) async {
    var client = self
    client.exchanger = exchanger.bounded(by: .seconds(10))
    let failing = client
    await Task { _ = try? await failing.completeJob(job, status: .failed) }.value
  }
}

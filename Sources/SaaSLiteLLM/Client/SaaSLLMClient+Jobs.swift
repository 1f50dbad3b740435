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
    public let rawValue: String

    public init(rawValue: String) {
      self.rawValue = rawValue
    }

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
  /// - Parameter metadata: Results to note. Servers accept it and, as seen so far, drop it; use
  ///   ``updateMetadata(_:of:)`` for what must be kept.
  /// - Throws: ``ClientError``. After `connectionLost` and `timeout` the job may be completed
  ///   all the same: see ``jobDetails(_:)``.
  @discardableResult
  public func completeJob(
    _ job: JobID, status: JobOutcome = .completed, metadata: JSONObject? = nil
  ) async throws -> JobCompletion {
    let body = JSONValue.object([
      "status": .string(status.rawValue), "metadata": .object(metadata ?? [:]),
    ])
    let call = Call(
      method: .post, path: "/api/jobs/\(job.rawValue.asPathSegment)/complete",
      body: body.bytes(), operation: .charging)
    let reply = try await exchanger.perform(call)
    return JobCompletion(
      reading: reply.document, for: job, redactor: exchanger.redactor, timings: reply.timings)
  }

  /// Creates a job, gives it to `body`, and completes it: as `completed` when `body` returns, as
  /// `failed` when it throws or the task is cancelled.
  ///
  /// - Throws: What `body` throws, unchanged, even if the job cannot be completed then;
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
    try await completeJob(job)
    return result
  }

  /// Completes a job as failed, also when the current task is cancelled: a request in a
  /// cancelled task would not be sent.
  private func failJob(_ job: JobID) async {
    let client = self
    await Task { _ = try? await client.completeJob(job, status: .failed) }.value
  }
}

extension Exchanger {
  /// The error of an answer with a status of success that misses something essential.
  func undecodable(_ reply: Reply, _ call: Call, _ reason: String) -> ClientError {
    var context = ClientError.Context()
    context.status = reply.status
    context.requestID = ErrorClassifier.requestID(reply.headers)
    context.bodyExcerpt = ErrorClassifier.excerpt(reply.document.bytes, redactor)
    context.attempt = reply.timings.attempts
    context.waiting = reply.timings.waiting
    context.method = call.method.rawValue
    context.url = redactor.redact(baseURL + call.path)
    return ClientError(.undecodableReply, because: reason, context: context)
  }
}

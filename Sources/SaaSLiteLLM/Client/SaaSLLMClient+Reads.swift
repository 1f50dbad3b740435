import HTTPTypes
public import JSONModel

extension SaaSLLMClient {
  /// The state of a job: how to find out what became of a completion whose answer was lost.
  ///
  /// - Throws: ``ClientError``: `notFound`, `forbidden`, `undecodableReply`, …
  public func jobDetails(_ job: JobID) async throws -> JobDetails {
    try await read("/api/jobs/\(try job.pathSegment)") { reply in
      try JobDetails(
        reading: reply.document, redactor: exchanger.redactor, timings: reply.timings)
    }
  }

  /// What the calls of a job cost so far.
  ///
  /// - Throws: ``ClientError``.
  public func jobCosts(_ job: JobID) async throws -> JobCosts {
    try await read("/api/jobs/\(try job.pathSegment)/costs") { reply in
      try JobCosts(reading: reply.document, timings: reply.timings)
    }
  }

  /// The team's credits.
  ///
  /// - Throws: ``ClientError``.
  public func creditBalance() async throws -> CreditBalance {
    try await read("/api/credits/teams/\(try teamID.pathSegment(naming: "team id"))/balance") {
      reply in
      try CreditBalance(reading: reply.document, timings: reply.timings)
    }
  }

  /// Asks whether the server is up. It does not need a valid key.
  ///
  /// - Throws: ``ClientError``.
  public func health() async throws -> ServerHealth {
    try await read("/health") { reply in
      let root = reply.document.root
      guard root.kind == .object else { throw MissingMember(key: "status") }
      return ServerHealth(
        status: root["status"]?.stringValue, service: root["service"]?.stringValue,
        latency: reply.timings.latency)
    }
  }

  /// Merges `metadata` into that of a job: members of the same name are replaced, nested ones
  /// as a whole; none can be removed.
  ///
  /// - Returns: The metadata as it is now; nil if the server does not show it.
  /// - Throws: ``ClientError``.
  @discardableResult
  public func updateMetadata(_ metadata: JSONObject, of job: JobID) async throws -> JSONObject? {
    let call = Call(
      method: .patch, path: "/api/jobs/\(try job.pathSegment)/metadata",
      body: JSONValue.object(["metadata": .object(metadata)]).bytes(), operation: .repeatable)
    return try await exchanger.perform(call).document.root["metadata"]?.value.objectValue
  }

  private func read<Value>(
    _ path: String, _ decode: (Exchanger.Reply) throws -> Value
  ) async throws -> Value {
    let call = Call(method: .get, path: path, operation: .repeatable)
    let reply = try await exchanger.perform(call)
    do {
      return try decode(reply)
    } catch let error as MissingMember {
      throw exchanger.undecodable(reply, call, "it has no \"\(error.key)\"")
    }
  }
}

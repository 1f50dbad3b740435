import HTTPTypes
public import JSONModel

extension SaaSLLMClient {
  /// Creates a job, calls a model in it, and completes it, in one request.
  ///
  /// Never sent twice unless it is certain that the first request did not arrive: it charges.
  ///
  /// - Parameters:
  ///   - type: A label for what the job is for.
  ///   - metadata: Kept with the job, together with the request's call metadata.
  ///   - userID: Whom the job is for.
  /// - Returns: The reply; the job and its costs are in ``ChatCompletionResponse/completion``.
  /// - Throws: ``ClientError``. When the model fails, the server keeps a failed job and does not
  ///   tell its id.
  public func createAndCall(
    type: String, _ request: ChatRequest, metadata: JSONObject? = nil, userID: String? = nil
  ) async throws -> ChatCompletionResponse {
    let (call, reply) = try await adapting(request) { dialect in
      try createAndCall("create-and-call", type, request, metadata, userID, dialect)
    }
    var response = try exchanger.chatResponse(reply, call)
    if let job = reply.document.root["job_id"]?.stringValue {
      response.completion = JobCompletion(
        reading: reply.document, for: JobID(job), redactor: exchanger.redactor,
        timings: reply.timings)
    }
    return response
  }

  /// Creates a job, calls a model in it, and completes it, giving the reply as it is made.
  /// Servers seen so far give it in one burst at the end, and tell neither the job nor its costs:
  /// a nonce in `metadata` finds it later.
  ///
  /// Nothing is sent before iteration begins; each iteration is charged.
  public func createAndCallStream(
    type: String, _ request: ChatRequest, metadata: JSONObject? = nil, userID: String? = nil
  ) -> ChatStream {
    let client = self
    return ChatStream(
      exchanger: exchanger, dialect: ChatDialect(), memory: dialect,
      makeCall: { dialect in
        try client.createAndCall(
          "create-and-call-stream", type, request, metadata, userID, dialect)
      })
  }

  private func createAndCall(
    _ path: String, _ type: String, _ request: ChatRequest, _ metadata: JSONObject?,
    _ userID: String?, _ dialect: ChatDialect
  ) throws -> Call {
    var request = request
    // This path has no call metadata; the job's own takes its place.
    var jobMetadata = metadata
    for member in request.callMetadata ?? [:] {
      jobMetadata = jobMetadata ?? [:]
      jobMetadata?[member.key] = member.value
    }
    request.callMetadata = nil
    var body: JSONObject = ["team_id": .string(teamID), "job_type": .string(type)]
    body["user_id"] = userID.map(JSONValue.string)
    body["job_metadata"] = jobMetadata.map(JSONValue.object)
    for member in try request.body(dialect) { body[member.key] = member.value }
    return Call(
      method: .post, path: "/api/jobs/\(path)", body: JSONValue.object(body).bytes(),
      operation: .charging)
  }
}

import AssayInput
import AssaySuites
import HTTPFixtures
import HTTPTransport
import JSONModel

/// What recordings of the gateway's API need to know: which parts of a request are made up by
/// the server or by the team that recorded it.
enum GatewayRecordings {
  static let rules = MatchingRules(
    pathTemplates: [
      "/api/jobs/{job_id}/llm-call", "/api/jobs/{job_id}/llm-call-stream",
      "/api/jobs/{job_id}/complete",
    ],
    captures: [
      IdentifierCapture(
        method: "POST", path: "/api/jobs/create", pointer: JSONPointer(tokens: ["job_id"]),
        name: "job_id")
    ], endings: ["/api/jobs/{job_id}/complete"],
    // Who recorded it does not matter, nor whether the job was completed as failed: that follows
    // from how the attempts end this time.
    volatileBodyFields: [JSONPointer(tokens: ["team_id"]), JSONPointer(tokens: ["status"])],
    ordinalLabel: "attempt")

  static func createsJob(_ request: TransportRequest) -> Bool {
    request.url.hasSuffix("/api/jobs/create")
  }

  /// A file for each model, in the order of the cases' names, so that a case that is recorded
  /// anew changes only its own lines.
  static let layout = RecordingOptions(
    fileLabel: "model", sortLabels: ["case", "prompt", "attempt", "step"])

  /// Beside the usual ones, what an answer cost at the LiteLLM proxy, so that a replay knows it too.
  private static let keptHeaders = RedactionRules.commonHeaders.union(["x-litellm-response-cost*"])

  /// How the recordings of `suite` are kept.
  static func configuration(
    _ suite: Suite, _ run: RunConfiguration
  ) -> FixtureSession.Configuration {
    let command = RecordingCommand(suite, run)
    return FixtureSession.Configuration(
      mode: run.mode, folder: "\(run.fixtures)/\(suite.name)", boundary: run.fixtures, rules: rules,
      redaction: RedactionRules(
        secrets: secrets(suite, run), allowedHeaders: keptHeaders),
      recording: layout, pacing: run.pacing, recordingHint: { command.text($0) })
  }

  /// The keys of everybody who is asked.
  private static func secrets(_ suite: Suite, _ run: RunConfiguration) -> [String] {
    let variables = (suite.models + suite.judges).compactMap { model -> String? in
      switch model.endpoint.kind {
      case .gateway: nil
      case .openAICompatible(_, let keyVariable): keyVariable
      }
    }
    return (run.gateway.map { [$0.virtualKey] } ?? [])
      + Set(variables).sorted().compactMap(run.key)
  }

  static func labels(_ id: AttemptID, step: String) -> ExchangeLabels {
    [
      "case": id.caseID, "prompt": id.prompt, "model": id.model, "attempt": String(id.attempt),
      "step": step,
    ]
  }
}

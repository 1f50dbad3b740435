import HTTPFixtures
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
    ],
    // Who recorded it does not matter, nor whether the job was completed as failed: that follows
    // from how the attempts end this time.
    volatileBodyFields: [JSONPointer(tokens: ["team_id"]), JSONPointer(tokens: ["status"])],
    ordinalLabel: "attempt")

  /// The labels of the calls around the attempts of one model.
  static func jobLabels(model: Suite.Model, step: String) -> ExchangeLabels {
    ["model": model.label, "step": step]
  }

  static func labels(_ id: AttemptID) -> ExchangeLabels {
    [
      "case": id.caseID, "prompt": id.prompt, "model": id.model, "attempt": String(id.attempt),
      "step": "call",
    ]
  }
}

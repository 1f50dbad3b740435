import Foundation
import HTTPFixtures
import HTTPTransport
import HTTPTypes
import JSONModel

/// Recordings of a suite's run as a gateway would give them: a job, and calls of about 3 KB.
struct GeneratedRecordings {
  var count: Int

  static let rules = MatchingRules(
    pathTemplates: ["/api/jobs/{job_id}/llm-call"],
    captures: [
      IdentifierCapture(
        method: "POST", path: "/api/jobs/create", pointer: JSONPointer(tokens: ["job_id"]),
        name: "job_id")
    ],
    volatileBodyFields: [JSONPointer(tokens: ["team_id"])], ordinalLabel: "attempt")

  static let model = "gpt-4"

  /// The request of one call, with the labels of who asks.
  struct Call {
    var labels: ExchangeLabels
    var request: TransportRequest
  }

  static func call(_ number: Int, job: String = "0b9f5d3c-77aa-4d0e-9a11-1f2e3d4c5b6a") -> Call {
    let words = [
      "invoice", "harbour", "violet", "temperature", "quarterly", "engine", "letter", "customer",
      "bridge", "sample", "protocol", "winter", "market", "signal", "forest", "ledger",
    ]
    var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
    func word() -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int(state >> 60)]
    }
    let text = (0..<60).map { _ in word() }.joined(separator: " ")
    let body: JSONValue = [
      "messages": [
        ["role": "system", "content": "Extract the person as JSON with name, age and email.\n"],
        ["role": "user", "content": .string("Extract: case \(number)\n\"\(text)\"")],
      ],
      "model": .string(model), "temperature": 0, "max_tokens": 200,
      "response_format": ["type": "json_object"],
    ]
    return Call(
      labels: [
        "case": "case-\(number)", "prompt": "terse", "model": model, "attempt": "1",
        "step": "call",
      ],
      request: TransportRequest(
        method: .post, url: "http://127.0.0.1:8003/api/jobs/\(job)/llm-call",
        headers: [
          .contentType: "application/json", .authorization: "Bearer sk-generated-000000000000",
          .accept: "application/json",
        ], body: body.bytes()))
  }

  static func reply(_ number: Int) -> [UInt8] {
    let value: JSONValue = [
      "call_id": .string("call-\(number)"),
      "response": [
        "content": .string(
          "{\"name\": \"Person \(number)\", \"age\": \(number % 90), "
            + "\"email\": \"person\(number)@example.com\"}"),
        "finish_reason": "stop",
      ],
      "metadata": [
        "tokens_used": .number(JSONNumber(100 + number % 50)), "latency_ms": 812,
        "model": .string(model),
      ],
    ]
    return value.bytes()
  }

  static let responseHeaders: HTTPFields = [
    .contentType: "application/json", .date: "Mon, 23 Nov 2026 17:37:11 GMT",
    .server: "uvicorn", .contentLength: "260", .vary: "Accept-Encoding",
  ]

  static func jobEntry() -> HAREntry {
    let request = TransportRequest(
      method: .post, url: "http://127.0.0.1:8003/api/jobs/create",
      headers: [.contentType: "application/json"],
      body: Array("{\"team_id\":\"team\",\"job_type\":\"benchmark\"}".utf8))
    let reply = "{\"job_id\":\"0b9f5d3c-77aa-4d0e-9a11-1f2e3d4c5b6a\",\"status\":\"pending\"}"
    return entry(request, Array(reply.utf8), ["model": .init(model), "step": "create"])
  }

  static func entry(
    _ request: TransportRequest, _ reply: [UInt8], _ labels: ExchangeLabels
  ) -> HAREntry {
    HAREntry(
      startedDateTime: "2026-11-23T17:37:11.123Z",
      request: HARRequest(Redactor().redact(request)),
      response: HARResponse(status: .ok, headers: responseHeaders, body: reply),
      timings: HARTimings(wait: 800.5, receive: 11.25), labels: labels)
  }

  /// Writes one file, as a recording of one suite with one model would be.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var entries = [Self.jobEntry()]
    entries.reserveCapacity(count + 1)
    for number in 0..<count {
      let call = Self.call(number)
      entries.append(Self.entry(call.request, Self.reply(number), call.labels))
    }
    try Data(HARLog(entries: entries).bytes()).write(
      to: URL(filePath: folder).appending(path: "\(Self.model).har"))
  }
}

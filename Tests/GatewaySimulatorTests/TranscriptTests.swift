import Foundation
import GatewaySimulator
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

/// The same requests as recorded with real servers get answers of the same status, headers and
/// shape.
@Suite struct TranscriptTests {
  /// The names of all transcripts. Some that are left out hold no answer, so they are not read.
  static func names() throws -> [String] {
    func list(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(
        atPath: Repository.transcripts.appending(path: folder).path
      )
      .filter { $0.hasSuffix(".http") }.map { folder + $0.dropLast(5) }.sorted()
    }
    return try list("") + list("real/")
  }

  private static func isCovered(_ name: String) -> Bool {
    TranscriptCoverage.reasonToLeaveOut(name) == nil
  }

  static let covered = Result {
    try names().filter(isCovered).map { try WireTranscript.named($0) }
  }

  @Test func mostTranscriptsAreCovered() throws {
    let all = try Self.names()
    #expect(try Self.covered.get().count > all.count * 7 / 8)
    for (prefix, reason) in TranscriptCoverage.leftOut {
      #expect(
        all.contains { ($0 + ".").hasPrefix(prefix) },
        "no transcript is left out by \(prefix): \(reason)")
    }
  }

  @Test(arguments: try covered.get())
  func sameRequestSameAnswer(transcript: WireTranscript) async throws {
    let preparation = TranscriptCoverage.preparation(for: transcript.name)
    // Recorded waits are told, but not waited for.
    let time = SimulatorTime(now: SimulatorTime.system.now, sleep: { _ in })
    let answer = try await SimulatorClient.run(WireScript.make(), .init(time: time)) { client, _ in
      var owner = client
      owner.key = "sk-test-\(preparation.team)"
      for _ in 0..<preparation.completedJobs {
        let job = try await Self.job(owner, preparation)
        _ = try await owner.call(job)
        _ = try await Self.complete(owner, job, "completed")
      }
      let job = preparation.makesJob ? try await Self.job(owner, preparation) : ""
      for step in preparation.steps { try await Self.take(step, owner, job, transcript) }
      return try await Self.replay(transcript, client, job: job, preparation)
    }
    Self.compare(answer, transcript)
  }

  // MARK: Preparation

  private static func job(
    _ client: SimulatorClient, _ preparation: TranscriptCoverage.Preparation
  ) async throws -> String {
    let metadata = try JSONDocument(parsing: preparation.metadata).value
    let answer = try await client.send(
      .post, "/api/jobs/create",
      [
        "team_id": .string(preparation.team), "job_type": "chat", "metadata": metadata,
        "user_id": preparation.userID.map { .string($0) } ?? .null,
      ])
    return answer.json["job_id"]?.stringValue ?? ""
  }

  private static func take(
    _ step: TranscriptCoverage.Step, _ client: SimulatorClient, _ job: String,
    _ transcript: WireTranscript
  ) async throws {
    switch step {
    case .call(let text): _ = try await client.call(job, text)
    case .broken:
      _ = try await client.call(
        job, path: "llm-call-stream", headers: fields(["x-simulate-fault": "broken-stream"]))
    case .complete(let status): _ = try await complete(client, job, status)
    case .metadata:
      _ = try await client.call(job, extra: ["call_metadata": ["turn": 1]])
    case .wait:
      // The same request once more: it is one of several.
      _ = try await replay(transcript, client, job: job, .init())
    }
  }

  private static func complete(_ client: SimulatorClient, _ job: String, _ status: String)
    async throws
  {
    _ = try await client.send(
      .post, "/api/jobs/\(job)/complete",
      ["status": .string(status), "error_message": status == "failed" ? "boom" : nil])
  }

  private static func fields(_ pairs: [String: String]) -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in pairs {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  /// Sends the recorded request, with its job in the place of the recorded one.
  private static func replay(
    _ transcript: WireTranscript, _ client: SimulatorClient, job: String,
    _ preparation: TranscriptCoverage.Preparation
  ) async throws -> SimulatorClient.Answer {
    var headers = transcript.request.headers
    headers[.contentLength] = nil
    if let name = HTTPField.Name("Host") { headers[name] = nil }
    if let fault = preparation.fault, let name = HTTPField.Name("x-simulate-fault") {
      headers[name] = fault
    }
    // F30 was recorded with a team that had two credits left.
    if transcript.name.hasPrefix("F30") { headers[.authorization] = "Bearer sk-test-team-two" }
    let unknown = "00000000-0000-4000-8000-000000000000"
    let compact = job.replacing("-", with: "").uppercased()
    let month = String(Date.now.ISO8601Format().prefix(7))
    let path = transcript.request.path
      .replacing(#/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/#) {
        $0.output == unknown ? String($0.output) : job
      }
      .replacing(#/[0-9A-F]{32}/#) { _ in compact }
      .replacing(#/period=2026-11$/#) { _ in "period=\(month)" }
    let response = try await client.transport.send(
      TransportRequest(
        method: HTTPRequest.Method(transcript.request.method) ?? .get,
        url: client.baseURL + path, headers: headers, body: transcript.request.body))
    let body = try await response.body.collect(upTo: 1 << 24)
    return SimulatorClient.Answer(
      status: response.status.code, headers: response.headers, chunks: [body.bytes])
  }

  // MARK: Comparison

  private static func compare(_ answer: SimulatorClient.Answer, _ transcript: WireTranscript) {
    let expected = transcript.response
    #expect(answer.status == expected.status, "\(answer.text)")
    let telling = [
      "content-type", "allow", "cache-control", "x-accel-buffering", "retry-after",
      "x-litellm-model-group",
    ]
    for name in telling.compactMap({ HTTPField.Name($0) }) {
      #expect(answer.headers[name] == expected.headers[name], "header \(name)")
    }
    let present = ["location", "x-litellm-call-id", "x-litellm-response-cost"]
    for name in present.compactMap({ HTTPField.Name($0) }) where expected.headers[name] != nil {
      #expect(answer.headers[name] != nil, "header \(name)")
    }
    if expected.headers[.contentType]?.hasPrefix("text/event-stream") == true {
      compareStreams(EventReader(answer.bytes), EventReader(expected.body), transcript)
    } else if expected.headers[.contentType] == "application/json" {
      let differences = Shape.differences(
        answer.json, (try? JSONDocument(parsing: expected.body).value) ?? .null,
        comparesFinish: !TranscriptCoverage.isRealModel(transcript.name),
        exactTexts: expected.status >= 400 && !TranscriptCoverage.hasOtherText(transcript.name))
      #expect(differences.isEmpty)
    } else {
      #expect(answer.bytes == expected.body)
    }
  }

  private static func compareStreams(
    _ actual: EventReader, _ expected: EventReader, _ transcript: WireTranscript
  ) {
    #expect(actual.kinds == expected.kinds)
    for (kind, sample) in expected.samples {
      let differences = Shape.differences(
        actual.samples[kind] ?? .null, sample, path: kind,
        comparesFinish: !TranscriptCoverage.isRealModel(transcript.name),
        exactTexts: kind == "error" && !TranscriptCoverage.hasOtherText(transcript.name))
      #expect(differences.isEmpty)
    }
  }
}

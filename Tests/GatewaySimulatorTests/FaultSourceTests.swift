import Foundation
import HTTPTypes
import JSONModel
import Testing

@testable import GatewaySimulator

/// Every fault can be asked for by the script and by a request's header, and is the same then.
@Suite struct FaultSourceTests {
  struct Source: Sendable, CustomStringConvertible {
    var script: String
    var header: String
    var fault: Fault
    var description: String { header }
  }

  static let sources = [
    Source(
      script: #"{"kind": "status", "code": 401}"#, header: "401",
      fault: .status(401, message: nil, retryAfter: nil)),
    Source(
      script: #"{"kind": "status", "code": 429, "retryAfter": 3}"#, header: "429; retryAfter=3",
      fault: .status(429, message: nil, retryAfter: 3)),
    Source(
      script: #"{"kind": "status", "code": 500, "message": "a b"}"#,
      header: "status; code=500; message=a b", fault: .status(500, message: "a b", retryAfter: nil)),
    Source(script: #""html""#, header: "html", fault: .html(502)),
    Source(
      script: #"{"kind": "rate-limit", "callsPerMinute": 0}"#,
      header: "rate-limit; callsPerMinute=0", fault: .rateLimit(callsPerMinute: 0, retryAfter: true)
    ),
    Source(
      script: #"{"kind": "rate-limit", "callsPerMinute": 0, "retryAfter": false}"#,
      header: "rate-limit; callsPerMinute=0; retryAfter=false",
      fault: .rateLimit(callsPerMinute: 0, retryAfter: false)),
    Source(script: #""provider""#, header: "provider", fault: .provider(.status(500))),
    Source(
      script: #"{"kind": "provider", "failure": "timeout"}"#, header: "provider; failure=timeout",
      fault: .provider(.timeout)),
    Source(
      script: #"{"kind": "provider", "failure": 429}"#, header: "provider;failure=429",
      fault: .provider(.status(429))),
    Source(script: #""broken-stream""#, header: "broken-stream", fault: .brokenStream),
    Source(script: #""reset""#, header: "reset", fault: .reset(.headers)),
    Source(
      script: #"{"kind": "reset", "at": "body"}"#, header: "reset; at=body", fault: .reset(.body)),
    Source(
      script: #"{"kind": "reset", "at": "chunk"}"#, header: "reset; at=chunk",
      fault: .reset(.chunk)),
    Source(script: #""close""#, header: "close", fault: .close),
    Source(script: #""truncated-json""#, header: "truncated-json", fault: .truncatedJSON),
    Source(script: #""missing-done""#, header: "missing-done", fault: .missingDone),
    Source(script: #""truncated-stream""#, header: "truncated-stream", fault: .truncatedStream),
    Source(
      script: #"{"kind": "in-band-error", "message": "oh", "form": "text"}"#,
      header: "in-band-error; message=oh; form=text",
      fault: .inBandError(message: "oh", isObject: false)),
    Source(script: #""crlf""#, header: "crlf", fault: .crlf),
    Source(script: #""no-space""#, header: "no-space", fault: .noSpace),
    Source(script: #""split-characters""#, header: "split-characters", fault: .splitCharacters),
    Source(
      script: #"{"kind": "slow-drip", "bytes": 5, "every": 0.001}"#,
      header: "slow-drip; bytes=5; every=0.001",
      fault: .slowDrip(bytes: 5, every: .milliseconds(1))),
    Source(script: #""hang""#, header: "hang", fault: .hang(.headers)),
    Source(
      script: #"{"kind": "hang", "at": "body"}"#, header: "hang; at=body", fault: .hang(.body)),
  ]

  @Test func everyKindIsInTheTable() {
    #expect(Set(Self.sources.map(\.fault.kind)) == Set(Fault.Kind.allCases))
  }

  @Test(arguments: sources)
  func scriptAndHeaderMeanTheSame(source: Source) throws {
    #expect(try Fault(header: source.header) == source.fault)
    let script = try SimulatorScript(
      parsing: #"{"version": 1, "rules": [{"fault": \#(source.script)}]}"#)
    #expect(script.rules[0].fault == source.fault)
  }

  /// What a call and a stream get, whoever asked for the fault.
  @Test(arguments: sources)
  func bothDoTheSame(source: Source) throws {
    let clock = ManualClock()
    let scripted = Gateway(
      script: try SimulatorScript(
        parsing: #"{"version": 1, "rules": [{"fault": \#(source.script)}]}"#), time: clock.time)
    let plain = Gateway(script: .default, time: clock.time)
    for path in ["llm-call", "llm-call-stream"] {
      let left = Self.outcome(scripted, path, fault: nil)
      let right = Self.outcome(plain, path, fault: source.header)
      // A fault of streams leaves a plain answer alone, and then is not counted.
      let strikes =
        path == "llm-call-stream" || !(source.fault.needsStream || source.fault == .brokenStream)
      #expect(left.facts.fault == (strikes ? source.fault.kind.rawValue : nil))
      #expect(left.facts.fault == right.facts.fault)
      #expect(left.facts.faultRule == (strikes ? "rule 1" : nil))
      #expect(right.facts.faultRule == nil)
      #expect(Delivery(left.reply, fault: left.fault) == Delivery(right.reply, fault: right.fault))
    }
  }

  private static func outcome(_ gateway: Gateway, _ path: String, fault: String?) -> Outcome {
    func ask(_ path: String, _ body: JSONValue, fault: String?) -> Outcome {
      var request = GatewayRequest(
        method: .post, target: path, authority: "localhost",
        headers: [.authorization: "Bearer sk-simulated-team-demo"], body: body.bytes())
      request.headers[.simulateFault] = fault
      return gateway.answer(request)
    }
    let created = ask("/api/jobs/create", ["team_id": "team-demo", "job_type": "t"], fault: nil)
    guard case .whole(let bytes) = created.reply.body,
      let job = try? JSONDocument(parsing: bytes).value["job_id"]?.stringValue
    else { return created }
    return ask(
      "/api/jobs/\(job)/\(path)",
      ["model": "m", "messages": [["role": "user", "content": "one two three"]]], fault: fault)
  }

  @Test func aLimitThatIsNotReachedLeavesTheTurnToTheNextRule() async throws {
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [
          {"name": "same name", "fault": {"kind": "rate-limit", "callsPerMinute": 2}},
          {"name": "same name", "when": {"contains": "b"},
           "fault": {"kind": "rate-limit", "callsPerMinute": 1}},
          {"when": {"contains": "c"}, "fault": {"kind": "status", "code": 503}}]}
        """)
    try await SimulatorClient.run(script, .init(time: ManualClock().time)) { client, _ in
      let job = try await client.job()
      #expect(try await client.call(job, "c").status == 503)
      #expect(try await client.call(job, "b").status == 200)
      #expect(try await client.call(job, "a").status == 429)
    }
  }
}

import AssayCore
import AssayInput
import Foundation
import HTTPFixtures
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

/// The recordings in `fixtures/` are the real exchanges of `Tests/Transcripts`, in HAR form and
/// labelled with the cases that ask for them. No reply in them is invented.
///
/// `ASSAY_UPDATE_FIXTURES=1 swift test --filter RecordedFixturesTests` writes them anew, and
/// fails, so that an update is never mistaken for a passing test.
@Suite struct RecordedFixturesTests {
  /// A folder of `fixtures/`, and for each of its recordings the transcript and the labels.
  struct Recording: Sendable {
    var transcript: String
    var labels: ExchangeLabels
    /// Whether the recording tells how long the exchange took.
    var isTimed = true
  }

  struct Fixture: Sendable, CustomTestStringConvertible {
    var suite: String
    var recordings: [Recording]

    var testDescription: String { suite }
  }

  private static let people = [
    "john", "sarah", "wei", "maria", "ahmed", "lena", "bob", "ines", "yuki", "priya", "olga", "tom",
  ]
  private static let reviews = [
    "battery", "refund", "clean-room", "broke", "pizza", "never-again", "exceeded", "cold-soup",
    "fast-delivery", "boring", "kids", "cracked-screen", "every-penny", "smelly-plastic", "happier",
    "crashes",
  ]

  static let all: [Fixture] = [
    fixture("chat", "chat", "plain", ["python", "capital", "ok", "fruits", "sum", "french"]),
    fixture("chat-streamed", "stream", "plain", ["poem", "robot", "count", "python"]),
    fixture("people", "people_zero", "zero-shot", people),
    fixture("people-few-shot", "people_few", "few-shot", people),
    fixture("sentiment", "sentiment_greedy", "plain", reviews, attempts: 1),
    fixture("sentiment-sampled", "sentiment_sampled", "plain", reviews, attempts: 5),
    everyOutcome(),
  ]

  /// The exchanges of one job: its creation, its calls in the order of `cases`, its completion.
  private static func fixture(
    _ suite: String, _ group: String, _ prompt: String, _ cases: [String], attempts: Int? = nil
  ) -> Fixture {
    let model = "smollm2-135m"
    var recordings = [
      Recording(
        transcript: "real/\(group)_00_create", labels: ["model": model, "step": "create"])
    ]
    for (position, id) in cases.enumerated() {
      let number = position < 9 ? "0\(position + 1)" : "\(position + 1)"
      for attempt in 1...(attempts ?? 1) {
        recordings.append(
          Recording(
            transcript: "real/\(group)_\(number)" + (attempts == nil ? "" : "_\(attempt)"),
            labels: call(id, prompt, model, attempt: attempt)))
      }
    }
    recordings.append(
      Recording(
        transcript: "real/\(group)_99_complete", labels: ["model": model, "step": "complete"]))
    return Fixture(suite: suite, recordings: recordings)
  }

  private static func call(
    _ id: String, _ prompt: String, _ model: String, attempt: Int = 1
  ) -> ExchangeLabels {
    ["case": id, "prompt": prompt, "model": model, "attempt": "\(attempt)", "step": "call"]
  }

  /// Exchanges of the real server with a scripted provider, one for each way to end.
  private static func everyOutcome() -> Fixture {
    let calls = [
      ("passes", "B01_call_ok"), ("fails", "B01_call_ok"),
      ("fails-no-json", "B54_call_fenced_json"),
      ("fails-shape", "B56_call_seed_person"), ("errored-provider", "B42_call_provider_429"),
      ("errored-in-stream", "R2_stream_inband"), ("errored-used-up", "B01_call_ok"),
      ("errored-check", "B01_call_ok"), ("inconclusive", "B01_call_ok"),
    ]
    var recordings = [
      Recording(transcript: "A01_create_ok", labels: ["model": "gpt-4", "step": "create"])
    ]
    recordings += calls.map { id, transcript in
      Recording(
        transcript: transcript, labels: call(id, "plain", "gpt-4"), isTimed: id != "inconclusive")
    }
    recordings.append(
      Recording(
        transcript: "F20_complete_no_credits", labels: ["model": "gpt-4", "step": "complete"]))
    let sampled = "real/sentiment_sampled"
    let small = "smollm2-135m"
    recordings.append(
      Recording(transcript: "A01_create_ok", labels: ["model": small, "step": "create"]))
    recordings += (1...5).map {
      Recording(
        transcript: "\(sampled)_01_\($0)",
        labels: call("fails-flaky", "plain", small, attempt: $0))
    }
    recordings.append(
      Recording(transcript: "\(sampled)_99_complete", labels: ["model": small, "step": "complete"]))
    return Fixture(suite: "every-outcome", recordings: recordings)
  }

  @Test(arguments: all)
  func areTheRealExchanges(fixture: Fixture) throws {
    let entries = try fixture.recordings.map { recording in
      var entry = try Self.entry(WireTranscript.named(recording.transcript), recording.labels)
      if !recording.isTimed { entry.time = nil }
      return entry
    }
    let expected = HARLog(entries: entries).bytes()
    let file = Repository.root.appending(path: "fixtures/\(fixture.suite)/recordings.har")
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_FIXTURES"] != nil {
      try AtomicFile.write(expected, to: file.path)
      Issue.record("\(file.path) was written anew: run again without ASSAY_UPDATE_FIXTURES")
    } else {
      #expect([UInt8](try Data(contentsOf: file)) == expected, "\(file.path) is not the conversion")
    }
  }

  /// The transcript as a HAR entry, without the credential.
  static func entry(_ transcript: WireTranscript, _ labels: ExchangeLabels) throws -> HAREntry {
    let response = transcript.response
    let elapsed = transcript.notes.first { $0.hasPrefix("elapsed: ") }
      .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Double($0) }
    // The last arrival is that of the end of the body, which is no chunk.
    var offset = 0
    let chunks = zip(response.chunks, response.arrivals).map { chunk, arrival in
      defer { offset += chunk.count }
      return HARChunk(offset: offset, size: chunk.count, delay: Double(arrival))
    }
    let last = elapsed ?? 0
    var entry = HAREntry(
      startedDateTime: try Self.date(try #require(response.headers[.date])),
      request: try request(transcript.request),
      response: HARResponse(
        status: HTTPResponse.Status(code: response.status), headers: response.headers,
        body: response.body),
      timings: HARTimings(firstByte: chunks.first?.delay ?? last, lastByte: last),
      labels: labels, chunks: chunks.isEmpty ? nil : chunks)
    if elapsed == nil { entry.time = nil }
    return entry
  }

  private static func request(_ request: WireTranscript.Request) throws -> HARRequest {
    var headers = request.headers
    headers[.authorization] = headers[.authorization].map { _ in "[redacted]" }
    let host = HTTPField.Name("host").flatMap { headers[$0] } ?? "127.0.0.1"
    return HARRequest(
      TransportRequest(
        method: try #require(HTTPRequest.Method(rawValue: request.method)),
        url: "http://\(host)\(request.path)", headers: headers, body: request.body))
  }

  /// An HTTP date as ISO 8601.
  private static func date(_ text: String) throws -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    let date = try #require(formatter.date(from: text))
    return date.formatted(.iso8601)
  }
}

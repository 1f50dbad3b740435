import Foundation
import HTTPFixtures
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@Suite struct ReplayTests {
  /// An exchange in few words.
  struct Exchange {
    var request: TransportRequest
    var reply: String
    var labels: ExchangeLabels = [:]
  }

  static func entry(_ exchange: Exchange) -> HAREntry {
    HAREntry(
      startedDateTime: "2026-01-01T00:00:00.000Z", request: HARRequest(exchange.request),
      response: HARResponse(
        status: .ok, headers: [.contentType: "application/json"], body: Array(exchange.reply.utf8)),
      timings: HARTimings(wait: 20, receive: 5), labels: exchange.labels)
  }

  static func transport(
    _ exchanges: [Exchange], _ rules: MatchingRules = MatchingRules(),
    hint: (@Sendable (ExchangeLabels) -> String?)? = nil
  ) throws -> (transport: ReplayingTransport, store: FixtureStore) {
    let folder = try TemporaryFolder()
    let log = HARLog(entries: exchanges.map(entry))
    try folder.write(String(decoding: log.bytes(), as: UTF8.self), to: "r.har")
    let store = try FixtureStore(folder: folder.url.path)
    return (
      try ReplayingTransport(store: store, rules: rules, recordingHint: hint), store
    )
  }

  @Test func equalRequestsReplayTheirOwnRecordingsInOrder() async throws {
    let (transport, store) = try Self.transport([
      Exchange(request: .get("/a"), reply: "1"), Exchange(request: .get("/b"), reply: "x"),
      Exchange(request: .get("/a"), reply: "2"), Exchange(request: .get("/a"), reply: "3"),
    ])
    #expect(store.unused.count == 4)
    for expected in ["1", "2", "3"] {
      #expect(try await transport.text(.get("/a")) == expected)
    }
    #expect(store.unused.map(\.url) == ["http://example.com/b"])
    let miss = await #expect(throws: ReplayMiss.self) { try await transport.text(.get("/a")) }
    #expect(miss?.reason == .consumed(count: 3))
    #expect(
      "\(try #require(miss))".contains("no recording is left for GET /a: already consumed (3 of 3)")
    )
  }

  @Test func labelsTieRecordingsToThoseWhoAsk() async throws {
    let (transport, _) = try Self.transport([
      Exchange(request: .get("/a"), reply: "b1", labels: ["case": "b", "attempt": "1"]),
      Exchange(request: .get("/a"), reply: "a2", labels: ["case": "a", "attempt": "2"]),
      Exchange(request: .get("/a"), reply: "a1", labels: ["attempt": "1", "case": "a"]),
    ])
    for (name, attempt) in [("a", "1"), ("b", "1"), ("a", "2")] {
      let labels: ExchangeLabels = ["case": name, "attempt": attempt, "step": "call"]
      #expect(try await transport.labelled(labels).text(.get("/a")) == name + attempt)
    }
    await #expect(throws: ReplayMiss.self) {
      try await transport.labelled(["case": "c", "attempt": "1"]).text(.get("/a"))
    }
  }

  @Test func aLabelThatARecordingLacksDoesNotConstrain() async throws {
    let (transport, _) = try Self.transport([
      Exchange(request: .get("/a"), reply: "anybody's"),
      Exchange(request: .get("/a"), reply: "the case's", labels: ["case": "a"]),
      Exchange(request: .get("/a"), reply: "the attempt's", labels: ["case": "a", "attempt": "1"]),
    ])
    let asker = transport.labelled(["case": "a", "attempt": "1"])
    // The closest first.
    #expect(try await asker.text(.get("/a")) == "the attempt's")
    #expect(try await asker.text(.get("/a")) == "the case's")
    #expect(try await asker.text(.get("/a")) == "anybody's")
  }

  @Test func numberedAskersDoNotDependOnWhoComesFirst() async throws {
    let (transport, _) = try Self.transport(
      ["1", "2", "3"].map { Exchange(request: .get("/a"), reply: $0) },
      MatchingRules(ordinalLabel: "attempt"))
    for attempt in ["3", "1", "2"] {
      #expect(try await transport.labelled(["attempt": attempt]).text(.get("/a")) == attempt)
    }
  }

  @Test func idsThatTheServerMadeUpDoNotCount() async throws {
    let rules = MatchingRules(captures: [
      IdentifierCapture(
        method: "POST", path: "/jobs", pointer: JSONPointer(tokens: ["id"]), name: "job")
    ])
    let (transport, _) = try Self.transport(
      [
        Exchange(request: .post("/jobs", "{}"), reply: "{\"id\":\"j-1\"}", labels: ["case": "a"]),
        Exchange(request: .get("/jobs/j-1/result?of=j-1"), reply: "A", labels: ["case": "a"]),
        Exchange(request: .post("/jobs", "{}"), reply: "{\"id\":\"j-2\"}", labels: ["case": "b"]),
        Exchange(request: .post("/done", "{\"job\":\"j-2\"}"), reply: "B", labels: ["case": "b"]),
      ], rules)
    #expect(
      try await transport.labelled(["case": "a"]).text(.get("/jobs/j-2/result?of=j-2")) == "A")
    #expect(
      try await transport.labelled(["case": "b"]).text(.post("/done", "{\"job\":\"j-1\"}")) == "B")
  }

  @Test func aResponseIsServedAsItWas() async throws {
    let folder = try TemporaryFolder()
    let entry = HAREntry(
      startedDateTime: "2026-01-01T00:00:00Z", request: HARRequest(.get("/a")),
      response: HARResponse(
        status: .init(code: 418, reasonPhrase: "I'm a teapot"),
        headers: [
          .setCookie: "a=1", .contentLength: "3", .contentEncoding: "identity",
          .transferEncoding: "chunked", .contentType: "application/octet-stream",
        ], body: [0, 0xFF, 1]),
      timings: HARTimings(wait: 20, receive: 5))
    var served = entry
    served.response.headers.append(HARPair(name: "Set-Cookie", value: "b=2"))
    served.response.headers.append(HARPair(name: ":status", value: "418"))
    try folder.write(
      String(decoding: HARLog(entries: [served]).bytes(), as: UTF8.self), to: "r.har")
    let transport = try ReplayingTransport(store: FixtureStore(folder: folder.url.path))
    let response = try await transport.send(.get("/a"))
    #expect(response.status.code == 418)
    #expect(response.status.reasonPhrase == "I'm a teapot")
    #expect(response.headers[values: .setCookie] == ["a=1", "b=2"])
    #expect(response.headers.count == 3)
    let body = try await response.body.collect(upTo: 10)
    #expect(body.bytes == [0, 0xFF, 1])
    #expect(body.elapsed == .milliseconds(25))
  }

  @Test func timeThatNobodyMeasuredIsUnknown() async throws {
    let folder = try TemporaryFolder()
    var entry = Self.entry(Exchange(request: .get("/a"), reply: "x"))
    entry.time = nil
    try folder.write(String(decoding: HARLog(entries: [entry]).bytes(), as: UTF8.self), to: "r.har")
    let transport = try ReplayingTransport(store: FixtureStore(folder: folder.url.path))
    #expect(try await transport.chunks(.get("/a")) == [BodyChunk(bytes: [0x78], elapsed: nil)])
  }

  @Test func aMissSaysWhatWasAskedAndWhatIsNear() async throws {
    let body = "{\"model\":\"m\",\"messages\":[{\"content\":\"Hello\"}],\"n\":1}"
    let (transport, _) = try Self.transport(
      [
        Exchange(
          request: .post("/jobs/1/call", body), reply: "x", labels: ["case": "a", "attempt": "1"]),
        Exchange(request: .post("/jobs/1/call", "{}"), reply: "y", labels: ["case": "b"]),
      ], MatchingRules(pathTemplates: ["/jobs/{job}/call"]),
      hint: { "record --case \($0["case"] ?? "")" })
    let asked = "{\"n\":1.0,\"messages\":[{\"content\":\"Bye\"}],\"seed\":7,\"model\":\"m\"}"
    let miss = await #expect(throws: ReplayMiss.self) {
      try await transport.labelled(["case": "a", "attempt": "1"])
        .text(.post("/jobs/2/call", asked))
    }
    let text = "\(try #require(miss))"
    let lines = text.split(separator: "\n").map(String.init)
    #expect(miss?.reason == .neverRecorded)
    #expect(lines[0] == "no recording answers POST /jobs/{job}/call [case=a attempt=1]")
    #expect(lines[1].hasPrefix("  the nearest recording differs ("))
    #expect(lines[1].hasSuffix("r.har, entry 0):"))
    #expect(
      lines.dropFirst(2) == [
        "    body/messages/0/content: asked \"Bye\", recorded \"Hello\"",
        "    body/seed: asked 7, recorded nothing", "  to record it: record --case a",
      ], "\(text)")
  }

  @Test func aMissSaysIfOthersHaveTheRecording() async throws {
    let (transport, _) = try Self.transport([
      Exchange(request: .get("/a"), reply: "x", labels: ["case": "a", "attempt": "1"])
    ])
    let miss = await #expect(throws: ReplayMiss.self) {
      try await transport.labelled(["case": "a", "attempt": "2"]).text(.get("/a"))
    }
    #expect(
      "\(try #require(miss))".contains(
        "this request was recorded, but for attempt 1 instead of 2"))
  }

  @Test func aBodyThatWasNotKeptIsAnErrorAndNotAnEmptyBody() async throws {
    let folder = try TemporaryFolder()
    var entry = Self.entry(Exchange(request: .get("/a"), reply: "x"))
    entry.response.content = HARContent(size: 512, mimeType: "text/html", text: nil)
    try folder.write(String(decoding: HARLog(entries: [entry]).bytes(), as: UTF8.self), to: "r.har")
    let transport = try ReplayingTransport(store: FixtureStore(folder: folder.url.path))
    let error = await #expect(throws: FixtureError.self) { try await transport.text(.get("/a")) }
    #expect(error?.code == .missingBody)
    #expect(error?.pointer?.description == "/log/entries/0/response/content")
    #expect((error?.location?.line ?? 0) > 10)
  }

  @Test func aCancelledAskerIsServedNothing() async throws {
    let (transport, store) = try Self.transport([Exchange(request: .get("/a"), reply: "x")])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await transport.text(.get("/a"))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(store.unused.count == 1)
  }
}

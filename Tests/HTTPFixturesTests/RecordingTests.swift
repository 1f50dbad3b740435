import Dispatch
import Foundation
import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization
import TestSupport
import Testing

@testable import HTTPFixtures

@Suite struct RecordingTests: RecordingSuite {
  @Test func whatIsRecordedReplays() async throws {
    let folder = try TemporaryFolder()
    let upstream = ScriptedUpstream { _ in .init("{\"n\":", "1}") }
    let recording = try session(folder, .record, upstream)
    let live = try await recording.transport(Self.labels).chunks(.post("/a", "{\"x\":1}"))
    let summary = try recording.finish()
    #expect(summary?.recorded == 1)
    #expect(try files(folder) == ["recordings.har"])

    let replay = try session(folder, .replay)
    let replayed = try await replay.transport(Self.labels).chunks(.post("/a", "{\"x\":1.0}"))
    #expect(replayed == live)
    #expect(replay.unused.isEmpty)
    let entry = try #require(try log(folder).entries.first)
    #expect(entry.chunks?.map(\.size) == [5, 2])
    #expect(entry.chunks?.map(\.delay) == [10, 20])
    #expect(entry.time == entry.timings.total)
  }

  /// Somebody between the recording and the network may hold a request back.
  @Test func whatIsWaitedBeforeSendingIsNoTimeOfTheExchange() async throws {
    struct Patient: HTTPTransport {
      let upstream: ScriptedUpstream

      func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await Task.sleep(for: .milliseconds(60))
        return try await upstream.send(request)
      }
    }
    let folder = try TemporaryFolder()
    let recording = try session(
      folder, .record, Patient(upstream: ScriptedUpstream { _ in .init("{\"n\":", "1}") }))
    let live = try await recording.transport().chunks(.get("/a"))
    try recording.finish()
    let entry = try #require(try log(folder).entries.first)
    #expect(entry.time == 20)
    #expect(entry.timings.wait == 10)
    #expect(try await session(folder, .replay).transport().chunks(.get("/a")) == live)
  }

  @Test func replayNeverAsksForTheNetwork() throws {
    let folder = try TemporaryFolder()
    let configuration = FixtureSession.Configuration(folder: folder.url.path)
    #expect(throws: FixtureError.self) {
      try FixtureSession(configuration) {
        Issue.record("a replay asked for the network")
        return NoNetwork()
      }
    }
  }

  @Test func recordingAnewReplacesWhatItRecordsAndKeepsTheRest() async throws {
    let folder = try TemporaryFolder()
    for (cases, reply) in [(["a", "b"], "old"), (["b"], "new")] {
      let recording = try session(
        folder, .record, ScriptedUpstream { _ in .init(reply) },
        options: RecordingOptions(sortLabels: ["case"]))
      for name in cases { _ = try await recording.transport(["case": name]).text(.get("/x")) }
      try recording.finish()
    }
    let entries = try log(folder).entries
    #expect(entries.map(\.labels) == [["case": "a"], ["case": "b"]])
    #expect(entries.map(\.response.content.text) == ["old", "new"])
  }

  @Test func reRecordingOneCaseChangesOnlyItsLines() async throws {
    let folder = try TemporaryFolder()
    let options = RecordingOptions(sortLabels: ["case"])
    let now = Date(timeIntervalSince1970: 1_700_000_000)
    func record(_ cases: [String], _ reply: String) async throws {
      let recorder = try FixtureRecorder(
        folder: folder.url.appending(path: "f").path, mode: .record, options: options)
      let transport = RecordingTransport(
        upstream: ScriptedUpstream { _ in .init(reply) }, recorder: recorder, now: { now })
      for name in cases { _ = try await transport.labelled(["case": name]).text(.get("/x")) }
      try recorder.finish()
    }
    func lines() throws -> [String] {
      let file = folder.url.appending(path: "f/recordings.har")
      return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }
    func withoutTimes(_ lines: [String]) -> [String] {
      lines.filter { !$0.contains("\"time\"") && !$0.contains("\"timings\"") }
    }
    try await record(["c", "a", "b"], "one")
    let before = try lines()
    try await record(["b"], "two")
    let changes = withoutTimes(try lines()).difference(from: withoutTimes(before))
    #expect(changes.insertions.count == 1)
    #expect(changes.removals.count == 1)
  }

  @Test func missingRecordsWhatIsMissingAlone() async throws {
    let folder = try TemporaryFolder()
    let first = try session(folder, .missing, ScriptedUpstream { _ in .init("1") })
    #expect(try await first.transport().text(.get("/a")) == "1")
    try first.finish()
    let upstream = ScriptedUpstream { _ in .init("2") }
    let second = try session(folder, .missing, upstream)
    #expect(try await second.transport().text(.get("/a")) == "1")
    #expect(try await second.transport().text(.get("/b")) == "2")
    // Another recording of the same request, as it was asked for twice.
    #expect(try await second.transport().text(.get("/a")) == "2")
    #expect(upstream.requests.map(\.url) == ["http://example.com/b", "http://example.com/a"])
    try second.finish()
    let replay = try session(folder, .replay)
    #expect(try await replay.transport().text(.get("/a")) == "1")
    #expect(try await replay.transport().text(.get("/a")) == "2")
    #expect(try await replay.transport().text(.get("/b")) == "2")
  }

  @Test func idsOfTheServerAreMadeAnewWhereTheyAreMissed() async throws {
    let rules = MatchingRules(
      pathTemplates: ["/jobs/{job}/call"],
      captures: [
        IdentifierCapture(
          method: "POST", path: "/jobs", pointer: JSONPointer(tokens: ["id"]), name: "job")
      ])
    let folder = try TemporaryFolder()
    let first = try session(
      folder, .record, ScriptedUpstream { _ in .init("{\"id\":\"old-id\"}") }, rules: rules)
    _ = try await first.transport(["step": "create"]).text(.post("/jobs", "{}"))
    try first.finish()

    let upstream = ScriptedUpstream { request in
      if request.url.hasSuffix("/jobs") { return .init("{\"id\":\"new-id\"}") }
      // In pieces that cut the id in two.
      return .init("{\"job\":\"new", "-", "id\",\"url\":\"\(request.url)\",\"n\":\"ne", "ne\"}ne")
    }
    let second = try session(folder, .missing, upstream, rules: rules)
    _ = try await second.transport(["step": "create"]).text(.post("/jobs", "{}"))
    #expect(upstream.requests.isEmpty)
    let session = second
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for name in ["a", "b", "c"] {
        group.addTask {
          try await session.transport(["case": name]).text(.post("/jobs/old-id/call", "{}"))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    // The server saw the new id, asked for once; caller and files see the recorded one.
    #expect(
      Set(answers) == [
        "{\"job\":\"old-id\",\"url\":\"http://example.com/jobs/old-id/call\",\"n\":\"nene\"}ne"
      ])
    #expect(
      upstream.requests.map(\.url).sorted() == [
        "http://example.com/jobs", "http://example.com/jobs/new-id/call",
        "http://example.com/jobs/new-id/call", "http://example.com/jobs/new-id/call",
      ])
    try second.finish()
    let text = String(decoding: try log(folder).bytes(), as: UTF8.self)
    #expect(!text.contains("new-id"))
    #expect(try log(folder).entries.count == 4)
  }

  /// Exchanges that end while the recording does are kept, or told to be lost.
  @Test func whatIsRecordedDuringTheEndIsNotLostInSilence() throws {
    for round in 0..<60 {
      let folder = try TemporaryFolder()
      let recorder = try FixtureRecorder(
        folder: folder.url.appending(path: "f").path, mode: .record)
      let refused = Mutex(0)
      let count = 24
      DispatchQueue.concurrentPerform(iterations: count + 1) { index in
        if index == round % count {
          _ = try? recorder.finish()
          return
        }
        do {
          try recorder.record(
            HAREntry(
              startedDateTime: "2026-11-25T10:00:00.\(100 + index)Z",
              request: HARRequest(method: "GET", url: "http://h/\(index)"),
              response: HARResponse(
                status: 200, statusText: "OK",
                content: HARContent(size: 1, mimeType: "text/plain", text: "x")),
              timings: HARTimings()))
        } catch {
          refused.withLock { $0 += 1 }
        }
      }
      let file = folder.url.appending(path: "f/recordings.har")
      let kept = try? HARLog(parsing: [UInt8](Data(contentsOf: file)), file: "").entries.count
      #expect((kept ?? 0) + refused.withLock { $0 } == count)
    }
  }

  /// What was begun anew is ended too, and only that.
  @Test(arguments: [true, false])
  func whatStandsForARecordedIdIsEndedWithIt(isAskedAnew: Bool) async throws {
    let rules = MatchingRules(
      pathTemplates: ["/jobs/{job}/call", "/jobs/{job}/end"],
      captures: [
        IdentifierCapture(
          method: "POST", path: "/jobs", pointer: JSONPointer(tokens: ["id"]), name: "job")
      ], endings: ["/jobs/{job}/end"])
    let folder = try TemporaryFolder()
    let first = try session(
      folder, .record, ScriptedUpstream { _ in .init("{\"id\":\"old-id\"}") }, rules: rules)
    _ = try await first.transport(["step": "create"]).text(.post("/jobs", "{}"))
    _ = try await first.transport(["step": "end"]).text(.post("/jobs/old-id/end", "{}"))
    try first.finish()
    let recorded = try log(folder).bytes()

    let upstream = ScriptedUpstream { request in .init("{\"id\":\"new-id\",\"now\":true}") }
    let second = try session(folder, .missing, upstream, rules: rules)
    _ = try await second.transport(["step": "create"]).text(.post("/jobs", "{}"))
    if isAskedAnew {
      _ = try await second.transport(["case": "a"]).text(.post("/jobs/old-id/call", "{}"))
    }
    let end = try await second.transport(["step": "end"]).text(.post("/jobs/old-id/end", "{}"))
    // The caller hears what the server says now, of the id that it knows.
    #expect(
      end == (isAskedAnew ? "{\"id\":\"old-id\",\"now\":true}" : "{\"id\":\"old-id\"}"))
    #expect(
      upstream.requests.map(\.url)
        == (isAskedAnew
          ? ["/jobs", "/jobs/new-id/call", "/jobs/new-id/end"].map { "http://example.com\($0)" }
          : []))
    try second.finish()
    #expect(try log(folder).entries.count == (isAskedAnew ? 3 : 2))
    if !isAskedAnew { #expect(try log(folder).bytes() == recorded) }
  }

  @Test func aFailedExchangeIsNotKept() async throws {
    let folder = try TemporaryFolder()
    let upstream = ScriptedUpstream { request in
      if request.url.hasSuffix("refused") {
        throw TransportError(code: .connect, message: "nobody answers")
      }
      return .init("half", failure: TransportError(code: .connectionLost, message: "broke"))
    }
    let recording = try session(folder, .record, upstream)
    for path in ["/refused", "/broken"] {
      await #expect(throws: TransportError.self) {
        try await recording.transport().text(.get(path))
      }
    }
    let summary = try recording.finish()
    #expect(summary?.recorded == 0)
    #expect(summary?.unfinished == 2)
    #expect(try files(folder).isEmpty)
  }

  @Test func aReaderWhoHasEnoughKeepsWhatThereWas() async throws {
    let folder = try TemporaryFolder()
    let recording = try session(
      folder, .record, ScriptedUpstream { _ in .init("data: 1\n\n", "data: [DONE]\n\n", "rest") })
    func readTwo() async throws {
      let response = try await recording.transport().send(.get("/s"))
      var count = 0
      for try await _ in response.body {
        count += 1
        if count == 2 { break }
      }
    }
    try await readTwo()
    try recording.finish()
    let entry = try #require(try log(folder).entries.first)
    #expect(entry.response.content.text == "data: 1\n\ndata: [DONE]\n\n")
  }

  @Test func filesFollowALabel() async throws {
    let folder = try TemporaryFolder()
    let options = RecordingOptions(fileLabel: "model")
    let recording = try session(
      folder, .record, ScriptedUpstream { _ in .init("x") }, options: options)
    for model in ["gpt-4", "a/b: c", "../../escape", ".."] {
      _ = try await recording.transport(["model": model]).text(.get("/x"))
    }
    _ = try await recording.transport().text(.get("/x"))
    try recording.finish()
    #expect(
      try files(folder)
        == [
          "-..-..-escape.har", "-...har", "a-b--c.har", "gpt-4.har", "recordings.har",
        ].sorted())
  }

  @Test func aRecordingThatMovesToAnotherFileIsNotKeptTwice() async throws {
    let folder = try TemporaryFolder()
    for options in [RecordingOptions(), RecordingOptions(fileLabel: "model")] {
      let recording = try session(
        folder, .record, ScriptedUpstream { _ in .init("x") }, options: options)
      _ = try await recording.transport(["model": "m"]).text(.get("/x"))
      try recording.finish()
    }
    #expect(try files(folder) == ["m.har"])
  }

  @Test func compressedBodiesReplayAsTheyCame() async throws {
    let folder = try TemporaryFolder()
    let upstream = ScriptedUpstream { _ in
      .init("\u{1F}gz", headers: [.contentEncoding: "gzip", .contentType: "text/plain"])
    }
    let recording = try session(folder, .record, upstream)
    _ = try await recording.transport().text(.get("/z"))
    try recording.finish()
    let response = try await session(folder, .replay).transport().send(.get("/z"))
    #expect(response.headers[.contentEncoding] == "gzip")
    #expect(try await response.body.collect(upTo: 9).bytes == Array("\u{1F}gz".utf8))
  }

  @Test func streamsCanBeCutAnew() async throws {
    let folder = try TemporaryFolder()
    let texts = (0..<40).map { "data: {\"n\": \($0), \"text\": \"\u{1F600}\"}\n\n" }
    let upstream = ScriptedUpstream { request in
      var reply = ScriptedUpstream.Reply("")
      reply.chunks = texts
      return reply
    }
    let recording = try session(folder, .record, upstream)
    let live = try await recording.transport().chunks(.get("/s"))
    try recording.finish()
    func cut(_ seed: UInt64) async throws -> [BodyChunk] {
      try await session(folder, .replay, pacing: .resplit(seed: seed)).transport()
        .chunks(.get("/s"))
    }
    let one = try await cut(1)
    #expect(one.flatMap(\.bytes) == live.flatMap(\.bytes))
    #expect(one.map(\.bytes.count) != live.map(\.bytes.count))
    #expect(one.last?.elapsed == live.last?.elapsed)
    #expect(try await cut(1) == one)
    #expect(try await cut(2) != one)
  }

  @Test func streamsCanTakeTheirTime() async throws {
    let folder = try TemporaryFolder()
    let recording = try session(folder, .record, ScriptedUpstream { _ in .init("a", "b", "c") })
    _ = try await recording.transport().text(.get("/s"))
    try recording.finish()
    let store = try FixtureStore(folder: folder.url.appending(path: "f").path)
    let clock = CountingClock()
    let transport = try ReplayingTransport(store: store, pacing: .recorded, clock: clock)
    #expect(try await transport.chunks(.get("/s")).count == 3)
    #expect(clock.deadlines == [.milliseconds(10), .milliseconds(20), .milliseconds(30)])
  }
}

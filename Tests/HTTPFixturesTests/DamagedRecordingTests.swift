import Foundation
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@testable import HTTPFixtures

/// Crashes, damaged files and full disks: nothing that was whole is lost or passed over.
@Suite struct DamagedRecordingTests: RecordingSuite {
  @Test func aFailedRecordingLeavesTheOldFile() async throws {
    let folder = try TemporaryFolder()
    let first = try session(folder, .record, ScriptedUpstream { _ in .init("old") })
    _ = try await first.transport(Self.labels).text(.get("/a"))
    try first.finish()
    let file = folder.url.appending(path: "f/recordings.har")
    let before = try Data(contentsOf: file)
    let failing = try session(
      folder, .record,
      ScriptedUpstream { _ in throw TransportError(code: .connect, message: "nobody answers") })
    await #expect(throws: TransportError.self) {
      try await failing.transport(Self.labels).text(.get("/a"))
    }
    try failing.finish()
    #expect(try Data(contentsOf: file) == before)
  }

  @Test func aDamagedFileIsNeverWrittenOver() throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"log\": {\"entries\": [", to: "f/recordings.har")
    for mode in [FixtureMode.record, .missing] {
      let error = #expect(throws: FixtureError.self) { try session(folder, mode) }
      #expect(error?.code == .invalidJSON)
    }
    #expect(try files(folder) == ["recordings.har"])
  }

  @Test func whatACrashLeftIsReplayedAndBroughtIn() async throws {
    let folder = try TemporaryFolder()
    let first = try session(folder, .record, ScriptedUpstream { _ in .init("old") })
    for name in ["a", "b"] { _ = try await first.transport(["case": name]).text(.get("/x")) }
    try first.finish()
    func crash() async throws {
      let crashed = try session(folder, .record, ScriptedUpstream { _ in .init("new") })
      _ = try await crashed.transport(["case": "b"]).text(.get("/x"))
      // It goes without finishing.
    }
    try await crash()
    #expect(try files(folder) == [".recording.journal", "recordings.har"])
    // What was being written when the process died.
    let journal = folder.url.appending(path: "f/.recording.journal")
    let handle = try FileHandle(forWritingTo: journal)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("\u{1E}{\"file\":\"recordings.har\",\"ent".utf8))
    try handle.close()

    let replay = try session(folder, .replay)
    #expect(try await replay.transport(["case": "a"]).text(.get("/x")) == "old")
    #expect(try await replay.transport(["case": "b"]).text(.get("/x")) == "new")

    let next = try session(folder, .missing, NoNetwork())
    #expect(try await next.transport(["case": "b"]).text(.get("/x")) == "new")
    try next.finish()
    #expect(try files(folder) == ["recordings.har"])
    #expect(try log(folder).entries.count == 2)
  }

  /// Ids that the server made up anew do not keep new recordings from standing for old ones.
  @Test func whatACrashLeftStandsForTheOldByTheRules() async throws {
    let folder = try TemporaryFolder()
    let rules = MatchingRules(pathTemplates: ["/jobs/{job}/call"])
    func record(_ job: String) async throws -> FixtureSession {
      let recording = try session(
        folder, .record, ScriptedUpstream { _ in .init("of \(job)") }, rules: rules)
      _ = try await recording.transport(["case": "a"]).text(.get("/jobs/\(job)/call"))
      return recording
    }
    try await record("1").finish()
    _ = try await record("2")
    let replay = try session(folder, .replay, rules: rules)
    #expect(try await replay.transport(["case": "a"]).text(.get("/jobs/3/call")) == "of 2")
    #expect(replay.unused.isEmpty)
  }

  /// A journal as version 1 of the format had it: a line for each exchange.
  @Test func aJournalOfTheFirstFormatIsBroughtIn() async throws {
    let folder = try TemporaryFolder()
    let entry = """
      {"_labels":{"case":"a"},"startedDateTime":"2026-11-23T17:37:11.123Z","time":1.5,\
      "request":{"method":"GET","url":"http://example.com/x","httpVersion":"HTTP/1.1",\
      "cookies":[],"headers":[],"queryString":[],"headersSize":-1,"bodySize":0},\
      "response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],\
      "headers":[],"content":{"size":3,"mimeType":"text/plain","text":"old"},"redirectURL":"",\
      "headersSize":-1,"bodySize":3},"cache":{},"timings":{"send":0,"wait":1.5,"receive":0}}
      """
    try folder.write(
      """
      {"_journal":1,"mode":"record"}
      {"file":"recordings.har","entry":\(entry)}
      {"file":"recordings.har","ent
      """, to: "f/.recording.journal")
    let replay = try session(folder, .replay)
    #expect(try await replay.transport(["case": "a"]).text(.get("/x")) == "old")
    try session(folder, .missing).finish()
    #expect(try files(folder) == ["recordings.har"])
    let entries = try log(folder).entries
    #expect(entries.map(\.labels) == [["case": "a"]])
    let file = folder.url.appending(path: "f/recordings.har")
    #expect(try [UInt8](Data(contentsOf: file)) == HARLog(entries: entries).bytes())
  }

  @Test func aJournalThatIsDamagedIsNamed() async throws {
    let folder = try TemporaryFolder()
    func crash() async throws {
      let crashed = try session(folder, .record, ScriptedUpstream { _ in .init("new") })
      for name in ["a", "b"] { _ = try await crashed.transport(["case": name]).text(.get("/x")) }
    }
    try await crash()
    let journal = folder.url.appending(path: "f/.recording.journal")
    let whole = try String(contentsOf: journal, encoding: .utf8)
    // In an exchange that is not the last.
    let damaged = whole.replacing("\"request\": {", with: "\"request\": <", maxReplacements: 1)
    try damaged.write(to: journal, atomically: true, encoding: .utf8)
    for mode in [FixtureMode.replay, .record, .missing] {
      let error = #expect(throws: FixtureError.self) { try session(folder, mode) }
      #expect(error?.code == .invalidJSON)
      #expect(error?.description.contains(".recording.journal:") == true)
      #expect((error?.location?.line ?? 0) > 3, "\(String(describing: error))")
    }
    #expect(try String(contentsOf: journal, encoding: .utf8) == damaged)
    // In its first text, without which nobody knows what the others are.
    try whole.replacing("\"_journal\":2", with: "\"_journal\":<")
      .write(to: journal, atomically: true, encoding: .utf8)
    for mode in [FixtureMode.replay, .record, .missing] {
      let error = #expect(throws: FixtureError.self) { try session(folder, mode) }
      #expect(error?.description.contains(".recording.journal:") == true)
    }
    // One of a version that does not exist yet.
    try whole.replacing("\"_journal\":2", with: "\"_journal\":9")
      .write(to: journal, atomically: true, encoding: .utf8)
    let error = #expect(throws: FixtureError.self) { try session(folder, .record) }
    #expect(error?.code == .newerFormat)
  }

  @Test func aDiskThatIsFullIsNamed() throws {
    #if os(Linux)
      let descriptor = open("/dev/full", O_WRONLY)
      defer { close(descriptor) }
      let error = #expect(throws: FixtureError.self) {
        try DurableFile.write([1], to: descriptor, "f/recordings.har")
      }
      #expect(error?.code == .diskFull)
      #expect(error?.path == "f/recordings.har")
    #endif
  }
}

import Foundation
import HTTPTransport
import TestSupport
import Testing

@testable import HTTPFixtures

/// Files with numbers that no program of ours writes: an error or an answer, never a crash.
@Suite struct HostileFileTests: RecordingSuite {
  private static func file(
    status: String = "200", time: String = "1", delay: String = "1"
  ) -> String {
    """
    {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [
      {"startedDateTime": "2026-11-23T17:37:11.123Z", "time": \(time),
       "request": {"method": "GET", "url": "http://example.com/x", "headers": []},
       "response": {"status": \(status), "statusText": "OK", "headers": [],
         "content": {"size": 3, "mimeType": "text/plain", "text": "old"}},
       "_chunks": [{"offset": 0, "size": 3, "delay": \(delay)}]}
    ]}}
    """
  }

  @Test(arguments: [
    file(status: "1000"), file(status: "-7"), file(status: "9e18"), file(time: "1e300"),
    file(time: "1e18"), file(delay: "1e300"), file(delay: "-1e300"), file(delay: "1e18"),
  ])
  func numbersOutOfRange(text: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "f/x.har")
    do {
      let replay = try session(folder, .replay)
      let chunks = try await replay.transport().chunks(.get("/x"))
      #expect(chunks.map { String(decoding: $0.bytes, as: UTF8.self) } == ["old"])
      _ = try FixtureStore(folder: folder.url.appending(path: "f").path).facts()
    } catch let error as FixtureError {
      #expect(error.code == .invalidHAR)
      #expect(error.location != nil)
    }
  }
}

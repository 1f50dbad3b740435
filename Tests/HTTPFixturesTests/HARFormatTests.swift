import Foundation
import HTTPFixtures
import JSONModel
import TestSupport
import Testing

@Suite struct HARFormatTests {
  /// A log with every member of HAR 1.2 and of our own in it.
  static var full: HARLog {
    var log = HARLog(
      entries: [
        HAREntry(
          startedDateTime: "2026-01-02T03:04:05.678Z",
          request: HARRequest(
            method: "POST", url: "https://api.example.com/a?b=c%20d&b=e",
            cookies: [HARCookie(name: "a", value: "1", comment: "c")],
            headers: [
              HARPair(name: "Accept", value: "a"),
              HARPair(name: "Accept", value: "b", comment: "d"),
            ],
            queryString: [HARPair(name: "b", value: "c d"), HARPair(name: "b", value: "e")],
            postData: HARPostData(
              mimeType: "application/octet-stream", text: "AAEC/w==", encoding: "base64",
              comment: "binary", custom: ["_mine": [1, 2.50]]),
            headersSize: 12, bodySize: 4, comment: "q"),
          response: HARResponse(
            status: 201, statusText: "Created", httpVersion: "HTTP/2",
            cookies: [
              HARCookie(
                name: "s", value: "v", path: "/", domain: "x", expires: "2027-01-01T00:00:00.000Z",
                httpOnly: true, secure: false, sameSite: "Lax")
            ],
            headers: [HARPair(name: "Set-Cookie", value: "s=v")],
            content: HARContent(
              size: 3, mimeType: "text/plain", text: "a\u{0}\u{1F600}", compression: 1,
              comment: "t"),
            redirectURL: "https://example.com/", headersSize: 7, bodySize: 2,
            custom: ["_transferSize": 9]),
          timings: HARTimings(
            send: 0.25, wait: 10.125, receive: 3, blocked: 1, dns: 2, connect: 4, ssl: 3,
            comment: "u", custom: ["_queued": 5]),
          labels: ["case": "sarah", "attempt": "1"],
          chunks: [HARChunk(offset: 0, size: 6, delay: 12.5)],
          redactions: ["request header 'authorization'"],
          cache: HARCache(beforeRequest: nil, afterRequest: ["hitCount": 1], comment: "e"),
          pageref: "page_1", serverIPAddress: "10.0.0.1", connection: "443", comment: "f",
          custom: ["_priority": "High"])
      ],
      browser: HARCreator(name: "Some Browser", version: "1"),
      pages: [
        HARPage(
          startedDateTime: "2026-01-02T03:04:05Z", id: "page_1", title: "T", onContentLoad: 1.5,
          comment: "g")
      ],
      comment: "h", custom: ["_x": nil])
    log.creator.comment = "i"
    return log
  }

  @Test func nothingIsLostByWritingAndReading() throws {
    let log = Self.full
    let bytes = log.bytes()
    let again = try HARLog(parsing: bytes, file: "full.har")
    #expect(again == log)
    #expect(again.bytes() == bytes)
  }

  @Test func timingsAddUp() {
    // ssl is a part of connect.
    #expect(Self.full.entries[0].time == 1 + 2 + 4 + 0.25 + 10.125 + 3)
  }

  @Test func aHeaderIsOneLineOfADiff() {
    let text = String(decoding: Self.full.bytes(), as: UTF8.self)
    #expect(text.contains("\n            { \"name\": \"Accept\", \"value\": \"a\" },\n"))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Self.full.bytes()
    #expect(try HARLog(parsing: bytes, file: "f").entries.count == 1)
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var code: FixtureError.Code
    var place: String

    var testDescription: String { name }
  }

  static let damages = [
    Damage(name: "cut off", text: "{\"log\": {", code: .invalidJSON, place: "f.har:1:10: not JSON"),
    Damage(name: "empty", text: "", code: .invalidJSON, place: "f.har:1:1: not JSON"),
    Damage(name: "no log", text: "{}", code: .invalidHAR, place: "f.har:1:1: 'log' is missing"),
    Damage(
      name: "no entries", text: "{\"log\": {}}", code: .invalidHAR,
      place: "f.har:1:9: /log: 'entries' is missing"),
    Damage(
      name: "entries of another type", text: "{\"log\": {\"entries\": {}}}", code: .invalidHAR,
      place: "/log: 'entries' is missing or no array"),
    Damage(
      name: "an entry that is none", text: "{\"log\": {\"entries\": [\n 1]}}", code: .invalidHAR,
      place: "f.har:2:2: /log/entries/0: expected an object, found number"),
    Damage(
      name: "no URL",
      text: """
        {"log": {"entries": [
          {"request": {"method": "GET"},
           "response": {"status": 200, "content": {"size": 0}}}
        ]}}
        """, code: .invalidHAR, place: "f.har:2:15: /log/entries/0/request: 'url' is missing"),
    Damage(
      name: "a status of another type",
      text: """
        {"log": {"entries": [
          {"request": {"method": "GET", "url": "/"},
           "response": {"status": "200", "content": {"size": 0}}}
        ]}}
        """, code: .invalidHAR,
      place: "f.har:3:27: /log/entries/0/response/status: expected an integer, found string"),
    Damage(
      name: "a label of another type",
      text: """
        {"log": {"entries": [
          {"_labels": {"case": 1}, "request": {"method": "GET", "url": "/"},
           "response": {"status": 200, "content": {"size": 0}}}
        ]}}
        """, code: .invalidHAR, place: "/log/entries/0/_labels/case: a label must be a string"),
    Damage(
      name: "a newer format", text: "{\"log\": {\"_format\": 2, \"entries\": []}}",
      code: .newerFormat,
      place: "f.har:1:21: /log/_format: the file has format 2; this version reads up to 1"),
  ]

  @Test(arguments: damages)
  func damageIsNamedWithItsPlace(damage: Damage) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(damage.text, to: "f.har")
    let whole = #expect(throws: FixtureError.self) {
      try HARLog(parsing: Array(damage.text.utf8), file: "f.har")
    }
    let lazy = #expect(throws: FixtureError.self) { try FixtureStore(files: [path]) }
    for error in [whole, lazy] {
      #expect(error?.code == damage.code)
      #expect(
        "\(error.map { "\($0)" } ?? "")".contains(damage.place), "\(String(describing: error))")
    }
  }

  /// Whatever a file ends with too early, it is an error, never a shorter list of recordings.
  @Test func everyTruncationIsAnError() throws {
    let bytes = Self.full.bytes()
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "t.har")
    for length in stride(from: 0, to: bytes.count - 2, by: 97) {
      try Data(bytes.prefix(length)).write(to: file)
      let error = #expect(throws: FixtureError.self) { try FixtureStore(folder: folder.url.path) }
      #expect(error?.code == .invalidJSON)
    }
  }
}

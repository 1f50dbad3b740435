import Foundation
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@testable import HTTPFixtures

/// Files that browsers' developer tools saved; `Tests/BrowserHAR/README.md` tells how.
@Suite struct BrowserHARTests {
  private static let host = "http://127.0.0.1:8765"

  static let files = ["chromium.har", "firefox.har"]

  private static func path(_ file: String) -> String {
    Repository.root.appending(path: "Tests/BrowserHAR/\(file)").path
  }

  private static func transport(_ file: String) throws -> ReplayingTransport {
    try ReplayingTransport(store: FixtureStore(files: [path(file)]))
  }

  @Test(arguments: files)
  func whatTheBrowserSawReplays(file: String) async throws {
    let transport = try Self.transport(file)
    let host = Self.host
    let page = try await transport.send(.get("/", host: host))
    #expect(page.status.code == 200)
    #expect(
      try await String(decoding: page.body.collect(upTo: 9_999).bytes, as: UTF8.self)
        .hasPrefix("<!doctype html>"))

    // Another spelling of the same JSON. The body came compressed and is kept plain, so the
    // replay does not say that it is compressed.
    let asked =
      "{\"days\":2.0, \"city\":\"Oslo\",\"note\":\"gr\\u00fc\\u00df dich \\ud83d\\ude00\"}"
    let forecast = try await transport.send(.post("/api/forecast", asked, host: host))
    #expect(forecast.headers[.contentEncoding] == nil)
    #expect(
      forecast.headers[values: HTTPField.Name("X-Dup") ?? .accept].joined(separator: ",")
        .filter { $0 != " " && $0 != "\n" } == "one,two")
    #expect(
      try await String(decoding: forecast.body.collect(upTo: 999).bytes, as: UTF8.self)
        .contains("bewölkt"))

    // Equal requests replay their own answers.
    let first = try #require(Int(try await transport.text(.get("/api/counter", host: host))))
    let second = try #require(Int(try await transport.text(.get("/api/counter", host: host))))
    #expect(second == first + 1)

    let form = TransportRequest.post(
      "/api/form", "a=1+2&b=x%26y", type: "application/x-www-form-urlencoded;charset=UTF-8",
      host: host)
    #expect(try await transport.text(form) == "ok")
    #expect(
      try await transport.text(.get("/api/stream", host: host))
        == "data: {\"n\": 0}\n\ndata: {\"n\": 1}\n\ndata: {\"n\": 2}\n\n")
    let image = try await transport.send(.get("/pixel.png", host: host))
    #expect(
      try await image.body.collect(upTo: 999).bytes.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    // The key in the query does not count, as no key may be known to a file.
    let missing = try await transport.send(
      .get("/api/missing?q=a%20b&key=another", host: host))
    #expect(missing.status.code == 404)
    let redirect = try await transport.send(.get("/redirect", host: host))
    #expect(redirect.status.code == 302)
    #expect(try await transport.text(.get("/api/landed", host: host)) == "landed")
  }

  @Test(arguments: files)
  func whatTheBrowserRefusedIsNoRecording(file: String) async throws {
    let transport = try Self.transport(file)
    await #expect(throws: ReplayMiss.self) {
      try await transport.send(.get("/refused", host: "http://127.0.0.1:1"))
    }
  }

  @Test(arguments: files)
  func nothingOfItIsLostByWriting(file: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.path(file))))
    let log = try HARLog(parsing: bytes, file: file)
    #expect(log.entries.count >= 10)
    #expect(log.format == nil)
    let again = try HARLog(parsing: log.bytes(), file: file)
    #expect(again.entries.map(\.request) == log.entries.map(\.request))
    #expect(again.entries.map(\.response) == log.entries.map(\.response))
    #expect(again.entries.map(\.custom) == log.entries.map(\.custom))
    // Times are written to the microsecond.
    #expect(again.bytes() == log.bytes())
    for entry in log.entries where entry.response.status != 0 {
      #expect(abs((entry.time ?? 0) - entry.timings.total) < 0.01, "\(entry.request.url)")
    }
  }

  /// The lazy reader and the whole one see the same.
  @Test(arguments: files)
  func lazilyReadEntriesAreTheSame(file: String) throws {
    let path = Self.path(file)
    let whole = try HARLog(
      parsing: [UInt8](try Data(contentsOf: URL(filePath: path))), file: path)
    let store = try FixtureStore(files: [path])
    #expect(try store.all.compactMap(store.entry) == whole.entries)
  }
}

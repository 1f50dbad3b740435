import HTTPTransport
import JSONModel
import Testing

@testable import HTTPFixtures

/// A recording that is found by its labels and bytes alone must be the one that is found by what
/// the request means.
@Suite struct UnchangedRequestTests {
  private static let labels: ExchangeLabels = ["case": "a", "attempt": "1"]

  @Test(arguments: MatchingTests.pairs)
  func itIsTheRecordingThatWouldBeFound(pair: MatchingTests.Pair) throws {
    for (recorded, asked) in [(pair.left, pair.right), (pair.left, pair.left)] {
      func transport() throws -> ReplayingTransport {
        try ReplayTests.transport(
          [
            .init(request: recorded, reply: "1", labels: Self.labels),
            .init(request: recorded, reply: "2", labels: ["case": "b", "attempt": "1"]),
          ], pair.rules
        ).transport
      }
      let other = try transport()
      let expected = try other.take(other.question(asked, Self.labels))
      let found = try transport().takeUnchanged(asked, Self.labels)
      // It may look no further than the bytes, but what it finds is right.
      if let found { #expect(found == expected, "\(pair.name)") }
      // A recording says the type of a body only where there is one.
      if asked.url == recorded.url, asked.body == recorded.body, !asked.body.isEmpty {
        #expect(found != nil && found == expected, "\(pair.name): unchanged, and not found")
      }
    }
  }

  static let bodies = [
    " ", "plain", "{\"a\": \"b\\n\\\"c\\\" \\\\ / ü 😀\"}",
    "tab\tline\nreturn\rquote\" back\\slash/",
    "{\"a\":1}x",
  ]

  @Test(arguments: bodies, bodies)
  func bodiesAreComparedToTheLastByte(recorded: String, asked: String) throws {
    let (transport, _) = try ReplayTests.transport([
      .init(request: .post("/a", recorded), reply: "1", labels: Self.labels)
    ])
    let found = transport.takeUnchanged(.post("/a", asked), Self.labels)
    #expect((found != nil) == (recorded == asked))
  }

  /// Escapes that take decoding are left to the way that decodes them.
  @Test(arguments: ["\u{1}", "\u{0}\u{1F}", "\u{8}"])
  func controlCharactersAreStillReplayed(text: String) async throws {
    let (transport, _) = try ReplayTests.transport([
      .init(request: .post("/a", text), reply: "1", labels: Self.labels)
    ])
    #expect(transport.takeUnchanged(.post("/a", text), Self.labels) == nil)
    #expect(try await transport.labelled(Self.labels).text(.post("/a", text)) == "1")
  }

  @Test func whatWasServedIsNotServedAgain() throws {
    let (transport, _) = try ReplayTests.transport([
      .init(request: .post("/a", "x"), reply: "1", labels: Self.labels)
    ])
    #expect(transport.takeUnchanged(.post("/a", "x"), Self.labels) != nil)
    #expect(transport.takeUnchanged(.post("/a", "x"), Self.labels) == nil)
    #expect(try transport.take(transport.question(.post("/a", "x"), Self.labels)) == nil)
  }

  /// Where several recordings carry the labels, what the request means decides.
  @Test func severalRecordingsOfOneAskerAreToldApart() async throws {
    let (transport, _) = try ReplayTests.transport([
      .init(request: .post("/a", "x"), reply: "1", labels: Self.labels),
      .init(request: .post("/a", "y"), reply: "2", labels: Self.labels),
      .init(request: .post("/a", "x"), reply: "3", labels: Self.labels),
    ])
    let asker = transport.labelled(Self.labels)
    #expect(transport.takeUnchanged(.post("/a", "x"), Self.labels) == nil)
    #expect(try await asker.text(.post("/a", "y")) == "2")
    #expect(try await asker.text(.post("/a", "x")) == "1")
    #expect(try await asker.text(.post("/a", "x")) == "3")
    await #expect(throws: ReplayMiss.self) { try await asker.text(.post("/a", "x")) }
  }
}

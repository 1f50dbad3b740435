import HTTPTypes
import TestSupport
import Testing

@testable import SaaSLiteLLM

struct ServerSentEventParserTests {
  /// Feeds `bytes` in pieces that end at `cuts`.
  private func parse(
    _ bytes: [UInt8], cuts: [Int] = [], limits: ServerSentEventParser.Limits = .init()
  ) throws(ServerSentEventOverflow) -> [ServerSentEvent] {
    var parser = ServerSentEventParser(limits: limits)
    var events: [ServerSentEvent] = []
    var start = 0
    for cut in cuts + [bytes.count] {
      try parser.push(Array(bytes[start..<cut]), to: &events)
      start = cut
    }
    return events
  }

  struct Row: Sendable, CustomStringConvertible {
    var rule: String
    var stream: String
    var events: [ServerSentEvent]

    init(_ rule: String, _ stream: String, _ data: String...) {
      (self.rule, self.stream) = (rule, stream)
      events = data.map { ServerSentEvent(data: Array($0.utf8)) }
    }

    init(_ rule: String, _ stream: String, events: [ServerSentEvent]) {
      (self.rule, self.stream, self.events) = (rule, stream, events)
    }

    var description: String { rule }
  }

  static let rows: [Row] = [
    Row("one line of data", "data: hello\n\n", "hello"),
    Row("one space is cut, not two", "data:  hello\n\n", " hello"),
    Row("no space", "data:hello\n\n", "hello"),
    Row("several lines", "data: YHOO\ndata: +2\ndata: 10\n\n", "YHOO\n+2\n10"),
    Row("the standard's three events of empty data", "data\n\ndata\ndata\n\ndata:", "", "\n"),
    Row("the standard's equal events", "data:test\n\ndata: test\n\n", "test", "test"),
    Row("an empty line of data before another", "data:\ndata: x\n\n", "\nx"),
    Row("comments", ": keepalive\n\n:\n:data: no\ndata: a\n: between\ndata: b\n\n", "a\nb"),
    Row("CR", "data: a\r\rdata: b\r\r", "a", "b"),
    Row("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", "a", "b"),
    Row("mixed ends of lines", "data: a\r\ndata: b\rdata: c\n\r\n", "a\nb\nc"),
    Row("LF CR is two ends", "data: a\n\rdata: b\n\n", "a", "b"),
    Row("an unfinished event is dropped", "data: a\n\ndata: b\n", "a"),
    Row("an unfinished line is dropped", "data: a\n\ndata: b", "a"),
    Row("byte order mark", "\u{FEFF}data: a\n\n", "a"),
    Row("only the first byte order mark", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", "b"),
    Row("a byte order mark in the data", "data: \u{FEFF}a\n\n", "\u{FEFF}a"),
    Row("line separators of Unicode are text", "data: a\u{2028}b\u{85}c\n\n", "a\u{2028}b\u{85}c"),
    Row("unknown fields", "foo: 1\ndata: a\nDATA: b\n data: c\n\n", "a"),
    Row("colons in the value", "data: {\"a\":1}\n\n", "{\"a\":1}"),
    Row("no data, no event", "event: x\n\n\n\n"),
    Row("nothing", ""),
    Row(
      "types", "event: add\ndata: 1\n\ndata: 2\n\nevent: x\n\ndata: 3\n\n",
      events: [
        ServerSentEvent(type: "add", data: Array("1".utf8)),
        ServerSentEvent(data: Array("2".utf8)), ServerSentEvent(data: Array("3".utf8)),
      ]),
    Row(
      "ids stay until replaced",
      "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\nid: x\0y\ndata: d\n\n",
      events: [
        ServerSentEvent(data: Array("a".utf8), lastEventID: "1"),
        ServerSentEvent(data: Array("b".utf8), lastEventID: "1"),
        ServerSentEvent(data: Array("c".utf8)), ServerSentEvent(data: Array("d".utf8)),
      ]),
  ]

  @Test(arguments: rows)
  func rule(_ row: Row) throws {
    let bytes = Array(row.stream.utf8)
    #expect(try parse(bytes) == row.events)
    #expect(ReferenceEventStream.events(bytes) == row.events)
    // Every single cut, and every byte on its own.
    for cut in bytes.indices { #expect(try parse(bytes, cuts: [cut]) == row.events) }
    #expect(try parse(bytes, cuts: Array(bytes.indices)) == row.events)
  }

  @Test func retry() throws {
    var parser = ServerSentEventParser()
    var events: [ServerSentEvent] = []
    try parser.push(Array("retry: 250\nretry: 1x\nretry:\nretry: -5\n".utf8), to: &events)
    #expect(parser.reconnectionMilliseconds == 250)
    #expect(events.isEmpty)
  }

  @Test func malformedUTF8ReadsAsReplacementCharacters() throws {
    let events = try parse(Array("data: a".utf8) + [0xFF, 0xC3] + Array("\n\n".utf8))
    #expect(events.map(\.text) == ["a\u{FFFD}\u{FFFD}"])
  }

  /// Random streams of what matters to the grammar, split anywhere, against the reference.
  @Test(arguments: 0..<8)
  func anySplitGivesTheSameEvents(_ seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) &* 7919 &+ 1)
    let pieces: [[UInt8]] =
      [
        "data", "data:", "data: ", "event: e", "id: 7", "retry: 3", ":", ": comment", " ", "\n",
        "\n", "\n\n", "\r", "\r", "\r\n", "\r\n", "x", "é", "日本", "🙂", "\u{2028}", "\u{FEFF}",
        "\0", "{\"a\": 1}", "dat", "a: b",
      ].map { Array($0.utf8) } + [[0xEF], [0xBB], [0xEF, 0xBB], [0xFF], [0xC3], [0xE2, 0x80]]
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        bytes += pieces.randomElement(using: &random) ?? []
      }
      let expected = ReferenceEventStream.events(bytes).map(\.repaired)
      let cuts = (0..<Int.random(in: 0...12, using: &random))
        .map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
      #expect(try parse(bytes, cuts: cuts).map(\.repaired) == expected, "\(bytes) at \(cuts)")
    }
  }

  @Test func recordedStreamsGiveTheSameEventsHoweverSplit() throws {
    var random = SplitMix64(seed: 11)
    for transcript in try WireTranscript.all()
    where transcript.response.headers[.contentType]?.hasPrefix("text/event-stream") == true {
      let bytes = transcript.response.body
      let expected = ReferenceEventStream.events(bytes)
      let cuts = (0..<30).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
      #expect(try parse(bytes, cuts: cuts) == expected, "\(transcript)")
    }
  }

  struct Cap: Sendable {
    var stream: String
    var part: ServerSentEventOverflow.Part?
    var events: Int
  }

  @Test(arguments: [
    Cap(stream: "data: 6789\n\n", part: nil, events: 1),
    Cap(stream: "data: 67890\n\n", part: .line, events: 0),
    Cap(stream: "data: ok\n\ndata: 67890", part: .line, events: 1),
    Cap(stream: ": 3456789012\n", part: .line, events: 0),
    Cap(stream: "data: 123\ndata: 123\ndata: 12\n\n", part: nil, events: 1),
    Cap(stream: "data: 123\ndata: 123\ndata: 1234\n", part: .event, events: 0),
  ])
  func caps(_ cap: Cap) throws {
    let bytes = Array(cap.stream.utf8)
    for cuts in [[], Array(bytes.indices), [bytes.count / 2]] {
      var parser = ServerSentEventParser(limits: .init(line: 10, event: 11))
      var events: [ServerSentEvent] = []
      var overflow: ServerSentEventOverflow?
      var start = 0
      for cut in cuts + [bytes.count] where overflow == nil {
        do throws(ServerSentEventOverflow) {
          try parser.push(Array(bytes[start..<cut]), to: &events)
        } catch {
          overflow = error
        }
        start = cut
      }
      #expect(overflow?.part == cap.part)
      #expect(events.count == cap.events)
    }
  }
}

extension ServerSentEvent {
  /// With the data as text decodes it: the parser leaves malformed UTF-8 to whoever reads.
  fileprivate var repaired: ServerSentEvent {
    ServerSentEvent(type: type, data: Array(text.utf8), lastEventID: lastEventID)
  }
}

/// A small generator whose numbers are the same in every run (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

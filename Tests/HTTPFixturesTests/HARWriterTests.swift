import Foundation
import JSONModel
import Testing

@testable import HTTPFixtures

/// The writer puts down as it goes what a simple look at the whole value would give.
@Suite struct HARWriterTests {
  /// The layout, by looking at each value twice.
  private static func layout(_ value: JSONValue, _ depth: Int) -> String {
    let items: [String]
    let brackets: (String, String)
    let isFlat: Bool
    switch value {
    case .array(let elements) where !elements.isEmpty:
      items = elements.map { layout($0, depth + 1) }
      brackets = ("[", "]")
      isFlat = elements.allSatisfy(isScalar)
    case .object(let object) where !object.isEmpty:
      items = object.members.map {
        "\(JSONValue.string($0.key).text()): \(layout($0.value, depth + 1))"
      }
      brackets = ("{", "}")
      isFlat = object.members.allSatisfy { isScalar($0.value) }
    default: return value.text()
    }
    let line = " \(items.joined(separator: ", ")) "
    if isFlat, line.utf8.count + depth * 2 + 2 <= 100 { return brackets.0 + line + brackets.1 }
    func newLine(_ depth: Int) -> String { "\n" + String(repeating: " ", count: depth * 2) }
    return brackets.0 + newLine(depth + 1) + items.joined(separator: "," + newLine(depth + 1))
      + newLine(depth) + brackets.1
  }

  private static func isScalar(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let elements): elements.isEmpty
    case .object(let object): object.isEmpty
    default: true
    }
  }

  private static func random(_ depth: Int, _ generator: inout SplitMix64) -> JSONValue {
    let kinds = depth > 4 ? 4 : 7
    switch Int.random(in: 0..<kinds, using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .number(JSONNumber(Int.random(in: -1_000_000...1_000_000, using: &generator)))
    case 3: return .string(text(&generator))
    case 4:
      return .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth + 1, &generator) })
    default:
      return .object(
        JSONObject(
          (0..<Int.random(in: 0...4, using: &generator)).map {
            .init(key: "\($0)" + text(&generator), value: random(depth + 1, &generator))
          }))
    }
  }

  private static func text(_ generator: inout SplitMix64) -> String {
    let alphabet = Array("abcdefghij klmnopq\"\\\n\t\u{1}\u{1F}é\u{1F600}/")
    return String(
      (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? "x"
      })
  }

  @Test func anyValueIsLaidOutAsItShouldBe() {
    var generator = SplitMix64(state: 5)
    for _ in 0..<3_000 {
      let value = Self.random(0, &generator)
      let depth = Int.random(in: 0...4, using: &generator)
      var writer = HARWriter(depth: depth)
      writer.value(value)
      #expect(String(decoding: writer.bytes, as: UTF8.self) == Self.layout(value, depth))
    }
  }

  @Test func knowingThatSomethingIsLargeChangesNothing() throws {
    let bodies: [String?] = [
      nil, "", "short", String(repeating: "x", count: 90), String(repeating: "y", count: 300),
    ]
    for body in bodies {
      for headers in [[], [HARPair(name: "Accept", value: "*/*")]] {
        let entry = HAREntry(
          startedDateTime: "2026-11-23T17:37:11.123Z",
          request: HARRequest(
            method: "POST", url: "http://h/", headers: headers,
            postData: body.map { HARPostData(mimeType: "text/plain", text: $0) }),
          response: HARResponse(
            status: 200, statusText: "OK", headers: headers,
            content: HARContent(size: 9, mimeType: "text/plain", text: body)),
          timings: HARTimings(wait: 1.5),
          chunks: headers.isEmpty ? nil : [HARChunk(offset: 0, size: 9, delay: 1)],
          redactions: headers.isEmpty ? [] : ["request URL"])
        var writer = HARWriter(depth: 3)
        entry.write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == Self.layout(entry.json, 3))
      }
    }
  }

  @Test(arguments: [
    (0, "0"), (1, "1"), (-1, "-1"), (800.5, "800.5"), (0.001, "0.001"), (-0.25, "-0.25"),
    (12.3456, "12.346"), (11.010, "11.01"), (1e300, "1e+300"), (123_456_789.012, "123456789.012"),
  ])
  func timesAreWrittenToTheMicrosecond(time: Double, text: String) {
    var writer = HARWriter()
    writer.milliseconds(time)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
  }

  @Test func whatIsWrittenInPiecesIsTheSame() throws {
    let entries = (0..<40).map { number in
      HAREntry(
        startedDateTime: "2026-11-23T17:37:11.123Z",
        request: HARRequest(
          method: "GET", url: "http://example.com/\(number)",
          headers: [HARPair(name: "Accept", value: "*/*")]),
        response: HARResponse(
          status: 200, statusText: "OK",
          content: HARContent(
            size: 9, mimeType: "text/plain", text: String(repeating: "x", count: 20_000))),
        timings: HARTimings(wait: 1.5), labels: ["case": "\(number)"])
    }
    let log = HARLog(entries: entries)
    var pieces: [[UInt8]] = []
    RecordingFile(log: log, recordings: entries.map { RecordingText($0) }).write {
      pieces.append($0)
    }
    #expect(pieces.count > 1)
    #expect(pieces.flatMap(\.self) == log.bytes())
    #expect(try HARLog(parsing: log.bytes(), file: "f").entries == entries)
  }

  @Test func datesAreThoseOfFoundation() {
    var generator = SplitMix64(state: 6)
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    for _ in 0..<20_000 {
      // To a quarter of a second, which a double has exactly.
      let quarters = Int.random(in: -4_000_000_000...1_013_609_203_199, using: &generator)
      let date = Date(timeIntervalSince1970: Double(quarters) / 4)
      #expect(HTTPDate.iso8601(date) == date.formatted(style))
    }
    for day in 0..<(800 * 366) where day % 7 < 3 {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      #expect(HTTPDate.iso8601(date) == date.formatted(style))
    }
  }

  @Test func theOrderOfLabelsIsOne() {
    let texts = ["", "9", "10", "007", "7", "1a", "-3", "a", "B", "99999999999999999999", "2"]
    let sorted = texts.sorted { NaturalOrder($0) < NaturalOrder($1) }
    #expect(
      sorted == ["-3", "2", "007", "7", "9", "10", "", "1a", "99999999999999999999", "B", "a"])
    for left in texts {
      for right in texts where left != right {
        #expect(
          (NaturalOrder(left) < NaturalOrder(right)) != (NaturalOrder(right) < NaturalOrder(left)))
        for third in texts
        where NaturalOrder(left) < NaturalOrder(right) && NaturalOrder(right) < NaturalOrder(third)
        {
          #expect(NaturalOrder(left) < NaturalOrder(third))
        }
      }
    }
  }
}

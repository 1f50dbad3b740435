import AssayAssertions
import AssaySuites
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssayCore

@Suite struct JournalTests {
  /// Between reading a journal and locking it, the run that wrote it may have come to its end.
  @Test(arguments: [true, false])
  func whatAnotherRunHasWrittenSinceIsNotCutOff(wasBlank: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(wasBlank ? "" : "{}\n", to: "j.jsonl")
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"kind\":\"attempt\"}\n".utf8))
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(throws: JournalError.self) {
      _ = try JournalWriter.resume(path, length: wasBlank ? 0 : 3, size: wasBlank ? nil : 3)
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  private static let place = SourceLocation(byteOffset: 0, line: 7, column: 9)

  /// Results of every kind, with texts that are hard to write.
  static let results: [AttemptResult] = {
    func id(_ name: String, _ attempt: Int = 1) -> AttemptID {
      AttemptID(suite: "s", caseID: name, prompt: "p", model: "m", attempt: attempt)
    }
    let reply = Reply(
      text: "line\n\"quoted\" \u{0}\u{1B}[31m 😀 \u{2028}",
      toolCalls: [.init(name: "f", arguments: "{\"a\":1}")], refusal: "no", finishReason: "stop",
      model: "gpt-4-0613", latency: .microseconds(123_456), timeToFirstToken: .microseconds(1_000),
      usage: .init(prompt: 3, completion: 4, total: 7), cost: 0.00123)
    let assertions = [
      AssertionResult(
        type: "contains", location: place, verdict: .passed, score: 1, metric: "tone",
        summary: "be kind", explanation: "it is"),
      AssertionResult(
        type: "all", location: place, verdict: .failed(reason: "a\nb"), score: 0.25, weight: 2,
        components: [
          AssertionResult(type: "regex", location: place, verdict: .errored(reason: "x")),
          AssertionResult(type: "latency", location: place, verdict: .inconclusive(reason: "y")),
        ]),
    ]
    var judged = AttemptResult(id: id("judged"), reply: reply, judgement: Judgement(assertions))
    judged.spent = Spending(
      calls: 3, replies: 2, tokens: 9, cost: 0.5, repliesWithoutTokens: 1,
      repliesWithoutCost: 1, unanswered: 1)
    judged.waiting = .milliseconds(1_500)
    var paid = AttemptResult(id: id("paid"), outcome: .errored, reason: "turn 2 was lost")
    paid.spent = Spending(
      calls: 2, replies: 1, tokens: 7, cost: 0, repliesWithoutCost: 1, unanswered: 1)
    var cut = AttemptResult(id: id("cut"), outcome: .errored, reason: "turn 2 was lost")
    cut.earlierReplies = [reply]
    (cut.tokens, cut.spent) = (7, Spending(calls: 2, replies: 1, tokens: 7, repliesWithoutCost: 1))
    var plain = AttemptResult(id: id("plain"), reply: reply, judgement: Judgement(assertions))
    plain.spent = Spending(calls: 2, replies: 1, tokens: 7, cost: 0.00123)
    return [
      judged, paid, cut, plain,
      AttemptResult(id: id("errored"), outcome: .errored, reason: "no\nnetwork"),
      AttemptResult(id: id("skipped"), outcome: .skipped, reason: "later"),
      AttemptResult(id: id("bare"), reply: Reply(text: ""), judgement: Judgement([])),
    ]
  }()

  private static func testCase(_ result: AttemptResult) -> CaseResult {
    CaseResult(
      identity: result.id.identity, title: "a title",
      repetition: Suite.Repetition(attempts: 3, required: 2), file: "rows.csv",
      location: place, attempts: [])
  }

  @Test(arguments: results.indices)
  func aLineReadsBackAsItWas(index: Int) throws {
    let result = Self.results[index]
    let written = JournalAttempt(
      result, AttemptPlace(suite: 0, slot: 5), of: Self.testCase(result), suiteFile: "s.json")
    let bytes = written.line
    #expect(bytes.firstIndex(of: UInt8(ascii: "\n")) == bytes.count - 1)
    let document = try JSONDocument(parsing: bytes)
    // Written as any other writer of JSON would.
    #expect(document.value.bytes() == bytes.dropLast())
    let read = try JournalAttempt(reading: document.root, suite: 0)
    // Whatever reads the same writes the same.
    #expect(read.line == written.line)
    #expect(read.result.id == result.id)
    #expect(read.result.outcome == result.outcome)
    #expect(read.result.reasons == result.reasons)
    #expect(read.result.reply?.text == result.reply?.text)
    #expect(read.result.reply?.toolCalls == result.reply?.toolCalls)
    #expect(read.result.latency == result.latency)
    #expect(read.result.reply?.timeToFirstToken == result.reply?.timeToFirstToken)
    #expect(read.result.cost == result.cost && read.result.tokens == result.tokens)
    #expect(read.result.spent == result.spent)
    #expect(read.result.earlierReplies.map(\.text) == result.earlierReplies.map(\.text))
    #expect(read.place == written.place && read.repetition == written.repetition)
    #expect(read.title == "a title" && read.file == "rows.csv")
  }

  private static let header = JournalHeader(
    runID: "0123456789abcdef", started: "2026-11-25T00:00:00Z", toolVersion: "0.1.0",
    mode: "replay", configurationHash: "c",
    suites: [
      RunStart.PlannedSuite(
        name: "s", file: "s.json", hash: "h", cases: 4, attempts: 4, isWhole: true)
    ])

  private static func journalText() -> String {
    let attempts = results.enumerated().map { place, result in
      JournalAttempt(
        result, AttemptPlace(suite: 0, slot: place), of: testCase(result), suiteFile: "s.json"
      ).line
    }
    let footer = JournalFooter(
      runID: "0123456789abcdef", ended: "2026-11-25T00:00:01Z",
      results: RunResults(suites: []),
      verdict: Verdict.RunVerdict(status: .failed, complaints: ["2 flaky cases"]))
    return header.json.text() + "\n" + attempts.map { String(decoding: $0, as: UTF8.self) }.joined()
      + footer.json.text() + "\n"
  }

  /// Cut anywhere, a journal reads as the lines that are whole.
  @Test func aJournalThatIsCutOffAnywhereReadsAsFarAsItGoes() throws {
    let folder = try TemporaryFolder()
    let text = Array(Self.journalText().utf8)
    let ends = text.indices.filter { text[$0] == UInt8(ascii: "\n") }
    for length in stride(from: ends[0] + 1, through: text.count, by: 13) {
      let path = try folder.write(
        String(decoding: text[..<length], as: UTF8.self), to: "j.jsonl")
      // A cut inside a character is written as something longer; bytes are what counts.
      try Data(text[..<length]).write(to: URL(filePath: path))
      let journal = try Journal(reading: path)
      let whole = ends.filter { $0 < length }
      #expect(journal.results.count == min(whole.count - 1, Self.results.count))
      #expect(journal.length == (whole.last ?? -1) + 1)
      #expect(journal.isTorn == (journal.length < length))
    }
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var says: String
    var testDescription: String { name }
  }

  static let broken = [
    Broken(
      name: "empty", text: "",
      says: "its run was killed before it had begun (--resume begins it anew)"),
    Broken(
      name: "a torn header", text: "{\"kind\":\"header\",\"version\":1,\"ru",
      says: "its run was killed before it had begun (--resume begins it anew)"),
    Broken(
      name: "a text", text: "kind of a journal", says: "this is no journal: it has no header"),
    Broken(
      name: "something else", text: "{\"a\": 1}\n{\"b\": 2}\n",
      says: "j.jsonl:1: the member \"kind\" is missing or no text"),
    Broken(
      name: "no header", text: "{\"kind\":\"attempt\"}\n{}\n",
      says: "this is no journal: its first line is no header"),
    Broken(
      name: "newer", text: "{\"kind\":\"header\",\"version\":2}\n{}\n",
      says: "this journal is of version 2; this Assay reads up to 1 (use a newer Assay)"),
    Broken(
      name: "broken in the middle",
      text: header.json.text() + "\n{\"kind\":\"att\n" + header.json.text() + "\n",
      says: "j.jsonl:2: "),
  ]

  @Test(arguments: broken)
  func whatIsNoJournalIsRefused(broken: Broken) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(broken.text, to: "j.jsonl")
    do {
      _ = try Journal(reading: path)
      Issue.record("it was read")
    } catch let error as JournalError {
      #expect(error.description.contains(broken.says), "\(error)")
    }
  }

  /// Every line that is written is of the published schema.
  @Test func theLinesAreOfTheSchema() throws {
    let file = Repository.root.appending(path: "docs/schemas/results.schema.json")
    let schema = try JSONSchema(compiling: JSONValue(parsing: [UInt8](Data(contentsOf: file))))
    let lines = Self.journalText().split(separator: "\n")
    #expect(lines.count == Self.results.count + 2)
    for line in lines {
      #expect(try schema.isValid(JSONValue(parsing: String(line))), "\(line)")
    }
    for wrong in ["{}", "{\"kind\":\"attempt\"}", "{\"kind\":\"header\",\"version\":1,\"x\":1}"] {
      #expect(try !schema.isValid(JSONValue(parsing: wrong)))
    }
  }
}

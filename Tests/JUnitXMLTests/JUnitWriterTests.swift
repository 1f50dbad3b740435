import JUnitXML
import Testing

@Suite struct JUnitWriterTests {
  private static let suite = JUnitSuite(
    name: "s", file: "s.json", properties: [JUnitProperty(name: "model", value: "m")],
    cases: (0..<5000).map { number in
      JUnitCase(
        className: "s.m", name: "case \(number)", time: 0.25,
        result: number % 7 == 0
          ? .failure(.init(message: "no", type: "assertion", text: "a\nb")) : .passed)
    })

  /// - Parameter size: How many cases stand in the report.
  private static func write(
    _ size: Int = 5000, spool: (any JUnitSpool)? = nil,
    _ sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    let writer = JUnitWriter(name: "assay", spool: spool)
    let cases = try writer.suite(name: suite.name, file: suite.file, properties: suite.properties)
    for testCase in suite.cases.prefix(size) { try cases.write(testCase) }
    try writer.finish(to: sink)
  }

  @Test func whatComesInPiecesIsTheWholeReport() throws {
    var pieces: [[UInt8]] = []
    try Self.write { pieces.append($0) }
    #expect(pieces.count > 3)
    #expect(pieces.allSatisfy { $0.count < 200_000 })
    let report = JUnitReport(name: "assay", suites: [Self.suite])
    #expect(Array(pieces.joined()) == (try report.xml()))
  }

  /// Cases of several suites come mixed, and in the report each suite has its own.
  @Test(arguments: [0, 1, 3, 2000]) func suitesAreWrittenSideBySide(count: Int) throws {
    let names = ["a", "b", "c"]
    let cases = (0..<count).map { number in
      (0..<3).map { JUnitCase(className: names[$0], name: "\(number)", result: .passed) }
    }
    let writer = JUnitWriter(name: "assay")
    let suites = try names.map { name in
      try writer.suite(
        name: name, properties: name == "b" ? [] : [JUnitProperty(name: "model", value: name)])
    }
    for three in cases {
      for (suite, one) in zip(suites, three).reversed() { try suite.write(one) }
    }
    var bytes: [UInt8] = []
    try writer.finish { bytes += $0 }
    let report = JUnitReport(
      name: "assay",
      suites: names.enumerated().map { place, name in
        JUnitSuite(
          name: name,
          properties: name == "b" ? [] : [JUnitProperty(name: "model", value: name)],
          cases: cases.map { $0[place] })
      })
    #expect(bytes == (try report.xml()))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#"<testsuites name="assay" tests="\#(3 * count)" failures="0""#))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("    <testcase ") } == 3 * count)
    #expect(text.split(separator: "\n").count { $0 == "  </testsuite>" } == (count > 0 ? 3 : 2))
  }

  struct Full: Error {}

  @Test func whatTheSinkThrowsEndsTheReport() {
    var pieces = 0
    #expect(throws: Full.self) {
      try Self.write { _ in
        pieces += 1
        if pieces == 2 { throw Full() }
      }
    }
    #expect(pieces == 2)
  }

  /// A disk that is full for what waits: there is no report, rather than one with holes.
  @Test func whatTheSpoolThrowsEndsTheReport() {
    final class Spool: JUnitSpool {
      var room = 100_000
      func append(_ bytes: [UInt8]) throws -> Range<Int> {
        room -= bytes.count
        if room < 0 { throw Full() }
        return 0..<0
      }
      func read(_ place: Range<Int>) -> [UInt8] { [] }
    }
    var bytes = 0
    #expect(throws: Full.self) { try Self.write(spool: Spool()) { bytes += $0.count } }
    #expect(bytes == 0)
  }

  /// What a spool gives back is read like everything else.
  @Test func aSpoolThatLiesIsFoundOut() {
    final class Spool: JUnitSpool {
      func append(_ bytes: [UInt8]) -> Range<Int> { 0..<bytes.count }
      func read(_ place: Range<Int>) -> [UInt8] { Array("    <testcase name=\"torn".utf8) }
    }
    let error = #expect(throws: JUnitXMLError.self) {
      try Self.write(3, spool: Spool()) { _ in }
    }
    #expect(error?.code == .notWellFormed)
  }

  /// A writer that is let go of in the middle says nothing more.
  @Test func aWriterThatIsGivenUpHandsOnNothingMore() throws {
    final class Spool: JUnitSpool {
      var bytes = 0
      func append(_ more: [UInt8]) -> Range<Int> {
        bytes += more.count
        return 0..<0
      }
      func read(_ place: Range<Int>) -> [UInt8] { [] }
    }
    let spool = Spool()
    var before = 0
    do {
      let suite = try JUnitWriter(name: "assay", spool: spool).suite(name: "s")
      before = spool.bytes
      try suite.write(JUnitCase(className: "c", name: "n", result: .passed))
    }
    #expect(spool.bytes == before)
  }
}

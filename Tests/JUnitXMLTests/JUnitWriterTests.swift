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

  private static func totals(failures: Int) -> JUnitTotals {
    var totals = JUnitTotals()
    for number in 0..<5000 { totals.add(number < failures ? .failure : .passed, 0.25) }
    return totals
  }

  private static func write(
    _ totals: JUnitTotals, _ sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    let writer = try JUnitWriter(name: "assay", totals: totals, to: sink)
    try writer.suite(
      name: suite.name, file: suite.file, properties: suite.properties, totals: totals
    ) { writer in
      for testCase in suite.cases { try writer.write(testCase) }
    }
    try writer.finish()
  }

  @Test func whatComesInPiecesIsTheWholeReport() throws {
    var pieces: [[UInt8]] = []
    try Self.write(Self.totals(failures: 715)) { pieces.append($0) }
    #expect(pieces.count > 3)
    #expect(pieces.allSatisfy { $0.count < 200_000 })
    let report = JUnitReport(name: "assay", suites: [Self.suite])
    #expect(Array(pieces.joined()) == (try report.xml()))
  }

  @Test func casesThatWereNotAnnouncedAreAnError() throws {
    let error = #expect(throws: JUnitXMLError.self) {
      try Self.write(Self.totals(failures: 714)) { _ in }
    }
    #expect(error?.code == .miscounted)
    #expect(error?.description.contains("says that it has 5000 cases, 714 failures") == true)
  }

  @Test func whatTheSinkThrowsEndsTheReport() {
    struct Full: Error {}
    var pieces = 0
    #expect(throws: Full.self) {
      try Self.write(Self.totals(failures: 715)) { _ in
        pieces += 1
        if pieces == 2 { throw Full() }
      }
    }
    #expect(pieces == 2)
  }

  /// A writer that is let go of in the middle says nothing more.
  @Test func aWriterThatIsGivenUpHandsOnNothingMore() throws {
    var bytes = 0
    do {
      let writer = try JUnitWriter(name: "assay", totals: JUnitTotals()) { bytes += $0.count }
      try writer.write(JUnitCase(className: "c", name: "n", result: .passed))
    }
    #expect(bytes == 0)
  }
}

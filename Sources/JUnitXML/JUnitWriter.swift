/// Writes a report case by case, however many there are: the report is never held whole.
///
/// ```swift
/// let writer = try JUnitWriter(name: "assay", totals: totals) { try file.write(contentsOf: $0) }
/// try writer.suite(name: "people", totals: totals) { writer in
///   for testCase in cases { try writer.write(testCase) }
/// }
/// try writer.finish()
/// ```
///
/// A report says how many cases it has before it has them, so who writes counts first; a count
/// that turns out to be wrong is an error, and no report.
public final class JUnitWriter {
  private let writer: XMLWriter
  private let announced: JUnitTotals
  private var written = JUnitTotals()

  /// - Parameters:
  ///   - totals: Those of all suites that will be written.
  ///   - sink: Takes the XML, an XML 1.0 document in UTF-8, in pieces of some 64 KB. They have
  ///     been read again by then.
  /// - Throws: ``JUnitXMLError``.
  public init(
    name: String, totals: JUnitTotals, to sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    writer = try XMLWriter(to: sink)
    announced = totals
    try writer.startDocument()
    try writer.startElement("testsuites")
    try writer.attribute("name", name)
    try writer.attributes(totals)
  }

  /// Writes a suite with the cases that `cases` writes.
  ///
  /// - Throws: ``JUnitXMLError``; what the sink and `cases` throw.
  public func suite(
    name: String, file: String? = nil, properties: [JUnitProperty] = [], totals: JUnitTotals,
    _ cases: (JUnitWriter) throws -> Void
  ) throws {
    let before = written
    written = JUnitTotals()
    try writer.startElement("testsuite")
    try writer.attribute("name", name)
    try writer.attributes(totals)
    if let file { try writer.attribute("file", file) }
    try properties.write(to: writer)
    try cases(self)
    try writer.endElement("testsuite")
    guard written.counts(like: totals) else { throw Self.miscounted(name, written, totals) }
    let own = written
    written = before
    written.add(own)
  }

  /// Writes a case of the suite that was begun.
  public func write(_ testCase: JUnitCase) throws {
    try testCase.write(to: writer)
    written.add(testCase)
  }

  /// Ends the report and hands on what is left of it.
  ///
  /// - Throws: ``JUnitXMLError``; what the sink throws.
  public func finish() throws {
    try writer.endElement("testsuites")
    try writer.finish()
    guard written.counts(like: announced) else {
      throw Self.miscounted("the report", written, announced)
    }
  }

  private static func miscounted(
    _ what: String, _ written: JUnitTotals, _ announced: JUnitTotals
  ) -> JUnitXMLError {
    JUnitXMLError(
      code: .miscounted,
      description: "\(what) says that it has \(announced.tests) cases, \(announced.failures) "
        + "failures, \(announced.errors) errors and \(announced.skipped) skipped, but it has "
        + "\(written.tests), \(written.failures), \(written.errors) and \(written.skipped)")
  }
}

extension JUnitTotals {
  /// Times may differ in their last digits by the order in which they were added.
  fileprivate func counts(like other: JUnitTotals) -> Bool {
    (tests, failures, errors, skipped) == (
      other.tests, other.failures, other.errors, other.skipped
    )
  }
}

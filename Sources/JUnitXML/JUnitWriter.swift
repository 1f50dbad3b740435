/// Writes a report while its cases come, of several suites in turn, however many there are: the
/// report is never held whole.
///
/// ```swift
/// let writer = JUnitWriter(name: "assay")
/// let people = try writer.suite(name: "people")
/// for await testCase in cases { try people.write(testCase) }
/// try writer.finish { try file.write(contentsOf: $0) }
/// ```
///
/// A report says how many cases it has before it has them, so what is written waits in a spool until
/// the end. Totals are counted from what was written and cannot disagree with it.
public final class JUnitWriter {
  private let name: String
  private let spool: any JUnitSpool
  private var suites: [JUnitSuiteWriter] = []

  /// - Parameter spool: Where cases wait; in memory if absent.
  public init(name: String, spool: (any JUnitSpool)? = nil) {
    self.name = name
    self.spool = spool ?? MemorySpool()
  }

  /// Begins a suite. Suites stand in the report in the order in which they are begun, and any number
  /// of them may be written at the same time.
  ///
  /// - Throws: ``JUnitXMLError``.
  public func suite(
    name: String, file: String? = nil, properties: [JUnitProperty] = []
  ) throws -> JUnitSuiteWriter {
    let suite = try JUnitSuiteWriter(name: name, file: file, properties: properties, spool)
    suites.append(suite)
    return suite
  }

  /// Ends the report and hands it on.
  ///
  /// - Parameter sink: Takes the XML, an XML 1.0 document in UTF-8, in pieces of some 64 KB. Each
  ///   has been read again by then.
  /// - Throws: ``JUnitXMLError``; what the sink and the spool throw.
  public func finish(to sink: @escaping ([UInt8]) throws -> Void) throws {
    for suite in suites { try suite.finish() }
    let writer = try XMLWriter(to: sink)
    try writer.startDocument()
    try writer.startElement("testsuites")
    try writer.attribute("name", name)
    try writer.attributes(suites.reduce(into: JUnitTotals()) { $0.add($1.totals) })
    for suite in suites { try suite.copy(to: writer) }
    try writer.endElement("testsuites")
    try writer.finish()
  }
}

/// Writes the cases of one suite of a report; see ``JUnitWriter``.
public final class JUnitSuiteWriter {
  /// Of the cases that have been written.
  public private(set) var totals = JUnitTotals()
  /// What went wrong beside the cases, for people (`system-err`); to be set before the report ends.
  public var systemErr: String?

  private let name: String
  private let file: String?
  private let properties: [JUnitProperty]
  private let spool: any JUnitSpool
  /// Where the cases stand in the spool.
  private let places = Places()
  private let writer: XMLWriter

  private final class Places {
    var all: [Range<Int>] = []
  }

  fileprivate init(
    name: String, file: String?, properties: [JUnitProperty], _ spool: any JUnitSpool
  ) throws {
    self.name = name
    self.file = file
    self.properties = properties
    self.spool = spool
    writer = try XMLWriter(isRead: false) { [places] bytes in
      places.all.append(try spool.append(bytes))
    }
    // Cases stand as deep as in the report. What stands around them is left behind.
    try writer.startDocument()
    try writer.startElement("testsuites")
    try writer.startElement("testsuite")
    try writer.element("properties") { _ in }
    try writer.handOn()
    places.all = []
  }

  /// Writes a case.
  ///
  /// - Throws: ``JUnitXMLError``; what the spool throws.
  public func write(_ testCase: JUnitCase) throws {
    try testCase.write(to: writer)
    totals.add(testCase)
  }

  fileprivate func finish() throws {
    try writer.handOn()
  }

  /// Writes the whole suite to a report.
  fileprivate func copy(to report: XMLWriter) throws {
    try report.element("testsuite") { report in
      try report.attribute("name", name)
      try report.attributes(totals)
      if let file { try report.attribute("file", file) }
      try properties.write(to: report)
      if !places.all.isEmpty {
        if properties.isEmpty { try report.raw([UInt8(ascii: "\n")]) }
        for place in places.all { try report.raw(try spool.read(place)) }
      }
      if let systemErr { try report.element("system-err") { try $0.text(systemErr) } }
      // The layout of the end tag, which libxml2 leaves out after what it did not write itself.
      if !places.all.isEmpty { try report.raw(Array("  ".utf8)) }
    }
  }
}

/// Where what has been written of a report waits for its end.
public protocol JUnitSpool: AnyObject {
  /// Takes bytes and gives where they stand.
  func append(_ bytes: [UInt8]) throws -> Range<Int>
  /// Gives them back.
  func read(_ place: Range<Int>) throws -> [UInt8]
}

private final class MemorySpool: JUnitSpool {
  private var bytes: [UInt8] = []

  func append(_ more: [UInt8]) -> Range<Int> {
    bytes += more
    return bytes.count - more.count..<bytes.count
  }

  func read(_ place: Range<Int>) -> [UInt8] { Array(bytes[place]) }
}

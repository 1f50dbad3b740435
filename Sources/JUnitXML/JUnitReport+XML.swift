extension JUnitReport {
  /// The report as an XML 1.0 document in UTF-8, checked by reading it again.
  ///
  /// - Throws: ``JUnitXMLError``.
  public func xml() throws -> [UInt8] {
    let writer = JUnitWriter(name: name)
    for suite in suites {
      let cases = try writer.suite(
        name: suite.name, file: suite.file, properties: suite.properties)
      for testCase in suite.cases { try cases.write(testCase) }
    }
    var bytes: [UInt8] = []
    try writer.finish { bytes += $0 }
    return bytes
  }
}

extension JUnitCase {
  func write(to writer: XMLWriter) throws {
    try writer.element("testcase") { writer in
      try writer.attribute("classname", className)
      try writer.attribute("name", name)
      if let file { try writer.attribute("file", file) }
      if let time { try writer.attribute("time", XMLWriter.seconds(time)) }
      try properties.write(to: writer)
      switch result {
      case .passed: break
      case .failure(let problem): try problem.write(to: writer, as: "failure")
      case .error(let problem): try problem.write(to: writer, as: "error")
      case .skipped(let reason):
        try writer.element("skipped") { try $0.attribute("message", reason) }
      }
      if let systemOut { try writer.element("system-out") { try $0.text(systemOut) } }
    }
  }
}

extension JUnitCase.Problem {
  fileprivate func write(to writer: XMLWriter, as element: StaticString) throws {
    try writer.element(element) { writer in
      try writer.attribute("message", message)
      try writer.attribute("type", type)
      try writer.text(text)
    }
  }
}

extension [JUnitProperty] {
  func write(to writer: XMLWriter) throws {
    guard !isEmpty else { return }
    try writer.element("properties") { writer in
      for property in self {
        try writer.element("property") { writer in
          try writer.attribute("name", property.name)
          try writer.attribute("value", property.value)
        }
      }
    }
  }
}

extension XMLWriter {
  func attributes(_ totals: JUnitTotals) throws {
    try attribute("tests", String(totals.tests))
    try attribute("failures", String(totals.failures))
    try attribute("errors", String(totals.errors))
    try attribute("skipped", String(totals.skipped))
    if let time = totals.time { try attribute("time", Self.seconds(time)) }
  }

  /// Seconds with three decimals and never an exponent, which some readers do not know.
  fileprivate static func seconds(_ time: Double) -> String {
    let milliseconds = Int((max(0, min(time, 1e9)) * 1000).rounded())
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

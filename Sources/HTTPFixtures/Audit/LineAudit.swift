import JSONModel

/// Searches text of any kind line by line; lines that are JSON, as those of a journal, as such.
struct LineAudit {
  let redactor: Redactor

  func search(_ bytes: [UInt8], _ collector: inout FixtureAudit.Collector) {
    var number = 1
    var start = 0
    // A private key goes over many lines, so the whole text is searched at once.
    for match in redactor.scanner.matches(in: bytes)
    where !collector.isException(bytes[match.range]) {
      while let end = bytes[start..<match.range.lowerBound].firstIndex(of: 0x0A) {
        start = end + 1
        number += 1
      }
      collector.add(
        match.name, length: match.range.count,
        at: SourceLocation(
          byteOffset: match.range.lowerBound, line: number,
          column: match.range.lowerBound - start + 1), nil)
    }
    searchJSONLines(bytes, &collector)
  }

  private func searchJSONLines(_ bytes: [UInt8], _ collector: inout FixtureAudit.Collector) {
    var offset = 0
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    {
      defer { offset += line.count + 1 }
      guard line.first == UInt8(ascii: "{"),
        let document = try? JSONDocument(parsing: Array(line))
      else { continue }
      var inLine = FixtureAudit.Collector(file: collector.file, exceptions: collector.exceptions)
      JSONAudit(redactor: redactor).search(document, &inLine)
      for finding in inLine.findings {
        let place = finding.location
        let known = collector.findings.contains {
          $0.name == finding.name && $0.location.line == number + 1
        }
        guard !known else { continue }
        collector.add(
          finding.name, length: finding.length,
          at: SourceLocation(
            byteOffset: offset + place.byteOffset, line: number + 1, column: place.column),
          finding.pointer)
      }
    }
  }
}

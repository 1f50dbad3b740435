import AssayInput
import JSONModel

/// Gives the rows of a file one by one, in memory for one of them.
struct RowSource {
  let files: ConfinedFiles
  let path: String
  let format: RowFormat
  /// Of the file.
  let collector: DiagnosticCollector

  /// The largest file of data, in bytes.
  static let sizeLimit = 4 << 30

  /// Gives rows until there are no more or `body` gives false. What is wrong with the file itself
  /// is reported, and ends the reading.
  ///
  /// - Throws: `InputFile.Failure` if the file cannot be read.
  func rows(_ body: (DataRow) -> Bool) throws(InputFile.Failure) {
    switch format {
    case .json: try documents(.elements(), body)
    case .lines: try documents(.lines, body)
    case .csv(let separator): try records(separator, body)
    }
  }

  private func documents(
    _ layout: JSONStreamLayout, _ body: (DataRow) -> Bool
  ) throws(InputFile.Failure) {
    var parser = JSONStreamParser(layout)
    func drain() -> Bool {
      do {
        while let document = try parser.next() {
          let row = document.root
          guard row.kind == .object else {
            collector.error(
              at: row.location, "a row must be an object, not \(row.kind.withArticle)")
            continue
          }
          if !body(
            DataRow(
              columns: row.value.objectValue ?? [:], location: row.location, node: row,
              collector: collector))
          {
            return false
          }
        }
        return true
      } catch let error as JSONSyntaxError {
        collector.error(at: error.location, error.message, hint: hint)
      } catch {
        collector.error(at: nil, "\(error)")
      }
      return false
    }
    var goesOn = true
    try files.stream(path, limit: Self.sizeLimit) { bytes in
      parser.append(bytes)
      goesOn = drain()
      return goesOn
    }
    guard goesOn else { return }
    parser.finish()
    _ = drain()
  }

  private var hint: String {
    if case .lines = format {
      "a .jsonl file has one JSON object a line"
    } else {
      "a .json file of data is a list of objects; one object a line is .jsonl"
    }
  }

  // MARK: CSV

  private func records(_ separator: UInt8, _ body: (DataRow) -> Bool) throws(InputFile.Failure) {
    var parser = CSVParser(separator: separator)
    var table = Table(collector: collector, separator: separator)
    var goesOn = true
    func take(_ record: CSVParser.Record) {
      guard goesOn else { return }
      guard let row = table.row(record) else {
        goesOn = goesOn && table.isReadable
        return
      }
      goesOn = body(row)
    }
    func report(_ fault: CSVParser.Fault) {
      collector.error(at: fault.location, fault.message, hint: fault.hint)
      goesOn = false
    }
    try files.stream(path, limit: Self.sizeLimit) { bytes in
      do throws(CSVParser.Fault) {
        try parser.parse(bytes, take)
      } catch {
        report(error)
      }
      return goesOn
    }
    guard goesOn else { return }
    do throws(CSVParser.Fault) {
      try parser.finish(take)
    } catch {
      report(error)
    }
    if goesOn, !table.hasHeader {
      collector.error(at: nil, "the file is empty", hint: "its first line names the columns")
    }
  }
}

/// Makes rows of records, by the names in the first of them.
private struct Table {
  let collector: DiagnosticCollector
  let separator: UInt8
  private var header: [String]?
  /// Whether the columns have usable names.
  private(set) var isReadable = true

  init(collector: DiagnosticCollector, separator: UInt8) {
    self.collector = collector
    self.separator = separator
  }

  var hasHeader: Bool { header != nil }

  /// The row of a record; nil for the header and for what was reported.
  mutating func row(_ record: CSVParser.Record) -> DataRow? {
    guard let header else {
      readHeader(record)
      return nil
    }
    guard record.fields.count == header.count else {
      collector.error(
        at: record.location,
        "the row has \(record.fields.count) \(record.fields.count == 1 ? "field" : "fields"), but "
          + "there are \(header.count) columns",
        hint: record.fields.count > header.count
          ? "a field with the separator or a line break in it must stand in quotes"
          : "empty fields must be there, too")
      return nil
    }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(header.count)
    for (name, field) in zip(header, record.fields) {
      members.append(JSONObject.Member(key: name, value: .string(field)))
    }
    return DataRow(
      columns: JSONObject(members), location: record.location, node: nil, collector: collector)
  }

  private mutating func readHeader(_ record: CSVParser.Record) {
    let names = record.fields.map { name in
      var name = name[...]
      while name.first?.isWhitespace == true { name.removeFirst() }
      while name.last?.isWhitespace == true { name.removeLast() }
      return String(name)
    }
    header = names
    if let empty = names.firstIndex(of: "") {
      fail(record, "the column \(empty + 1) has no name", "the first line names the columns")
    }
    var seen: Set<String> = []
    for name in names where !name.isEmpty && !seen.insert(name).inserted {
      fail(record, "the column \"\(name)\" stands twice", "give one of them another name")
    }
    if names.count == 1,
      let other: Character = [";", "\t", ","].first(where: { names[0].contains($0) }),
      other.asciiValue != separator
    {
      fail(
        record, "there is a single column, \"\(names[0])\"",
        "say \"separator\": \"\(other == "\t" ? "\\t" : String(other))\"")
    }
  }

  private mutating func fail(_ record: CSVParser.Record, _ message: String, _ hint: String) {
    collector.error(at: record.location, message, hint: hint)
    isReadable = false
  }
}

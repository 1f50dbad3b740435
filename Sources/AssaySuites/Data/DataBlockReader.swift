import AssayAssertions
import AssayInput
import JSONModel

/// Reads a block of data, `{ "from": "people.csv", … }`: a case for each row.
struct DataBlockReader {
  let reading: SuiteReading
  let settings: CaseSettingsReader
  let assembler: CaseAssembler

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ node: JSONNode, _ defaults: CaseSettings) {
    guard var object = ObjectReader(node, "a block of data", collector),
      let from = object.value("from")
    else { return }
    let errors = collector.errorCount
    let own = settings.read(&object)
    let keepsDefaults = object.bool("defaults") ?? true
    let turns = TurnReader(reading: reading, settings: settings).read(object.value("turns"))
    let id = object.value("id").flatMap { reading.templates.template($0) }
    if let id { settings.usage.noteUse(id) }
    let columns = ColumnRules(&object, reading)
    let filter = object.value("where").map { RowFilter($0, collector) } ?? RowFilter()
    let limit = object.integer("limit", atLeast: 1)
    let format = object.value("format")
    let separator = object.value("separator")
    object.finish()
    var rows = RowReader(
      settings: settings, assembler: assembler, block: node,
      base: keepsDefaults ? own.over(defaults) : own, turns: turns, id: id, columns: columns,
      filter: filter, limit: limit ?? .max)
    // What is wrong with the block would be wrong with every row.
    guard collector.errorCount == errors else { return }
    if from.kind == .array {
      read(from, &rows)
    } else if let path = from.stringValue {
      guard let format = RowFormat.read(path, format, separator, at: from, collector) else {
        return
      }
      let source = RowSource(
        files: reading.files, path: path, format: format,
        collector: collector.reading(reading.files.displayPath(path)))
      do {
        try source.rows { rows.take($0) }
      } catch {
        collector.error(from, error.message, hint: error.hint)
        return
      }
    } else {
      collector.error(
        from, "\"from\" must be the path of a file or a list of rows, not \(from.kind.withArticle)")
      return
    }
    rows.finish(from)
  }

  private func read(_ list: JSONNode, _ rows: inout RowReader) {
    for element in list.elements {
      guard element.kind == .object else {
        collector.error(element, "a row must be an object, not \(element.kind.withArticle)")
        continue
      }
      let row = DataRow(
        columns: element.value.objectValue ?? [:], location: element.location, node: element,
        collector: collector)
      guard rows.take(row) else { return }
    }
  }
}

/// What becomes of the columns of a block's rows.
struct ColumnRules {
  enum Kind: String, CaseIterable {
    case string, number, boolean, json
  }

  /// The variable's name for a column's.
  private(set) var names: [String: String] = [:]
  private(set) var kinds: [String: Kind] = [:]
  private(set) var nodes: [String: JSONNode] = [:]

  init(_ object: inout ObjectReader, _ reading: SuiteReading) {
    readNames(object.value("columns"), reading.collector)
    readKinds(object.value("types"), reading.collector)
  }

  var isEmpty: Bool { names.isEmpty && kinds.isEmpty }

  private mutating func readNames(_ node: JSONNode?, _ collector: DiagnosticCollector) {
    guard let node else { return }
    guard node.kind == .object else {
      collector.error(
        node, "\"columns\" must be an object, not \(node.kind.withArticle)",
        hint: "{ \"variable\": \"column\" }")
      return
    }
    for member in node.members {
      guard let column = member.value.stringValue else {
        collector.error(member.value, "a column's name must be a string")
        continue
      }
      names[column] = member.key
      nodes[column] = member.value
    }
  }

  private mutating func readKinds(_ node: JSONNode?, _ collector: DiagnosticCollector) {
    guard let node else { return }
    guard node.kind == .object else {
      collector.error(
        node, "\"types\" must be an object, not \(node.kind.withArticle)",
        hint: "{ \"age\": \"number\" }")
      return
    }
    let known = Kind.allCases.map(\.rawValue)
    for member in node.members {
      guard let kind = member.value.stringValue.flatMap(Kind.init) else {
        collector.error(
          member.value,
          "a type must be one of \(known.joined(separator: ", ")), not \(member.value.excerpt)",
          hint: member.value.stringValue.flatMap { NearestName.find($0, among: known) }
            .map { "did you mean \"\($0)\"?" })
        continue
      }
      kinds[member.key] = kind
      nodes[member.key] = member.keyNode
    }
  }

  /// The variables of a row; what does not fit is reported.
  func variables(_ row: DataRow) -> JSONObject {
    if isEmpty { return row.columns }
    return JSONObject(
      row.columns.map { member in
        let name = names[member.key] ?? member.key
        return JSONObject.Member(
          key: name, value: converted(member.value, kinds[name] ?? kinds[member.key], name, row))
      })
  }

  private func converted(
    _ value: JSONValue, _ kind: Kind?, _ name: String, _ row: DataRow
  ) -> JSONValue {
    guard let kind, case .string(let text) = value else { return value }
    // An empty cell has no value of any kind.
    if text.isEmpty, kind != .string { return .null }
    let result: JSONValue? =
      switch kind {
      case .string: value
      case .number: JSONNumber(spelling: text).map(JSONValue.number)
      case .boolean: ["true": true, "false": false][text.lowercased()]
      case .json: try? JSONValue(parsing: text)
      }
    if let result { return result }
    row.collector.error(
      at: row.location,
      "\"\(name)\" must be of the type \(kind.rawValue), not \(Excerpt.quoted(text, limit: 40))")
    return value
  }
}

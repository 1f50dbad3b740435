import AssayAssertions
import AssayInput
import JSONModel

/// Makes a case of each row of a block.
///
/// The columns of a row are its variables. Columns whose names start with `case.` say something
/// of the case instead (`case.tags`, `case.skip`, …), and a row of JSON with an object `vars` is
/// written like a case.
struct RowReader {
  let settings: CaseSettingsReader
  let assembler: CaseAssembler
  let block: JSONNode
  /// What the block and the defaults say of every row.
  let base: CaseSettings
  let turns: [Suite.Turn]
  let id: Template?
  let columns: ColumnRules
  let filter: RowFilter
  let limit: Int

  private var seenRows = 0
  private var taken = 0
  /// Whether a condition took too long.
  private var isGivenUp = false
  /// The columns that some row has.
  private var seenColumns: Set<String> = []
  private var cachedChoices: [String: CaseSettings] = [:]

  init(
    settings: CaseSettingsReader, assembler: CaseAssembler, block: JSONNode, base: CaseSettings,
    turns: [Suite.Turn], id: Template?, columns: ColumnRules, filter: RowFilter, limit: Int
  ) {
    self.settings = settings
    self.assembler = assembler
    self.block = block
    self.base = base
    self.turns = turns
    self.id = id
    self.columns = columns
    self.filter = filter
    self.limit = limit
  }

  static let reservedPrefix = "case."

  /// Makes a case of a row, if it is selected; false if no more are wanted.
  mutating func take(_ row: DataRow) -> Bool {
    seenRows += 1
    if let node = row.node, node.count != row.columns.count { reportRepeatedKeys(node, row) }
    if let node = row.node, let vars = node["vars"], vars.kind == .object {
      takeCase(node, vars, row)
    } else {
      takeVariables(row)
    }
    return taken < limit && !isGivenUp
  }

  private mutating func takeVariables(_ row: DataRow) {
    var own = columns.variables(row)
    for member in own where !seenColumns.contains(member.key) { seenColumns.insert(member.key) }
    guard isSelected(own, row) else { return }
    var settings = base
    if own.contains(where: { $0.key.hasPrefix(Self.reservedPrefix) }) {
      settings = overrides(of: &own, row).over(base)
    }
    settings.variables = base.variables.merging(own)
    add(settings, turns, own, explicit: own["id"], row)
  }

  /// A row that is written like a case.
  private mutating func takeCase(_ node: JSONNode, _ vars: JSONNode, _ row: DataRow) {
    let inFile = CaseSettingsReader(
      reading: SuiteReading(settings.reading, collector: row.collector), usage: VariableUsage())
    guard var object = ObjectReader(node, "a row with \"vars\"", row.collector) else { return }
    let read = inFile.read(&object)
    let explicit = object.value("id")?.value
    let own = TurnReader(reading: inFile.reading, settings: inFile).read(object.value("turns"))
    object.finish()
    for member in read.variables where !seenColumns.contains(member.key) {
      seenColumns.insert(member.key)
    }
    guard isSelected(read.variables, row) else { return }
    add(
      read.over(base), own.isEmpty ? turns : own, read.variables, explicit: explicit, row)
  }

  private mutating func isSelected(_ own: JSONObject, _ row: DataRow) -> Bool {
    do {
      return try filter.selects(own)
    } catch {
      // What takes this long on one row takes as long on the others.
      isGivenUp = true
      settings.reading.collector.error(
        error.node,
        "nobody can say whether the row in \(row.collector.file):\(row.location.line) is meant: "
          + error.message)
      return false
    }
  }

  private mutating func add(
    _ settings: CaseSettings, _ turns: [Suite.Turn], _ own: JSONObject, explicit: JSONValue?,
    _ row: DataRow
  ) {
    taken += 1
    guard let id = caseID(settings.variables, own, explicit, row) else { return }
    assembler.add(
      CaseAssembler.Draft(
        id: id, idIsContent: self.id == nil && explicit == nil,
        idNode: explicit == nil ? row.node : row.node?["id"] ?? row.node, node: row.node,
        location: row.location, collector: row.collector, settings: settings, turns: turns))
  }

  /// The id that the block's template gives, or the row's own, or one made of its content.
  private func caseID(
    _ variables: JSONObject, _ own: JSONObject, _ explicit: JSONValue?, _ row: DataRow
  ) -> String? {
    var text: String
    if let id {
      do {
        text = try id.render(variables)
      } catch .undefined(let variable) {
        report(
          row, "\"id\" needs the column \"\(variable.name)\", which the row does not have",
          NearestName.find(variable.name, among: variables.keys)
            .map { "did you mean \"\($0)\"?" })
        return nil
      } catch {
        report(row, "\"id\" cannot be rendered: \(error)")
        return nil
      }
    } else if let explicit {
      guard explicit.kind == .string || explicit.kind == .number else {
        report(row, "\"id\" must be a string or a number, not \(explicit.kind.withArticle)")
        return nil
      }
      text = explicit.stringValue ?? explicit.text()
    } else {
      return ContentID.of(.object(own))
    }
    if text.isEmpty {
      report(row, "the id is empty", "without \"id\", one is made of the row's content")
      return nil
    }
    return text
  }

  // MARK: Overrides

  private static let overrideKeys = [
    "title", "tags", "skip", "repeat", "stream", "prompts", "models", "assert",
  ]

  /// Takes the columns that say something of the case out of the variables.
  private mutating func overrides(of own: inout JSONObject, _ row: DataRow) -> CaseSettings {
    var object = JSONObject()
    for member in own where member.key.hasPrefix(Self.reservedPrefix) {
      own[member.key] = nil
      let key = String(member.key.dropFirst(Self.reservedPrefix.count))
      guard Self.overrideKeys.contains(key) else {
        report(
          row, "the column \"\(member.key)\" says nothing of a case",
          NearestName.find(key, among: Self.overrideKeys).map { "did you mean \"case.\($0)\"?" }
            ?? "there are \(Self.overrideKeys.map { "case." + $0 }.joined(separator: ", "))")
        continue
      }
      if let value = Self.cell(member.value, key) { object[key] = value }
    }
    let text = JSONValue.object(object).text()
    if let known = cachedChoices[text] { return known }
    let read = read(text, row)
    if cachedChoices.count < 1_000 { cachedChoices[text] = read }
    return read
  }

  /// What a cell of a table means; nil if it is empty.
  private static func cell(_ value: JSONValue, _ key: String) -> JSONValue? {
    guard case .string(let text) = value else { return value }
    if text.isEmpty { return nil }
    switch key {
    case "title", "skip": return value
    case "tags", "prompts", "models":
      if let list = try? JSONValue(parsing: text), list.kind == .array { return list }
      return .array(
        text.split(separator: ",").map { part in
          var part = part
          while part.first == " " { part.removeFirst() }
          while part.last == " " { part.removeLast() }
          return .string(String(part))
        })
    default: return (try? JSONValue(parsing: text)) ?? value
    }
  }

  /// Reads the settings; problems are reported where the row stands.
  private func read(_ text: String, _ row: DataRow) -> CaseSettings {
    let scratch = DiagnosticCollector(file: row.collector.file)
    guard let document = try? JSONDocument(parsing: text),
      var object = ObjectReader(document.root, "a row", scratch)
    else { return CaseSettings() }
    let read = CaseSettingsReader(
      reading: SuiteReading(settings.reading, collector: scratch), usage: settings.usage
    ).read(&object)
    for problem in scratch.diagnostics where problem.severity == .error {
      let column = problem.pointer?.tokens.first.map { "case.\($0): " } ?? ""
      report(row, column + problem.message, problem.hint)
    }
    return read
  }

  // MARK: Reporting

  private func reportRepeatedKeys(_ node: JSONNode, _ row: DataRow) {
    var seen: Set<String> = []
    for member in node.members where !seen.insert(member.key).inserted {
      row.collector.error(
        member.keyNode, "the key \"\(member.key)\" stands twice in this row",
        hint: "remove one of them")
    }
  }

  private func report(_ row: DataRow, _ message: String, _ hint: String? = nil) {
    if let node = row.node {
      row.collector.error(node, message, hint: hint)
    } else {
      row.collector.error(at: row.location, message, hint: hint)
    }
  }

  /// Reports what can only be said once all rows were seen.
  func finish(_ from: JSONNode) {
    let collector = settings.reading.collector
    guard !collector.hasErrors else { return }
    let hasAll = taken < limit
    // Columns are seen by the names that they get.
    let wanted =
      filter.columns.map { ($0.name, $0.name, $0.node) }
      + columns.nodes.map { ($0.key, columns.names[$0.key] ?? $0.key, $0.value) }
    for (column, name, node) in wanted where hasAll && seenRows > 0 && !seenColumns.contains(name) {
      collector.error(
        node, "no row has the column \"\(column)\"",
        hint: NearestName.find(column, among: seenColumns).map { "did you mean \"\($0)\"?" }
          ?? "there are \(seenColumns.sorted().prefix(20).joined(separator: ", "))")
    }
    guard taken == 0, !collector.hasErrors else { return }
    collector.warning(
      from, seenRows == 0 ? "the data has no rows" : "none of the \(seenRows) rows is selected")
  }
}

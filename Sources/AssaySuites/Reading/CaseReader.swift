import AssayAssertions
import AssayInput
import JSONModel

/// Reads the cases of a suite, with the defaults merged into each.
struct CaseReader {
  let reading: SuiteReading
  private let usage = VariableUsage()

  init(reading: SuiteReading) {
    self.reading = reading
  }

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ suite: inout ObjectReader) -> [Suite.Case] {
    let settings = CaseSettingsReader(reading: reading, usage: usage)
    let defaults = readDefaults(suite.value("defaults"), settings)
    guard let node = suite.required("cases") else { return [] }
    let elements = node.kind == .array ? Array(node.elements) : [node]
    guard node.kind == .array || node.kind == .object, !elements.isEmpty else {
      collector.error(
        node, "\"cases\" must be a list of at least one case",
        hint: "or a block of data: { \"from\": \"data.csv\" }")
      return []
    }
    // Named assertions use variables, too.
    if let named = suite.value("assertions") { usage.noteTemplates(in: named) }
    let assembler = CaseAssembler(reading: reading, usage: usage)
    for element in elements {
      if element.kind == .object, element["from"] != nil {
        DataBlockReader(reading: reading, settings: settings, assembler: assembler)
          .read(element, defaults)
      } else {
        readCase(element, defaults, settings, assembler)
      }
    }
    return assembler.finish(node)
  }

  private func readDefaults(_ node: JSONNode?, _ settings: CaseSettingsReader) -> CaseSettings {
    guard let node, var object = ObjectReader(node, "\"defaults\"", collector) else {
      return CaseSettings()
    }
    let defaults = settings.read(&object)
    object.finish()
    return defaults
  }

  private func readCase(
    _ node: JSONNode, _ defaults: CaseSettings, _ settings: CaseSettingsReader,
    _ assembler: CaseAssembler
  ) {
    guard var object = ObjectReader(node, "a case", collector) else { return }
    let id = object.requiredString("id")
    if id?.isEmpty == true { collector.error(node, "a case id cannot be empty") }
    let own = settings.read(&object)
    let keepsDefaults = object.bool("defaults") ?? true
    let turns = TurnReader(reading: reading, settings: settings).read(object.value("turns"))
    object.finish()
    guard let id, !id.isEmpty else { return }
    assembler.add(
      CaseAssembler.Draft(
        id: id, idNode: node["id"] ?? node, node: node, location: node.location,
        collector: collector, settings: keepsDefaults ? own.over(defaults) : own, turns: turns))
  }
}

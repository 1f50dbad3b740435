import AssayAssertions
import AssayInput
import JSONModel

/// Turns the JSON of one suite file into a ``Suite``, reporting all mistakes.
struct SuiteReader {
  let reading: SuiteReading

  static let version = 1

  /// The gateway's own. It is always sent, so that no other server's default sneaks in; a null
  /// takes it away for models that do not take one.
  static let defaultTemperature: JSONValue = 0.7

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ root: JSONNode) -> Suite? {
    guard var object = ObjectReader(root, "a suite", collector) else { return nil }
    // For editors and people; what they say is not needed here.
    _ = object.string("$schema")
    _ = object.string("description")
    guard FormatVersion.check(object.required("version"), Self.version, "suite", collector) else {
      return nil
    }
    let name = readName(&object, root)
    let jobType = object.string("jobType")
    let jobScope = GateReader.jobScope(&object, collector)
    let gates = GateReader.gates(object.value("gates"), collector)
    readPartials(object.value("partials"))
    reading.endpoints.merge(EndpointReader(collector).read(object.value("endpoints"))) { $1 }
    readShapes(object.value("shapes"))
    ToolReader.collectNames(root, &reading.offeredTools)
    var request = RequestReader(reading: reading).read(&object)
    if request.parameters["temperature"] == nil {
      request.parameters["temperature"] = Self.defaultTemperature
    }
    reading.response = request.response ?? ResponseSettings()
    reading.toolNames = request.toolNames
    let models = ModelReader(reading: reading)
    reading.models = models.readModels(&object)
    reading.judges = models.readJudges(object.value("judge"))
    reading.prompts = PromptReader(reading: reading).read(object.required("prompts"), request)
    let assertions = object.value("assertions")
    reading.assertions.define(assertions)
    let cases = CaseReader(reading: reading).read(&object)
    if assertions != nil, !collector.hasErrors { reading.assertions.warnOfUnused() }
    GateReader.checkMetrics(
      gates, object.value("gates"), cases, defined: reading.assertions.definedMetrics, collector)
    object.finish()
    guard let name, !collector.hasErrors else { return nil }
    return Suite(
      name: name, file: collector.file, models: reading.models, prompts: reading.prompts,
      cases: cases, jobType: jobType ?? name, responseShape: reading.response.shape,
      gates: gates, jobScope: jobScope, judges: reading.judges, endpoints: reading.endpoints,
      digest: "")
  }

  private func readName(_ object: inout ObjectReader, _ root: JSONNode) -> String? {
    let name = object.requiredString("name")
    if let name, !Self.isName(name) {
      collector.error(
        object.value("name") ?? root,
        "\"\(name)\" cannot be the name of a suite: it also names a folder",
        hint: "use letters, digits, '-', '_' and '.', which cannot come first; at most 100")
    }
    return name
  }

  /// Names that are safe as folders and stay the same on every file system.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.count <= 100 else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
  }

  private func readPartials(_ node: JSONNode?) {
    guard let node else { return }
    guard node.kind == .object else {
      collector.error(
        node, "\"partials\" must be an object of named texts, not \(node.kind.withArticle)")
      return
    }
    for member in node.members {
      reading.partials[member.key] = reading.text(member.value, "a partial")
    }
    // Each is checked, whether a prompt inserts it or not.
    var reported: Set<String> = []
    for member in node.members where reading.partials[member.key] != nil {
      do {
        _ = try Template("{{> \(member.key)}}", partials: reading.partials)
      } catch {
        guard let culprit = error.partial, reported.insert(culprit).inserted else { continue }
        node[culprit].map { report(error, $0) }
      }
    }
  }

  /// Reports what is wrong with the text of a partial.
  private func report(_ error: Template.SyntaxError, _ node: JSONNode) {
    if let reference = FileReference(node), let bytes = reading.bytes(reference) {
      reading.collector(reference).error(
        at: TextFile.location(of: error.offset, in: bytes), error.message, hint: error.hint)
    } else {
      collector.error(
        at: node.location(ofTextOffset: error.offset), pointer: node.pointer, error.message,
        hint: error.hint)
    }
  }

  private func readShapes(_ node: JSONNode?) {
    defer { reading.shapes = reading.registry.shapes.completing(reading.shapes) }
    guard let node else { return }
    guard node.kind == .object else {
      collector.error(node, "\"shapes\" must be an object of named shapes")
      return
    }
    for member in node.members {
      reading.shapes[member.key] = Shape(reading: member.value, name: member.key, collector)
      if reading.shapes[member.key] == nil { reading.faultyShapes.insert(member.key) }
    }
  }
}

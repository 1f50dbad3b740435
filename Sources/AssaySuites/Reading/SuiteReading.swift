import AssayAssertions
import AssayInput
import JSONModel

/// What the readers of one suite share.
final class SuiteReading {
  let collector: DiagnosticCollector
  let registry: AssertionRegistry
  let files: ConfinedFiles
  var shapes: [String: Shape] = [:]
  /// The names of shapes that are defined, but wrongly.
  var faultyShapes: Set<String> = []
  /// The texts that `{{> name}}` inserts.
  var partials: [String: String] = [:]
  var endpoints: [String: Endpoint]
  var prompts: [Suite.Prompt] = []
  var models: [Suite.Model] = []
  var judges: [Suite.Model] = []
  /// What the suite says of the replies' form.
  var response = ResponseSettings()
  /// The names of the tools that the suite offers with every call.
  var toolNames: [String] = []
  /// The names of all tools that are offered somewhere in the suite's file: assertions may be read
  /// before the case that offers theirs.
  var offeredTools: Set<String> = []
  /// The assertions that the suite gives names to.
  var namedAssertions = NamedAssertions()

  init(
    collector: DiagnosticCollector, registry: AssertionRegistry, files: ConfinedFiles,
    endpoints: [String: Endpoint]
  ) {
    self.collector = collector
    self.registry = registry
    self.files = files
    self.endpoints = endpoints
  }

  var templates: TemplateReader { TemplateReader(collector: collector, partials: partials) }

  /// What assertions are read in.
  var assertions: AssertionScope {
    AssertionScope(
      registry: registry, shapes: shapes, faultyShapes: faultyShapes,
      responseShape: response.shape, partials: partials, hasJudge: !judges.isEmpty,
      toolNames: offeredTools.sorted(),
      judgeNames: judges.flatMap { [$0.label, $0.name] } + models.map(\.name),
      named: namedAssertions, collector: collector)
  }

  /// The hint for a name that is not among `known`.
  static func hint(_ name: String, among known: [String], otherwise: String) -> String {
    NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" } ?? otherwise
  }
}

/// A value that stands in a file of its own: `{ "file": "prompts/terse.txt" }`.
struct FileReference {
  /// Where the path stands.
  let node: JSONNode
  let path: String

  /// The reference at `node`; nil if it is something else.
  init?(_ node: JSONNode) {
    guard node.kind == .object, node.count == 1, let pathNode = node["file"],
      let path = pathNode.stringValue
    else { return nil }
    self.node = pathNode
    self.path = path
  }
}

extension SuiteReading {
  /// The bytes of a file beside the suite; nil if it cannot be read, which is reported.
  func bytes(_ reference: FileReference) -> [UInt8]? {
    do {
      return try files.bytes(reference.path)
    } catch {
      collector.error(reference.node, error.message, hint: error.hint)
      return nil
    }
  }

  /// A collector for the problems of a file beside the suite.
  func collector(_ reference: FileReference) -> DiagnosticCollector {
    collector.reading(files.displayPath(reference.path))
  }

  /// The text at `node`, or in the file that it names.
  func text(_ node: JSONNode, _ what: String) -> String? {
    if let text = node.stringValue { return text }
    guard let reference = FileReference(node) else {
      collector.error(
        node, "\(what) must be a text or { \"file\": PATH }, not \(node.kind.withArticle)")
      return nil
    }
    return bytes(reference).flatMap { TextFile.text($0, collector(reference)) }
  }

  /// The JSON of a file beside the suite.
  func document(_ reference: FileReference) -> JSONDocument? {
    bytes(reference).flatMap {
      InputFile.document(parsing: $0, collector(reference), kind: "the file is strict JSON")
    }
  }
}

import AssayInput
import JSONModel

/// Reads the messages of prompts and turns.
struct MessageReader {
  let reading: SuiteReading
  /// Whether the list may be empty.
  var mayBeEmpty = false

  private var collector: DiagnosticCollector { reading.collector }

  static let roles = ["system", "developer", "user", "assistant", "tool"]

  /// The messages of a list, or of the JSON file that `node` names.
  func list(_ node: JSONNode) -> [Suite.MessageTemplate] {
    if let reference = FileReference(node) { return file(reference.path, reference.node) }
    guard node.kind == .array, node.count > 0 || mayBeEmpty else {
      collector.error(
        node, "\"messages\" must be a list of at least one message",
        hint: "or { \"file\": PATH } of a JSON file with the list")
      return []
    }
    return node.elements.compactMap(message)
  }

  /// The messages of a file: a JSON file has a list of them, any other is the user's text.
  func file(_ path: String, _ node: JSONNode) -> [Suite.MessageTemplate] {
    let bytes: [UInt8]
    do {
      bytes = try reading.files.bytes(path)
    } catch {
      collector.error(node, error.message, hint: error.hint)
      return []
    }
    let name = reading.files.displayPath(path)
    guard path.hasSuffix(".json") else {
      return text(bytes, file: name, role: "user").map { [$0] } ?? []
    }
    let inFile = collector.reading(name)
    guard
      let document = InputFile.document(
        parsing: bytes, inFile, kind: "a prompt's .json file is a list of messages")
    else { return [] }
    let inner = MessageReader(
      reading: SuiteReading(reading, collector: inFile), mayBeEmpty: mayBeEmpty)
    // As exported from elsewhere, the list may be the member of an object.
    if document.root.kind == .object, let list = document.root["messages"] {
      return inner.list(list)
    }
    return inner.list(document.root)
  }

  /// A message of one text.
  func text(_ node: JSONNode, role: String) -> Suite.MessageTemplate? {
    if let reference = FileReference(node) {
      return reading.bytes(reference).flatMap {
        text($0, file: reading.files.displayPath(reference.path), role: role)
      }
    }
    return reading.templates.template(node).map {
      Suite.MessageTemplate(
        role: role, content: .text($0), file: collector.file, location: node.location)
    }
  }

  private func text(_ bytes: [UInt8], file: String, role: String) -> Suite.MessageTemplate? {
    reading.templates.template(bytes, file: file).map {
      Suite.MessageTemplate(
        role: role, content: .text($0), file: file,
        location: SourceLocation(byteOffset: 0, line: 1, column: 1))
    }
  }

  private func message(_ node: JSONNode) -> Suite.MessageTemplate? {
    guard var object = ObjectReader(node, "a message", collector) else { return nil }
    let role = readRole(&object)
    let contentNode = object.value("content")
    let name = object.value("name").flatMap(reading.templates.template)
    let calls = object.value("tool_calls")
    let callID = object.value("tool_call_id").flatMap(reading.templates.template)
    object.finish(offering: ["role", "content", "name", "tool_calls", "tool_call_id"])
    var message = Suite.MessageTemplate(
      role: role ?? "", name: name, toolCallID: callID, file: collector.file,
      location: node.location)
    // As on the wire, a message that only calls tools may say that it has no content.
    if let contentNode, contentNode.kind != .null || calls == nil {
      guard content(contentNode, &message) else { return nil }
    } else if calls == nil {
      collector.error(node, "the key \"content\" is missing")
      return nil
    }
    guard let role else { return nil }
    if let calls {
      guard let calls = toolCalls(calls, role) else { return nil }
      message.toolCalls = calls
    }
    if role == "tool", callID == nil {
      collector.error(
        node, "a message of the role \"tool\" needs \"tool_call_id\"",
        hint: "the id of the call that it answers")
    }
    return message
  }

  private func readRole(_ object: inout ObjectReader) -> String? {
    guard let role = object.requiredString("role") else { return nil }
    guard Self.roles.contains(role) else {
      collector.error(
        object.value("role") ?? object.node, "\"\(role)\" is no role",
        hint: SuiteReading.hint(
          role, among: Self.roles, otherwise: "roles are \(Self.roles.joined(separator: ", "))"))
      return nil
    }
    return role
  }

  private func content(_ node: JSONNode, _ message: inout Suite.MessageTemplate) -> Bool {
    guard node.kind == .array else {
      guard node.kind == .string || FileReference(node) != nil else {
        collector.error(
          node,
          "\"content\" must be a text, { \"file\": PATH } or a list of parts, "
            + "not \(node.kind.withArticle)")
        return false
      }
      guard let text = text(node, role: message.role) else { return false }
      message.content = text.content
      message.file = text.file
      message.location = text.location
      return true
    }
    for part in node.elements where part.kind != .object || part["type"]?.stringValue == nil {
      collector.error(
        part, "a part of a message must be an object with \"type\"",
        hint: "such as { \"type\": \"text\", \"text\": \"…\" }")
      return false
    }
    guard node.count > 0, let parts = reading.templates.json(node) else {
      if node.count == 0 { collector.error(node, "a message must have at least one part") }
      return false
    }
    message.content = .parts(parts)
    return true
  }

  private func toolCalls(_ node: JSONNode, _ role: String) -> JSONTemplate? {
    guard role == "assistant", node.kind == .array, node.count > 0,
      node.elements.allSatisfy({
        $0["id"]?.stringValue != nil && $0["function"]?["name"]?.stringValue != nil
          && $0["function"]?["arguments"]?.stringValue != nil
      })
    else {
      collector.error(
        node,
        "\"tool_calls\" must be a list of calls of an assistant's message, each with an id "
          + "and a function with a name and arguments in a string")
      return nil
    }
    return reading.templates.json(node)
  }
}

extension SuiteReading {
  /// The same reading, with the problems of another file.
  convenience init(_ other: SuiteReading, collector: DiagnosticCollector) {
    self.init(
      collector: collector, registry: other.registry, files: other.files,
      endpoints: other.endpoints)
    shapes = other.shapes
    faultyShapes = other.faultyShapes
    partials = other.partials
    prompts = other.prompts
    models = other.models
    judges = other.judges
    response = other.response
    toolNames = other.toolNames
    namedAssertions = other.namedAssertions
  }
}

import AssayAssertions
import AssayInput
import JSONModel

/// Turns the JSON of one suite file into a ``Suite``, reporting all mistakes.
struct SuiteReader {
  let collector: DiagnosticCollector
  let registry: AssertionRegistry

  static let version = 1

  func read(_ root: JSONNode) -> Suite? {
    guard var object = ObjectReader(root, "a suite", collector) else { return nil }
    // For editors; what it says is not needed here.
    _ = object.string("$schema")
    _ = object.string("description")
    guard readVersion(&object) else { return nil }
    let name = object.requiredString("name")
    if let name, !Self.isName(name) {
      collector.error(
        object.value("name") ?? root,
        "\"\(name)\" cannot be the name of a suite: it also names a folder",
        hint: "use letters, digits, '-', '_' and '.'")
    }
    let shapes = readShapes(object.value("shapes"))
    let response = readResponse(&object, shapes)
    var parameters = object.object("parameters") ?? JSONObject()
    if let shape = response.shape, parameters["response_format"] == nil {
      parameters["response_format"] = shape.responseFormat
    }
    let models = readModels(&object, parameters)
    let prompts = readPrompts(&object)
    let jobType = object.string("jobType")
    let cases = CaseReader(
      collector: collector, registry: registry, shapes: shapes, responseShape: response.shape,
      assertsShape: response.isAsserted, prompts: prompts, models: models
    ).read(&object)
    object.finish()
    guard let name, !collector.hasErrors else { return nil }
    return Suite(
      name: name, file: collector.file, models: models, prompts: prompts, cases: cases,
      jobType: jobType ?? name, responseShape: response.shape)
  }

  /// Names that are safe as folders and stay the same on every file system.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first != ".", name.utf8.count <= 100 else {
      return false
    }
    return name.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil
          || "-_.".unicodeScalars.contains($0))
    }
  }

  private func readVersion(_ object: inout ObjectReader) -> Bool {
    guard let node = object.required("version") else { return true }
    guard let version = node.intValue, version >= 1 else {
      collector.error(node, "\"version\" must be \(Self.version), not \(node.excerpt)")
      return false
    }
    guard version <= Self.version else {
      collector.error(
        node, "this suite is of version \(version); this Assay reads up to \(Self.version)",
        hint: "use a newer Assay")
      return false
    }
    return true
  }

  // MARK: Models

  private func readModels(
    _ object: inout ObjectReader, _ parameters: JSONObject
  ) -> [Suite.Model] {
    guard let node = object.required("models") else { return [] }
    guard node.kind == .array, node.count > 0 else {
      collector.error(node, "\"models\" must be a list of at least one model")
      return []
    }
    var labels: Set<String> = []
    return node.elements.compactMap { element in
      guard let model = readModel(element, parameters) else { return nil }
      guard labels.insert(model.label).inserted else {
        collector.error(
          element, "the model \"\(model.label)\" stands twice",
          hint: "give one of them another \"label\"")
        return nil
      }
      return model
    }
  }

  private func readModel(_ node: JSONNode, _ parameters: JSONObject) -> Suite.Model? {
    if let name = node.stringValue {
      return Suite.Model(name: name, label: name, parameters: parameters)
    }
    guard node.kind == .object else {
      collector.error(node, "a model must be a name or an object, not \(node.kind.withArticle)")
      return nil
    }
    guard var object = ObjectReader(node, "a model", collector) else { return nil }
    let name = object.requiredString("model")
    let label = object.string("label")
    var merged = parameters
    for member in object.object("parameters") ?? [:] { merged[member.key] = member.value }
    object.finish()
    return name.map { Suite.Model(name: $0, label: label ?? $0, parameters: merged) }
  }

  // MARK: Prompts

  private func readPrompts(_ object: inout ObjectReader) -> [Suite.Prompt] {
    guard let node = object.required("prompts") else { return [] }
    guard node.kind == .object, node.count > 0 else {
      collector.error(
        node, "\"prompts\" must be an object of at least one prompt",
        hint: "{ \"name\": { \"messages\": [ … ] } }")
      return []
    }
    return node.members.compactMap { member in
      guard var prompt = ObjectReader(member.value, "a prompt", collector),
        let messages = prompt.required("messages")
      else { return nil }
      prompt.finish()
      guard messages.kind == .array, messages.count > 0 else {
        collector.error(messages, "\"messages\" must be a list of at least one message")
        return nil
      }
      return Suite.Prompt(id: member.key, messages: messages.elements.compactMap(readMessage))
    }
  }

  private static let roles = ["system", "developer", "user", "assistant"]

  private func readMessage(_ node: JSONNode) -> Suite.MessageTemplate? {
    guard var object = ObjectReader(node, "a message", collector) else { return nil }
    let role = object.requiredString("role")
    let content = object.requiredString("content")
    let contentNode = object.value("content")
    if let role, !Self.roles.contains(role) {
      collector.error(
        object.value("role") ?? node, "\"\(role)\" is no role",
        hint: NearestName.find(role, among: Self.roles).map { "did you mean \"\($0)\"?" }
          ?? "roles are \(Self.roles.joined(separator: ", "))")
    }
    object.finish()
    guard let role, let content, let contentNode else { return nil }
    do {
      return Suite.MessageTemplate(
        role: role, content: try Template(content), location: contentNode.location)
    } catch let error as Template.SyntaxError {
      collector.error(contentNode, error.message)
    } catch {
      collector.error(contentNode, "\(error)")
    }
    return nil
  }

  // MARK: Shapes

  private func readShapes(_ node: JSONNode?) -> [String: Shape] {
    guard let node else { return [:] }
    guard node.kind == .object else {
      collector.error(node, "\"shapes\" must be an object of named shapes")
      return [:]
    }
    var shapes: [String: Shape] = [:]
    for member in node.members {
      shapes[member.key] = Shape(reading: member.value, name: member.key, collector)
    }
    return shapes
  }

  /// The shape of the replies, and whether every case asserts it.
  private struct Response {
    var shape: Shape?
    var isAsserted = true
  }

  private func readResponse(_ object: inout ObjectReader, _ shapes: [String: Shape]) -> Response {
    guard let node = object.value("response") else { return Response() }
    guard var reader = ObjectReader(node, "\"response\"", collector) else { return Response() }
    var response = Response()
    if let name = reader.requiredString("shape") {
      response.shape = shapes[name]
      if response.shape == nil,
        node["shape"].map({ _ in shapes.isEmpty || shapes[name] == nil }) == true
      {
        collector.error(
          reader.value("shape") ?? node, "there is no shape \"\(name)\"",
          hint: NearestName.find(name, among: shapes.keys).map { "did you mean \"\($0)\"?" }
            ?? "shapes are defined under \"shapes\" of the suite")
      }
    }
    response.isAsserted = reader.bool("assert") ?? true
    reader.finish()
    return response
  }
}

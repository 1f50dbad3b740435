import AssayAssertions
import AssayInput
import JSONModel

/// Reads the functions that a model may call.
struct ToolReader {
  let reading: SuiteReading

  private var collector: DiagnosticCollector { reading.collector }

  /// A function as it is sent.
  struct Tool {
    var name: String
    var json: JSONValue
  }

  /// The names in every list of tools, wherever it stands.
  static func collectNames(_ node: JSONNode, _ names: inout Set<String>) {
    switch node.kind {
    case .array: for element in node.elements { collectNames(element, &names) }
    case .object:
      for member in node.members {
        if member.key == "tools", member.value.kind == .array {
          names.formUnion(
            member.value.elements.compactMap { ($0["function"] ?? $0)["name"]?.stringValue })
        }
        collectNames(member.value, &names)
      }
    default: break
    }
  }

  func readTools(_ node: JSONNode) -> [Tool]? {
    guard node.kind == .array else {
      collector.error(node, "\"tools\" must be a list of tools, not \(node.kind.withArticle)")
      return nil
    }
    var names: Set<String> = []
    return node.elements.compactMap { element in
      guard let tool = readTool(element) else { return nil }
      guard names.insert(tool.name).inserted else {
        collector.error(element, "the tool \"\(tool.name)\" stands twice")
        return nil
      }
      return tool
    }
  }

  /// A tool as on the wire, or its function alone.
  private func readTool(_ node: JSONNode) -> Tool? {
    guard let inner = node["function"], node.kind == .object else {
      if node.kind == .object, node["type"]?.stringValue == "function" {
        collector.error(node, "the key \"function\" is missing")
        return nil
      }
      return readFunction(node)
    }
    guard var object = ObjectReader(node, "a tool", collector) else { return nil }
    let type = object.string("type")
    _ = object.value("function")
    object.finish(offering: ["type", "function"])
    if let type, type != "function" {
      collector.error(object.value("type") ?? node, "the type of a tool must be \"function\"")
    }
    return readFunction(inner)
  }

  private func readFunction(_ node: JSONNode) -> Tool? {
    guard var object = ObjectReader(node, "a tool", collector) else { return nil }
    let name = object.requiredString("name")
    let description = object.string("description")
    let parameters = object.value("parameters").flatMap { readParameters($0, name ?? "tool") }
    let strict = object.bool("strict")
    object.finish()
    guard let name else { return nil }
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(Self.isNameByte) else {
      collector.error(
        object.value("name") ?? node, "\"\(name)\" cannot be the name of a tool",
        hint: "use at most 64 letters, digits, '_' and '-'")
      return nil
    }
    var function: JSONObject = ["name": .string(name)]
    function["description"] = description.map(JSONValue.string)
    function["parameters"] = parameters
    function["strict"] = strict.map(JSONValue.bool)
    return Tool(name: name, json: ["type": "function", "function": .object(function)])
  }

  /// The JSON Schema of the arguments, which may be in the short form of shapes.
  private func readParameters(_ node: JSONNode, _ name: String) -> JSONValue? {
    guard node.kind == .object else {
      collector.error(
        node, "\"parameters\" must be a JSON Schema or a shape, not \(node.kind.withArticle)")
      return nil
    }
    // A schema of any object looks like a shape with a property called "type".
    if node["type"]?.stringValue == "object" { return node.value }
    return Shape(reading: node, name: name, collector)?.schema
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  // MARK: Choice

  private static let words = ["auto", "none", "required"]

  /// The `tool_choice` of the wire: a word, or the name of a tool that must be called.
  func readChoice(_ node: JSONNode, _ tools: [String]) -> JSONValue? {
    if node.kind == .object { return node.value }
    guard let name = node.stringValue else {
      collector.error(
        node, "\"toolChoice\" must be a word, the name of a tool or an object as on the wire")
      return nil
    }
    if Self.words.contains(name) { return .string(name) }
    guard tools.contains(name) else {
      collector.error(
        node, "there is no tool \"\(name)\"",
        hint: SuiteReading.hint(
          name, among: Self.words + tools,
          otherwise: "choose among \((Self.words + tools).joined(separator: ", "))"))
      return nil
    }
    return ["type": "function", "function": ["name": .string(name)]]
  }
}

import AssayAssertions
import AssayInput
import JSONModel

/// What a suite, a prompt or a case says of its requests.
struct RequestSettings {
  /// Under their names on the wire, tools and the response's format among them.
  var parameters = JSONObject()
  /// Nil where nothing is said of the response.
  var response: ResponseSettings?
  /// The names of the tools that are offered.
  var toolNames: [String] = []
}

/// The form of the replies.
struct ResponseSettings {
  var shape: Shape?
  /// Asserts the shape; nil if it is only asked for.
  var assertion: ConfiguredAssertion?
}

/// Reads `parameters`, `tools`, `toolChoice` and `response`.
struct RequestReader {
  let reading: SuiteReading

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ object: inout ObjectReader) -> RequestSettings {
    var settings = RequestSettings(parameters: parameters(&object))
    // A model has no keys for these.
    for (key, instead) in [("tools", "tools"), ("tool_choice", "toolChoice")] {
      guard let node = object.value("parameters")?[key] else { continue }
      collector.error(
        node, "\"\(key)\" is no parameter here", hint: "say it with \"\(instead)\"")
    }
    let tools = ToolReader(reading: reading)
    if let node = object.value("tools"), let read = tools.readTools(node) {
      add("tools", .array(read.map(\.json)), node, &settings)
      settings.toolNames = read.map(\.name)
      reading.offeredTools.formUnion(settings.toolNames)
    }
    if let node = object.value("toolChoice"),
      let choice = tools.readChoice(node, settings.toolNames + reading.toolNames)
    {
      add("tool_choice", choice, node, &settings)
    }
    if let node = object.value("response") {
      let (response, format) = readResponse(node)
      settings.response = response
      if let format { add("response_format", format, node, &settings) }
    }
    return settings
  }

  /// Parameters that pass through to the server.
  func parameters(_ object: inout ObjectReader) -> JSONObject {
    guard let parameters = object.object("parameters"), let node = object.value("parameters")
    else { return [:] }
    for (key, instead) in Self.reserved where parameters[key] != nil {
      collector.error(
        node[key] ?? node, "\"\(key)\" is no parameter here", hint: "say it with \(instead)")
    }
    reading.offeredTools.formUnion(
      (parameters["tools"]?.arrayValue ?? []).compactMap { $0["function"]?["name"]?.stringValue })
    ParameterCheck(collector).check(node)
    return parameters
  }

  /// Members of a request that the suite says in another way.
  private static let reserved = [
    ("messages", "\"prompts\""), ("model", "\"models\""), ("stream", "\"stream\" of the case"),
    ("n", "\"repeat\": only the first choice would be looked at"),
  ]

  private func add(
    _ key: String, _ value: JSONValue, _ node: JSONNode, _ settings: inout RequestSettings
  ) {
    if settings.parameters[key] != nil {
      collector.error(node, "\"\(key)\" also stands in \"parameters\"", hint: "remove one of them")
    }
    settings.parameters[key] = value
  }

  // MARK: Response

  private static let formats = ["schema", "json", "text", "none"]

  /// What is said of the response, and the `response_format` that asks for it.
  private func readResponse(_ node: JSONNode) -> (ResponseSettings, JSONValue?) {
    var response = ResponseSettings()
    guard var object = ObjectReader(node, "\"response\"", collector) else { return (response, nil) }
    let name = object.string("shape")
    let asserts = object.bool("assert") ?? true
    let format = object.value("format")
    object.finish()
    if let name { response.shape = shape(name, object.value("shape") ?? node) }
    if name == nil, format == nil {
      collector.error(
        node, "\"response\" must have \"shape\" or \"format\"",
        hint:
          "{ \"shape\": NAME } asks for a shape and asserts it; { \"format\": \"json\" } asks for JSON"
      )
    }
    if let shape = response.shape, asserts {
      response.assertion = ConfiguredAssertion(shape: shape, location: node.location)
    }
    return (response, readFormat(format, response.shape))
  }

  private func shape(_ name: String, _ node: JSONNode) -> Shape? {
    if let shape = reading.shapes[name] { return shape }
    // What is wrong with it has been said.
    if reading.faultyShapes.contains(name) { return nil }
    collector.error(
      node, "there is no shape \"\(name)\"",
      hint: SuiteReading.hint(
        name, among: reading.shapes.keys.sorted(),
        otherwise: "shapes are defined under \"shapes\" of the suite"))
    return nil
  }

  private func readFormat(_ node: JSONNode?, _ shape: Shape?) -> JSONValue? {
    guard let node else { return shape?.responseFormat }
    switch (node.kind, node.stringValue) {
    case (.object, _): return node.value
    case (_, "json"): return ["type": "json_object"]
    case (_, "text"): return ["type": "text"]
    // A null takes away what the suite or the prompt says.
    case (_, "none"): return .null
    case (_, "schema"):
      if let shape { return shape.responseFormat }
      collector.error(node, "the format \"schema\" needs a \"shape\"")
      return nil
    default:
      let found = node.stringValue ?? ""
      collector.error(
        node,
        "\"format\" must be one of \(Self.formats.joined(separator: ", ")), or an object as on the wire",
        hint: NearestName.find(found, among: Self.formats).map { "did you mean \"\($0)\"?" })
      return nil
    }
  }
}

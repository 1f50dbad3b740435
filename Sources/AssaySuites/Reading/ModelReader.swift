import AssayInput
import JSONModel

/// Reads the models of a suite, and those that judge.
struct ModelReader {
  let reading: SuiteReading

  private var collector: DiagnosticCollector { reading.collector }

  func readModels(_ object: inout ObjectReader) -> [Suite.Model] {
    guard let node = object.required("models") else { return [] }
    guard node.kind == .array, node.count > 0 else {
      collector.error(node, "\"models\" must be a list of at least one model")
      return []
    }
    return unique(node.elements)
  }

  /// The judge's model, or several, of which the first is asked by default.
  func readJudges(_ node: JSONNode?) -> [Suite.Model] {
    guard let node else { return [] }
    guard node.kind == .array else { return readModel(node).map { [$0] } ?? [] }
    if node.count == 0 { collector.error(node, "\"judge\" must name at least one model") }
    return unique(node.elements)
  }

  private func unique(_ nodes: JSONNode.Elements) -> [Suite.Model] {
    var labels: Set<String> = []
    var folded: [String: String] = [:]
    return nodes.compactMap { element in
      guard let model = readModel(element) else { return nil }
      guard labels.insert(model.label).inserted else {
        collector.error(
          element, "the model \"\(model.label)\" stands twice",
          hint: "give one of them another \"label\"")
        return nil
      }
      // Each has a file of recordings.
      if let other = folded.updateValue(model.label, forKey: model.label.lowercased()) {
        collector.error(
          element,
          "the labels \"\(other)\" and \"\(model.label)\" are one name where file systems do not "
            + "tell cases apart", hint: "give one of them another \"label\"")
      }
      return model
    }
  }

  private func readModel(_ node: JSONNode) -> Suite.Model? {
    if let name = node.stringValue {
      if name.isEmpty { collector.error(node, "a model's name cannot be empty") }
      return Suite.Model(name: name, label: name, parameters: [:])
    }
    guard node.kind == .object else {
      collector.error(node, "a model must be a name or an object, not \(node.kind.withArticle)")
      return nil
    }
    guard var object = ObjectReader(node, "a model", collector) else { return nil }
    let name = object.requiredString("model")
    let label = object.string("label")
    if name == "" || label == "" {
      collector.error(node, "a model's name and label cannot be empty")
    }
    let parameters = RequestReader(reading: reading).parameters(&object)
    let tags = object.strings("tags") ?? []
    let endpoint = readEndpoint(&object)
    object.finish()
    return name.map {
      Suite.Model(
        name: $0, label: label ?? $0, parameters: parameters, endpoint: endpoint, tags: tags)
    }
  }

  private func readEndpoint(_ object: inout ObjectReader) -> Endpoint {
    guard let name = object.string("endpoint"), name != Endpoint.gateway.name else {
      return .gateway
    }
    if let endpoint = reading.endpoints[name] { return endpoint }
    let known = [Endpoint.gateway.name] + reading.endpoints.keys.sorted()
    collector.error(
      object.value("endpoint") ?? object.node, "there is no endpoint \"\(name)\"",
      hint: SuiteReading.hint(
        name, among: known,
        otherwise:
          "there are \(known.joined(separator: ", ")); others are defined under \"endpoints\" of the suite or of assay.json"
      ))
    return .gateway
  }
}

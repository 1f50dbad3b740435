import AssayInput
import JSONModel

/// Which variables a suite sets and which it uses, to find those that are set in vain.
final class VariableUsage {
  private struct Definition {
    var node: JSONNode
    var file: String
    var count = 1
  }

  private var definitions: [String: Definition] = [:]
  private var order: [String] = []
  private(set) var used: Set<String> = []

  /// A variable that is set in the suite itself. Of data, columns that nobody uses are normal.
  func noteDefinition(_ member: JSONNode.Member, _ file: String) {
    let name = member.key
    if definitions[name] == nil {
      definitions[name] = Definition(node: member.keyNode, file: file)
      order.append(name)
    } else {
      definitions[name]?.count += 1
    }
  }

  func noteUse(_ template: Template) {
    for reference in template.references {
      if let first = reference.variable.path.first { used.insert(first) }
    }
  }

  /// Texts with variables that stand in assertions.
  func noteTemplates(in node: JSONNode) {
    switch node.kind {
    case .string:
      if let text = node.stringValue, text.contains("{{"), let template = try? Template(text) {
        noteUse(template)
      }
    case .array:
      for element in node.elements { noteTemplates(in: element) }
    case .object:
      for member in node.members { noteTemplates(in: member.value) }
    default: break
    }
  }

  func warnOfUnused(_ collector: DiagnosticCollector) {
    for name in order where !used.contains(name) {
      guard let definition = definitions[name] else { continue }
      let nearest = NearestName.find(name, among: used)
      collector.reading(definition.file).warning(
        definition.node,
        "no prompt and no assertion uses the variable \"\(name)\""
          + (definition.count > 1 ? ", which stands in \(definition.count) places" : ""),
        hint: nearest.map { "there is {{\($0)}}" } ?? "use it as {{\(name)}}, or remove it")
    }
  }
}

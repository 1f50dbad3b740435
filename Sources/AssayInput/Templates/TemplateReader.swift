package import JSONModel

/// Reads templates where suites have them, and reports faults at their tags.
package struct TemplateReader {
  package let collector: DiagnosticCollector
  /// The texts that `{{> name}}` inserts.
  package let partials: [String: String]

  package init(collector: DiagnosticCollector, partials: [String: String] = [:]) {
    self.collector = collector
    self.partials = partials
  }

  /// The template that the string at `node` is.
  package func template(_ node: JSONNode) -> Template? {
    guard let text = node.stringValue else {
      collector.error(node, "a template must be a string, not \(node.kind.withArticle)")
      return nil
    }
    do {
      return try Template(text, partials: partials)
    } catch {
      let isHere = error.partial == nil
      collector.error(
        at: isHere ? node.location(ofTextOffset: error.offset) : node.location,
        pointer: node.pointer, message(error), hint: error.hint)
      return nil
    }
  }

  /// The template that the contents of a file are.
  ///
  /// - Parameter file: Where messages say that it is.
  package func template(_ bytes: [UInt8], file: String) -> Template? {
    let inFile = collector.reading(file)
    guard let text = TextFile.text(bytes, inFile) else { return nil }
    do {
      return try Template(text, partials: partials)
    } catch {
      let place = error.partial == nil ? TextFile.location(of: error.offset, in: bytes) : nil
      inFile.error(at: place, message(error), hint: error.hint)
      return nil
    }
  }

  /// The JSON at `node`, with templates for texts.
  package func json(_ node: JSONNode) -> JSONTemplate? {
    switch node.kind {
    case .string:
      guard let template = template(node) else { return nil }
      return template.isConstant ? .constant(node.value) : .text(template)
    case .array:
      let elements = node.elements.map(json)
      let complete = elements.compactMap(\.self)
      guard complete.count == elements.count else { return nil }
      return complete.allSatisfy(\.isConstant) ? .constant(node.value) : .array(complete)
    case .object:
      var members: [JSONTemplate.Member] = []
      for member in node.members {
        guard let value = json(member.value) else { continue }
        members.append(JSONTemplate.Member(key: member.key, value: value))
      }
      guard members.count == node.count else { return nil }
      return members.allSatisfy(\.value.isConstant) ? .constant(node.value) : .object(members)
    default:
      return .constant(node.value)
    }
  }

  private func message(_ error: Template.SyntaxError) -> String {
    error.partial.map { "in the partial \"\($0)\": \(error.message)" } ?? error.message
  }
}

extension JSONTemplate {
  fileprivate var isConstant: Bool {
    if case .constant = self { true } else { false }
  }
}

extension Template {
  /// Whether rendering gives the text itself, whatever the variables are.
  package var isConstant: Bool {
    parts.isEmpty ? text.isEmpty : parts == [.text(text)]
  }
}

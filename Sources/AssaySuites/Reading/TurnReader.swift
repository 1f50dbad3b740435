import AssayAssertions
import AssayInput
import JSONModel

/// Reads the turns of a conversation.
struct TurnReader {
  let reading: SuiteReading
  let settings: CaseSettingsReader

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ node: JSONNode?) -> [Suite.Turn] {
    guard let node else { return [] }
    guard node.kind == .array, node.count > 0 else {
      collector.error(
        node, "\"turns\" must be a list of at least one turn",
        hint: "such as [{ \"user\": \"…\" }, { \"user\": \"…\", \"assert\": [ … ] }]")
      return []
    }
    var turns: [Suite.Turn] = []
    for element in node.elements {
      if let turn = turn(element, isFirst: turns.isEmpty) { turns.append(turn) }
    }
    return turns
  }

  private func turn(_ node: JSONNode, isFirst: Bool) -> Suite.Turn? {
    guard var object = ObjectReader(node, "a turn", collector) else { return nil }
    let user = object.value("user")
    let list = object.value("messages")
    let assertions = settings.assertions(object.value("assert"))
    for assertion in assertions where assertion.isComparative {
      collector.error(
        at: assertion.location,
        "\"\(assertion.type)\" compares the last replies of all models and cannot stand in a turn",
        hint: "put it into the case's \"assert\"")
    }
    let captures = captures(object.value("capture"))
    object.finish()
    let messages = MessageReader(reading: reading)
    var read: [Suite.MessageTemplate] = []
    switch (user, list) {
    case (let user?, nil):
      guard user.kind == .string || FileReference(user) != nil else {
        collector.error(
          user, "\"user\" must be a text or { \"file\": PATH }, not \(user.kind.withArticle)")
        return nil
      }
      read = messages.text(user, role: "user").map { [$0] } ?? []
    case (nil, let list?): read = messages.list(list)
    case (_?, let list?): collector.error(list, "a turn has either \"user\" or \"messages\"")
    case (nil, nil):
      if !isFirst {
        collector.error(
          node, "a turn after the first must say something",
          hint: "\"user\": the user's text, or \"messages\"")
      }
    }
    return Suite.Turn(
      messages: read, assertions: AssertionSet(assertions), captures: captures,
      location: node.location)
  }

  // MARK: Captures

  private func captures(_ node: JSONNode?) -> [Suite.Capture] {
    guard let node else { return [] }
    guard node.kind == .object else {
      collector.error(
        node, "\"capture\" must be an object of variables, not \(node.kind.withArticle)",
        hint: "{ \"city\": { \"jsonpath\": \"$.city\" } }")
      return []
    }
    return node.members.compactMap { member in
      guard !member.key.isEmpty, !member.key.contains(where: { $0.isWhitespace || $0 == "." })
      else {
        collector.error(member.keyNode, "\"\(member.key)\" cannot be the name of a variable")
        return nil
      }
      return source(member.value).map {
        Suite.Capture(variable: member.key, source: $0, location: member.keyNode.location)
      }
    }
  }

  private func source(_ node: JSONNode) -> CaptureSource? {
    if node.stringValue == "text" { return .reply }
    guard var object = ObjectReader(node, "a capture", collector) else { return nil }
    let path = object.string("jsonpath")
    let pattern = object.string("regex")
    let group = object.value("group")
    let of = object.string("of")
    object.finish()
    if let of, !["text", "toolCalls"].contains(of) {
      collector.error(
        object.value("of") ?? node, "\"of\" must be \"text\" or \"toolCalls\", not \"\(of)\"")
      return nil
    }
    switch (path, pattern) {
    case (let path?, nil):
      if let group { collector.error(group, "\"group\" belongs to \"regex\"") }
      do {
        let query = try JSONPath(path)
        return of == "toolCalls" ? .toolCalls(query, text: path) : .path(query, text: path)
      } catch {
        collector.error(object.value("jsonpath") ?? node, "\(error)")
        return nil
      }
    case (nil, let pattern?):
      if of == "toolCalls" {
        collector.error(
          object.value("of") ?? node, "tool calls are no text for \"regex\"",
          hint: "say \"jsonpath\"")
        return nil
      }
      return regex(pattern, object.value("regex") ?? node, group)
    default:
      collector.error(
        node, "a capture must have either \"jsonpath\" or \"regex\"",
        hint: "or be \"text\", which captures the whole reply")
      return nil
    }
  }

  private func regex(_ text: String, _ node: JSONNode, _ group: JSONNode?) -> CaptureSource? {
    var wanted: BoundedPattern.Group?
    if let group {
      if let name = group.stringValue {
        wanted = .name(name)
      } else if let number = group.intValue, number >= 0 {
        wanted = .number(number)
      } else {
        collector.error(group, "\"group\" must be a number or a name, not \(group.excerpt)")
        return nil
      }
    }
    do {
      return .pattern(try CapturePattern(text, group: wanted))
    } catch {
      collector.error(error.isAboutGroup ? group ?? node : node, error.message)
      return nil
    }
  }
}

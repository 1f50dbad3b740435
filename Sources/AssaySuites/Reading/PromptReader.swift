import AssayInput
import JSONModel

/// Reads the prompts of a suite.
struct PromptReader {
  let reading: SuiteReading

  private var collector: DiagnosticCollector { reading.collector }

  func read(_ node: JSONNode?, _ suite: RequestSettings) -> [Suite.Prompt] {
    guard let node else { return [] }
    guard node.kind == .object, node.count > 0 else {
      collector.error(
        node, "\"prompts\" must be an object of at least one prompt",
        hint: "{ \"name\": { \"messages\": [ … ] } }, or { \"name\": \"a text\" }")
      return []
    }
    return node.members.compactMap { member in
      guard !member.key.isEmpty else {
        collector.error(member.keyNode, "a prompt's name cannot be empty")
        return nil
      }
      return prompt(member.key, member.value, suite)
    }
  }

  private func prompt(
    _ id: String, _ node: JSONNode, _ suite: RequestSettings
  ) -> Suite.Prompt? {
    let messages = MessageReader(reading: reading)
    if node.kind == .string {
      warnOfPath(node)
      let content = messages.text(node, role: "user")
      return content.map { prompt(id, [$0], suite, RequestSettings(), []) }
    }
    guard var object = ObjectReader(node, "a prompt", collector) else { return nil }
    let list = object.value("messages")
    let file = object.value("file")
    let request = RequestReader(reading: reading).read(&object)
    let tags = object.strings("tags") ?? []
    object.finish()
    let read: [Suite.MessageTemplate]
    switch (list, file) {
    case (let list?, nil):
      read = messages.list(list)
    case (nil, let file?):
      guard let path = object.string("file") else { return nil }
      read = messages.file(path, file)
    case (_?, let file?):
      collector.error(file, "a prompt has either \"messages\" or \"file\"")
      return nil
    case (nil, nil):
      collector.error(
        node, "the key \"messages\" is missing",
        hint: "or name a file with the text of the user's message: { \"file\": PATH }")
      return nil
    }
    return prompt(id, read, suite, request, tags)
  }

  private func prompt(
    _ id: String, _ messages: [Suite.MessageTemplate], _ suite: RequestSettings,
    _ own: RequestSettings, _ tags: [String]
  ) -> Suite.Prompt {
    Suite.Prompt(
      id: id, messages: messages, parameters: suite.parameters.merging(own.parameters),
      tags: tags, responseAssertion: (own.response ?? suite.response)?.assertion)
  }

  /// A prompt that reads like a path is mostly meant as one.
  private func warnOfPath(_ node: JSONNode) {
    guard let text = node.stringValue, !text.contains(where: \.isWhitespace),
      text.hasPrefix("file://") || text.hasSuffix(".txt") || text.hasSuffix(".json")
        || text.hasSuffix(".md")
    else { return }
    collector.warning(
      node, "this text is sent as it stands, though it looks like a path",
      hint: "a file is named by { \"file\": PATH }")
  }
}

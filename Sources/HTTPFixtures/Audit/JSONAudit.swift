import JSONModel

/// Searches JSON, with what is known of HAR: a value's neighbours tell what it is.
struct JSONAudit {
  let redactor: Redactor

  func search(_ document: JSONDocument, _ collector: inout FixtureAudit.Collector) {
    visit(document.root, in: nil, &collector)
  }

  /// - Parameter list: The name of the member whose array `node` stands in.
  private func visit(
    _ node: JSONNode, in list: String?, _ collector: inout FixtureAudit.Collector
  ) {
    switch node.kind {
    case .object:
      visitObject(node, in: list, &collector)
    case .array:
      for element in node.elements { visit(element, in: list, &collector) }
    case .string:
      searchText(node, &collector)
    case .number, .boolean, .null:
      break
    }
  }

  private func visitObject(
    _ node: JSONNode, in list: String?, _ collector: inout FixtureAudit.Collector
  ) {
    searchPair(node, in: list, &collector)
    for member in node.members {
      let key = member.key
      searchText(member.keyNode, &collector)
      if key == "text", member.value.kind == .string {
        searchBody(member.value, of: node, &collector)
      } else if redactor.rules.fields.contains(key.lowercased()), member.value.kind == .string {
        report(member.value, "field '\(key)'", &collector)
        searchText(member.value, &collector)
      } else {
        visit(member.value, in: key, &collector)
      }
    }
  }

  // MARK: Pairs

  /// A header field, cookie, query item or form field: `{ "name": …, "value": … }`.
  private func searchPair(
    _ node: JSONNode, in list: String?, _ collector: inout FixtureAudit.Collector
  ) {
    guard let list, let name = node["name"]?.stringValue, let value = node["value"] else { return }
    let lowercased = name.lowercased()
    switch list {
    case "headers" where SecretNames.isSecretHeader(lowercased):
      report(value, "header '\(lowercased)'", &collector)
    case "cookies":
      report(value, "cookie '\(name)'", &collector)
    case "queryString" where redactor.rules.queryItems.contains(lowercased):
      report(value, "query item '\(lowercased)'", &collector)
    case "params"
    where redactor.rules.fields.union(redactor.rules.queryItems).contains(lowercased):
      report(value, "form field '\(lowercased)'", &collector)
    default:
      break
    }
  }

  private func report(
    _ node: JSONNode, _ name: String, _ collector: inout FixtureAudit.Collector
  ) {
    guard let text = node.stringValue, !SecretNames.isPlaceholder(text),
      !collector.isException(text.utf8)
    else { return }
    collector.add(name, length: text.utf8.count, at: node.location, node.pointer)
  }

  // MARK: Texts

  private func searchText(_ node: JSONNode, _ collector: inout FixtureAudit.Collector) {
    guard let text = node.stringValue else { return }
    let bytes = Array(text.utf8)
    for match in redactor.scanner.matches(in: bytes)
    where !collector.isException(bytes[match.range])
      && !SecretNames.isPlaceholder(String(decoding: bytes[match.range], as: UTF8.self))
    {
      collector.add(match.name, length: match.range.count, at: node.location, node.pointer)
    }
  }

  /// A body, in the `text` of `content` or `postData`.
  private func searchBody(
    _ node: JSONNode, of object: JSONNode, _ collector: inout FixtureAudit.Collector
  ) {
    guard let text = node.stringValue else { return }
    let encoding = object["_encoding"] ?? object["encoding"]
    let bytes =
      encoding?.stringValue == "base64" ? Base64.decode(text) ?? Array(text.utf8) : Array(text.utf8)
    let redacted = redactor.redact(bytes, mimeType: object["mimeType"]?.stringValue)
    for edit in redacted.edits
    where !collector.isException(bytes[edit.range])
      && !SecretNames.isPlaceholder(String(decoding: bytes[edit.range], as: UTF8.self))
    {
      collector.add(edit.name, length: edit.range.count, at: node.location, node.pointer)
    }
  }
}

/// Names that say that a value is a secret, and values that say that it is gone.
enum SecretNames {
  private static let headers: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key",
    "x-goog-api-key", "x-auth-token", "x-amz-security-token", "x-csrf-token",
  ]

  static func isSecretHeader(_ name: String) -> Bool {
    headers.contains(name) || name.hasSuffix("-api-key") || name.hasSuffix("-secret")
      || name.hasSuffix("-auth-token") || name.hasSuffix("-access-token")
  }

  /// Whether a value is empty or says of itself that something was taken out: `REDACTED`,
  /// `Bearer [redacted]`, `***`.
  static func isPlaceholder(_ value: String) -> Bool {
    var words = value.lowercased().split(separator: " ")
    if words.count > 1, ["bearer", "basic", "token"].contains(words[0]) { words.removeFirst() }
    guard let word = words.first else { return true }
    guard words.count == 1 else { return false }
    let core = word.filter { $0.isLetter || $0.isNumber }
    return ["", "redacted", "removed", "masked", "filtered", "hidden", "xxx"].contains(core)
  }
}

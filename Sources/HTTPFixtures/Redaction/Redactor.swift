/// Keeps secrets out of files, messages and logs.
public struct Redactor: Sendable {
  public let rules: RedactionRules
  let scanner: SecretScanner
  private let exactHeaders: Set<String>
  private let headerPrefixes: [String]
  let paths: VolatileFields?
  let fields: FieldNames

  public init(_ rules: RedactionRules = RedactionRules()) {
    self.init(rules, requiresRandomLooks: false)
  }

  /// - Parameter requiresRandomLooks: See ``SecretScanner``.
  init(_ rules: RedactionRules, requiresRandomLooks: Bool) {
    self.rules = rules
    scanner = SecretScanner(rules, requiresRandomLooks: requiresRandomLooks)
    exactHeaders = rules.allowedHeaders.filter { !$0.hasSuffix("*") }
    headerPrefixes = rules.allowedHeaders.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) }
    paths = VolatileFields(rules.bodyPaths)
    fields = FieldNames(rules.fields)
  }

  /// A text, such as a message or a line of a log, without secrets.
  public func redact(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let matches = scanner.matches(in: bytes)
    guard !matches.isEmpty else { return text }
    return String(decoding: RedactedBody(bytes, matches.map(Edit.init)).bytes, as: UTF8.self)
  }

  /// Whether a header field's value may be kept.
  public func allowsHeader(_ name: String) -> Bool { allowsHeader(lowercased: name.lowercased()) }

  func allowsHeader(lowercased name: String) -> Bool {
    exactHeaders.contains(name) || headerPrefixes.contains { name.hasPrefix($0) }
  }

  /// A URL without user information, secret query items, and secrets in its path.
  public func redact(url: String) -> String {
    let parts = URLParts(url)
    var redacted = String(parts.origin)
    if parts.userInformation != nil, let scheme = redacted.firstRange(of: "://") {
      redacted.insert(contentsOf: RedactionRules.placeholder + "@", at: scheme.upperBound)
    }
    redacted += redact(String(parts.path))
      .split(separator: "/", omittingEmptySubsequences: false)
      .map { redactEncoded($0) }.joined(separator: "/")
    if let query = parts.query {
      redacted += "?"
      redacted += query.split(separator: "&", omittingEmptySubsequences: false)
        .map { redactPair($0, names: rules.queryItems) }.joined(separator: "&")
    }
    return redacted
  }

  /// `name=value`, the value replaced if its name says secret or it holds one.
  func redactPair(_ item: Substring, names: Set<String>) -> String {
    guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      return redactEncoded(item)
    }
    let name = item[..<equals]
    if names.contains(PercentCoding.decode(name, plusIsSpace: true).lowercased()) {
      return name + "=" + RedactionRules.placeholder
    }
    return redactEncoded(name) + "=" + redactEncoded(item[item.utf8.index(after: equals)...])
  }

  /// Percent-encoded text without secrets, whether or not its encoding hides them.
  private func redactEncoded(_ text: Substring) -> String {
    let plain = redact(String(text))
    guard plain.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return plain
    }
    let decoded = PercentCoding.decode(plain[...], plusIsSpace: true)
    let redacted = redact(decoded)
    return redacted == decoded ? plain : PercentCoding.encode(redacted)
  }
}

extension Edit {
  init(_ match: SecretScanner.Match) {
    self.init(
      range: match.range, replacement: Array(RedactionRules.placeholder.utf8), name: match.name)
  }
}

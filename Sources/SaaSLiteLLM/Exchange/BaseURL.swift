/// A server's root: what the paths of calls are appended to.
struct BaseURL: Sendable {
  /// The URL without white space around it and slashes at its end.
  let text: String
  /// Why no request can be made with it; nil if one can. The text itself may hold a password and
  /// is not quoted.
  let problem: String?

  init(_ url: String) {
    var text = url.trimmingWhitespace
    while text.last == "/" { text.removeLast() }
    self.text = text
    problem = Self.problem(of: text)
  }

  private static func problem(of text: String) -> String? {
    guard !text.isEmpty else { return "the base URL is empty" }
    guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
      return "the base URL has a space or a control character in it"
    }
    guard let mark = text.firstRange(of: "://") else {
      return "the base URL has no scheme: it must begin with http:// or https://"
    }
    guard ["http", "https"].contains(text[..<mark.lowerBound].lowercased()) else {
      return "the scheme of the base URL is neither http nor https"
    }
    let rest = text[mark.upperBound...]
    if rest.contains("?") || rest.contains("#") {
      return "the base URL has a query or a fragment: paths are appended to it, so give the root"
    }
    let authority = rest.prefix { $0 != "/" }
    if authority.contains("@") {
      return "the base URL has user information, which is not sent: the key is the credential"
    }
    return hostProblem(authority)
  }

  private static func hostProblem(_ authority: Substring) -> String? {
    var port: Substring?
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else {
        return "the base URL has an IPv6 address without its closing bracket"
      }
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.first == ":" else {
        return "the base URL has text between the host and the path"
      }
      port = rest.isEmpty ? nil : rest.dropFirst()
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else {
        return "the base URL has several colons in its host: an IPv6 address stands in brackets"
      }
      guard let host = parts.first, !host.isEmpty else { return "the base URL names no host" }
      port = parts.count == 2 ? parts[1] : nil
    }
    guard let port else { return nil }
    guard port.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(port),
      (1...65535).contains(number)
    else { return "the port of the base URL is not a number from 1 to 65535" }
    return nil
  }
}

extension BaseURL {
  /// Where an OpenAI-compatible server takes chats, under its root: servers are named with and
  /// without their version (`http://localhost:4000`, `http://localhost:11434/v1`,
  /// `https://host/v1beta/openai`), and sometimes by this very path.
  static func openAI(_ url: String) -> (root: BaseURL, path: String) {
    let root = BaseURL(url)
    let call = "/chat/completions"
    if root.text.hasSuffix(call) { return (BaseURL(String(root.text.dropLast(call.count))), call) }
    let segments = root.text.split(separator: "/").dropFirst(2)
    let isVersioned = segments.contains { segment in
      segment.first == "v" && segment.dropFirst().first?.isNumber == true
    }
    return (root, isVersioned ? call : "/v1" + call)
  }
}

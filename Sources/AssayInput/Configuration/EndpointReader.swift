import Foundation
package import JSONModel

/// Reads `endpoints`: servers by name.
package struct EndpointReader {
  private let collector: DiagnosticCollector

  package init(_ collector: DiagnosticCollector) {
    self.collector = collector
  }

  /// The endpoints of `node`; what is wrong with them goes to the collector.
  package func read(_ node: JSONNode?) -> [String: Endpoint] {
    guard let node else { return [:] }
    guard node.kind == .object else {
      collector.error(
        node, "\"endpoints\" must be an object of named endpoints, not \(node.kind.withArticle)")
      return [:]
    }
    var endpoints: [String: Endpoint] = [:]
    for member in node.members {
      guard member.key != Endpoint.gateway.name, !member.key.isEmpty else {
        collector.error(
          member.keyNode, "\"\(member.key)\" cannot be the name of an endpoint",
          hint: "\"gateway\" is the gateway that the environment names")
        continue
      }
      endpoints[member.key] = endpoint(member.value, name: member.key)
    }
    return endpoints
  }

  private func endpoint(_ node: JSONNode, name: String) -> Endpoint? {
    guard var object = ObjectReader(node, "an endpoint", collector) else { return nil }
    for key in ["apiKey", "api_key", "key", "token", "virtualKey"] {
      guard let secret = object.value(key) else { continue }
      collector.error(
        secret, "a key must not stand in a file",
        hint: "put it into an environment variable and name that as \"keyVariable\"")
    }
    let url = object.requiredString("baseURL")
    let urlNode = object.value("baseURL") ?? node
    let variable = object.string("keyVariable")
    let variableNode = object.value("keyVariable") ?? node
    object.finish(offering: ["baseURL", "keyVariable"])
    if let url, let problem = Self.problem(ofURL: url) {
      // The text is not repeated: it may hold a password.
      collector.error(
        urlNode, "\"baseURL\" \(problem)", hint: "such as \"http://localhost:11434/v1\"")
    }
    if let variable, !Self.isVariableName(variable) {
      collector.error(
        variableNode, "\"keyVariable\" must be the name of an environment variable",
        hint: "such as \"OPENAI_API_KEY\": the key itself must not stand in a file")
    }
    return url.map {
      Endpoint(name: name, kind: .openAICompatible(baseURL: $0, keyVariable: variable))
    }
  }

  private static func problem(ofURL text: String) -> String? {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      parts.scheme == "http" || parts.scheme == "https"
    else { return "must be a URL that starts with http:// or https://" }
    if parts.user != nil || parts.password != nil { return "must not hold a user or a password" }
    if parts.query != nil || parts.fragment != nil { return "must not have a query or a fragment" }
    return nil
  }

  /// Names as POSIX has them, in capitals by convention; keys mostly look different.
  private static func isVariableName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first < 0x30 || first > 0x39 else { return false }
    return text.utf8.count <= 100
      && text.utf8.allSatisfy {
        (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
      }
  }
}

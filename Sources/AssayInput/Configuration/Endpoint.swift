/// Where a model is asked.
public struct Endpoint: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The gateway that the run is told of: jobs, a team and its key.
    case gateway
    /// A server that speaks OpenAI's chat API.
    ///
    /// - Parameters:
    ///   - baseURL: The server's root, with or without `/v1`, without user, query and fragment.
    ///   - keyVariable: The environment variable that holds the key, never the key; nil for
    ///     servers that ask for none.
    case openAICompatible(baseURL: String, keyVariable: String?)
  }

  /// The name in suites.
  public var name: String
  public var kind: Kind

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Where models are asked that name no endpoint.
  public static let gateway = Endpoint(name: "gateway", kind: .gateway)
}

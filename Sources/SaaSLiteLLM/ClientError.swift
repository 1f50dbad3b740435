/// Why a call gave no usable answer.
public struct ClientError: Error, Sendable {
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public static let unauthorized = Code(description: "unauthorized")
    public static let forbidden = Code(description: "forbidden")
    public static let notFound = Code(description: "not found")
    public static let invalidRequest = Code(description: "invalid request")
    public static let rateLimited = Code(description: "rate limited")
    public static let server = Code(description: "server error")
    /// A 2xx reply that cannot be understood.
    public static let undecodable = Code(description: "undecodable reply")
    /// An error event inside a stream under status 200.
    public static let streamError = Code(description: "stream error")
    /// A stream that ended without saying so.
    public static let truncatedStream = Code(description: "truncated stream")
    /// Another status that is no success.
    public static let unexpectedStatus = Code(description: "unexpected status")
  }

  public var code: Code
  public var status: Int?
  /// What the server said, without secrets and of bounded length.
  public var message: String

  public init(code: Code, status: Int? = nil, message: String) {
    self.code = code
    self.status = status
    self.message = message
  }
}

extension ClientError: CustomStringConvertible {
  public var description: String {
    let status = status.map { " (HTTP \($0))" } ?? ""
    return "\(code)\(status): \(message)"
  }
}

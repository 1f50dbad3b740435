/// Trouble on the wire: no usable answer came, so nothing is known about who answers.
public struct TransportError: Error, Sendable {
  /// What went wrong. More may come, so this is not an enumeration to switch over.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    enum Value: String {
      case invalidURL, connect, connectTimeout, firstByteTimeout, idleTimeout, totalTimeout
      case connectionLost, malformedResponse, tls, shutDown, other
    }

    let value: Value

    /// The URL cannot be requested.
    public static let invalidURL = Code(value: .invalidURL)
    /// Nobody answered at the address: refused, unreachable, or the name does not resolve.
    public static let connect = Code(value: .connect)
    /// ``Deadlines/connect`` passed.
    public static let connectTimeout = Code(value: .connectTimeout)
    /// ``Deadlines/firstByte`` passed.
    public static let firstByteTimeout = Code(value: .firstByteTimeout)
    /// ``Deadlines/idle`` passed.
    public static let idleTimeout = Code(value: .idleTimeout)
    /// ``Deadlines/total`` passed.
    public static let totalTimeout = Code(value: .totalTimeout)
    /// The connection ended before the response did.
    public static let connectionLost = Code(value: .connectionLost)
    /// What came is no HTTP.
    public static let malformedResponse = Code(value: .malformedResponse)
    /// The transport was shut down before.
    public static let shutDown = Code(value: .shutDown)
    /// The secure connection could not be made.
    public static let tls = Code(value: .tls)
    /// Anything else; see the message.
    public static let other = Code(value: .other)

    /// The name of the code, such as `connectionLost`.
    public var description: String { value.rawValue }
  }

  /// What went wrong.
  public var code: Code
  /// What happened, without secrets.
  public var message: String
  /// Whether the head of the response had arrived. With the codes ``Code/connect``,
  /// ``Code/connectTimeout``, ``Code/tls``, ``Code/invalidURL`` and ``Code/shutDown`` the request
  /// was never sent; with others it may have been.
  public var responseStarted: Bool

  /// Makes an error.
  public init(code: Code, message: String, responseStarted: Bool = false) {
    self.code = code
    self.message = message
    self.responseStarted = responseStarted
  }
}

extension TransportError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

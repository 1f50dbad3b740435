/// Something that answers HTTP requests: the network, a recording, or a test.
///
/// A transport does not retry, follow redirects, or judge a status: it hands over what came.
public protocol HTTPTransport: Sendable {
  /// Sends `request` and returns as soon as the head of the response is there.
  ///
  /// Dropping the response's body before its end closes the connection.
  ///
  /// - Throws: ``TransportError`` for trouble on the wire; other errors where a transport is
  ///   not a network (a recording that is missing, say).
  func send(_ request: TransportRequest) async throws -> TransportResponse
}

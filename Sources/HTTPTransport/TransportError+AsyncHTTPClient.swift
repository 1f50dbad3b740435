import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

extension TransportError {
  /// Tells AsyncHTTPClient's and NIO's errors apart. Cancellation is no trouble on the wire and
  /// comes back as `CancellationError`.
  ///
  /// - Parameter isConnected: Whether the request had a connection, so that some of it may have
  ///   been sent.
  static func translating(
    _ error: any Error, responseStarted: Bool, isConnected: Bool = false
  ) -> any Error {
    func transport(_ code: Code, _ message: String) -> TransportError {
      TransportError(code: code, message: message, responseStarted: responseStarted)
    }
    // The TLS library is none of ours; its errors are told by their names.
    let typeName = String(reflecting: type(of: error))
    switch error {
    case is TransportError, is CancellationError:
      return error
    case let error as HTTPClientError:
      return translating(error, transport)
    case let error as NIOConnectionError:
      return transport(.connect, reason(error))
    case HTTPParserError.invalidEOFState:
      return transport(
        .connectionLost, "the server closed the connection before the answer was complete")
    case is HTTPParserError:
      return transport(.malformedResponse, "the answer is no HTTP")
    case _ where typeName.hasPrefix("NIOSSL."):
      return transport(.tls, "the secure connection failed: \(brief(error))")
    case let error as IOError where isConnected:
      return transport(.connectionLost, "the connection broke: \(error.words)")
    case let error as IOError:
      return transport(.connect, "nobody answers: \(error.words)")
    case is ChannelError:
      return isConnected
        ? transport(.connectionLost, "the connection broke")
        : transport(.connect, "no connection")
    default:
      return transport(.other, "\(typeName): \(brief(error))")
    }
  }

  private static func translating(
    _ error: HTTPClientError, _ transport: (Code, String) -> TransportError
  ) -> any Error {
    switch error {
    case .cancelled:
      CancellationError()
    case .invalidURL, .emptyHost, .missingSocketPath, .emptyScheme:
      transport(.invalidURL, "the URL cannot be requested: \(error.shortDescription)")
    case .connectTimeout, .getConnectionFromPoolTimeout:
      transport(.connectTimeout, "no connection within the time allowed")
    case .tlsHandshakeTimeout:
      transport(.connectTimeout, "no secure connection within the time allowed")
    case .readTimeout:
      transport(.idleTimeout, "the server went silent")
    case .deadlineExceeded:
      transport(.totalTimeout, "no complete answer within the time allowed")
    case .remoteConnectionClosed:
      transport(.connectionLost, "the server closed the connection before the answer was complete")
    case .alreadyShutdown:
      transport(.shutDown, "the transport was shut down")
    default:
      // Unsupported schemes and forbidden header fields come with their texts.
      error.description.contains("unsupportedScheme")
        ? transport(.invalidURL, "the URL cannot be requested: its scheme is not http or https")
        : transport(.other, error.shortDescription)
    }
  }

  /// Why no connection could be made: the last address's reason stands for all.
  private static func reason(_ error: NIOConnectionError) -> String {
    let place = "\(error.host):\(error.port)"
    if let failure = error.connectionErrors.last {
      return "nobody answers at \(place): \(brief(failure.error))"
    }
    if error.dnsAError != nil || error.dnsAAAAError != nil {
      return "the name \(error.host) is not known"
    }
    return "nobody answers at \(place)"
  }

  /// An error's own words, cut to a length that fits into a message.
  private static func brief(_ error: any Error) -> String {
    let text = (error as? IOError)?.words ?? "\(error)"
    return text.count > 200 ? text.prefix(200) + "…" : text
  }

  /// What the end of an exchange without any answer means.
  static let emptyAnswer = TransportError(
    code: .connectionLost, message: "the connection ended without an answer")
}

import AsyncHTTPClient
import NIOCore
import NIOPosix

extension TransportError {
  /// Tells AsyncHTTPClient's and NIO's errors apart. Cancellation is no trouble on the wire and
  /// comes back as `CancellationError`.
  static func translating(_ error: any Error, responseStarted: Bool) -> any Error {
    func transport(_ code: Code, _ message: String) -> TransportError {
      TransportError(code: code, message: message, responseStarted: responseStarted)
    }
    switch error {
    case is TransportError, is CancellationError:
      return error
    case let error as HTTPClientError:
      return translating(error, transport)
    case is NIOConnectionError:
      return transport(.connect, "nobody answers at this address")
    case let error as IOError:
      return transport(.connectionLost, "the connection broke: \(error)")
    case is ChannelError:
      return transport(.connectionLost, "the connection broke")
    default:
      return transport(.other, "\(type(of: error))")
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
    case .connectTimeout:
      transport(.connectTimeout, "no connection within the time allowed")
    case .readTimeout:
      transport(.idleTimeout, "the server went silent")
    case .deadlineExceeded:
      transport(.totalTimeout, "no complete answer within the time allowed")
    case .remoteConnectionClosed:
      transport(.connectionLost, "the server closed the connection before the answer was complete")
    default:
      transport(.other, error.shortDescription)
    }
  }
}

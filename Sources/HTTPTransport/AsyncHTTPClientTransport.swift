import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// The network, by AsyncHTTPClient: pooled connections, HTTP/1.1 and TLS.
///
/// Redirects are not followed, so that no credential travels to another host unseen.
public final class AsyncHTTPClientTransport: HTTPTransport {
  private let client: HTTPClient

  /// How the pool behaves; per-request limits are ``TransportRequest/deadlines``.
  public struct Configuration: Sendable {
    /// How many connections one host may be given at once.
    public var connectionsPerHost: Int
    /// How long a connection is kept unused. Shorter than the five seconds after which common
    /// Python servers hang up, so that no request is written to a dying connection.
    public var idleLifetime: Duration

    public init(connectionsPerHost: Int = 64, idleLifetime: Duration = .seconds(4)) {
      self.connectionsPerHost = connectionsPerHost
      self.idleLifetime = idleLifetime
    }
  }

  /// Makes a transport that must be shut down; prefer ``withTransport(_:_:)``.
  public init(_ configuration: Configuration = Configuration()) {
    var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      configuration.connectionsPerHost
    settings.connectionPool.idleTimeout = TimeAmount(configuration.idleLifetime)
    settings.connectionPool.retryConnectionEstablishment = false
    settings.httpVersion = .http1Only
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
  }

  /// Closes all connections.
  public func shutdown() async throws {
    try await client.shutdown()
  }

  /// Gives `body` a transport and shuts it down, however `body` ends.
  public static func withTransport<Result>(
    _ configuration: Configuration = Configuration(),
    _ body: (AsyncHTTPClientTransport) async throws -> Result
  ) async throws -> Result {
    let transport = AsyncHTTPClientTransport(configuration)
    do {
      let result = try await body(transport)
      try await transport.shutdown()
      return result
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  public func send(_ request: TransportRequest) async throws -> TransportResponse {
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers {
      outgoing.headers.add(name: field.name.rawName, value: field.value)
    }
    if !request.body.isEmpty {
      outgoing.body = .bytes(ByteBuffer(bytes: request.body))
    }
    let started = ContinuousClock.now
    let total = request.deadlines.total ?? .seconds(24 * 60 * 60)
    let response: HTTPClientResponse
    do {
      response = try await client.execute(outgoing, timeout: TimeAmount(total))
    } catch {
      throw TransportError.translating(error, responseStarted: false)
    }
    var headers = HTTPFields()
    for (name, value) in response.headers {
      guard let name = HTTPField.Name(name) else { continue }
      headers.append(HTTPField(name: name, value: value))
    }
    let body = response.body
    return TransportResponse(
      status: HTTPResponse.Status(
        code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase),
      headers: headers,
      body: ResponseBody {
        // The closure is not Sendable, so only one task at a time can be in it; the compiler
        // cannot see that through the captured variable.
        nonisolated(unsafe) var iterator = body.makeAsyncIterator()
        return {
          do {
            guard let buffer = try await iterator.next() else { return nil }
            return BodyChunk(
              bytes: Array(buffer.readableBytesView), elapsed: ContinuousClock.now - started)
          } catch {
            throw TransportError.translating(error, responseStarted: true)
          }
        }
      })
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}

import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

/// The network, by AsyncHTTPClient: pooled connections, HTTP/1.1 and TLS.
///
/// Redirects are not followed, so that no credential travels to another host unseen.
public final class AsyncHTTPClientTransport: HTTPTransport {
  private let loops: [Loop]
  private let balance: LoopBalance
  private let addresses = AddressMemory()

  /// An event loop with the connections that live on it.
  private struct Loop: Sendable {
    let client: HTTPClient
    let watch: DeadlineWatch
  }

  /// How the pool behaves; per-request limits are ``TransportRequest/deadlines``.
  public struct Configuration: Sendable {
    /// How many connections one host may be given at once. Requests beyond that wait for a free
    /// one, which counts as connecting; so this should not be less than the requests made at once.
    public var connectionsPerHost: Int
    /// How long a connection is kept unused. Shorter than the five seconds after which common
    /// Python servers hang up, so that no request is written to a dying connection.
    public var idleLifetime: Duration

    /// The longest that one attempt at a connection may take, handshake included, whatever the
    /// request allows. Shutting down waits for attempts that are under way.
    public var connectTimeout: Duration

    /// Makes a configuration.
    public init(
      connectionsPerHost: Int = 1024, idleLifetime: Duration = .seconds(4),
      connectTimeout: Duration = .seconds(10)
    ) {
      self.connectionsPerHost = connectionsPerHost
      self.idleLifetime = idleLifetime
      self.connectTimeout = connectTimeout
    }
  }

  /// Makes a transport; call ``shutdown()`` when done, or prefer ``withTransport(_:_:)``. One that
  /// is dropped without closes its connections in the background.
  public init(_ configuration: Configuration = Configuration()) {
    var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
    settings.connectionPool.idleTimeout = TimeAmount(configuration.idleLifetime)
    settings.connectionPool.retryConnectionEstablishment = false
    settings.httpVersion = .http1Only
    settings.timeout.connect = TimeAmount(configuration.connectTimeout)
    settings.http1_1ConnectionDebugInitializer = Self.joiningFlushes
    // The tracer that stands for none costs as much as a real one.
    if let tracer = settings.tracing.tracer, "\(type(of: tracer))" == "NoOpTracer" {
      settings.tracing.tracer = nil
    }
    // A client for each event loop: where a request's own loop is not its connection's,
    // AsyncHTTPClient passes each step from one thread to the other, and traps if the connection is
    // closed just when the end of a request that was answered early comes to it (1.37.0).
    let group = Array(MultiThreadedEventLoopGroup.singleton.makeIterator())
    balance = LoopBalance(connections: configuration.connectionsPerHost, processors: group.count)
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = balance.connectionsPerLoop
    loops = group.prefix(balance.count).map { eventLoop in
      Loop(
        client: HTTPClient(eventLoopGroupProvider: .shared(eventLoop), configuration: settings),
        watch: DeadlineWatch(eventLoop: eventLoop))
    }
  }

  /// Below the encoder, so that over TLS the head and the body make one record, too.
  private static let joiningFlushes: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
      try pipeline.addHandler(FlushJoiner(), position: .before(encoder))
    }
  }

  deinit {
    // AsyncHTTPClient insists on it. If it was done before, this does nothing.
    for loop in loops { loop.client.shutdown { _ in } }
  }

  /// Closes all connections. Requests that are under way fail. Doing it again does nothing.
  ///
  /// - Throws: What closing throws.
  public func shutdown() async throws {
    var failure: (any Error)?
    for loop in loops {
      do {
        try await loop.client.shutdown()
      } catch let error as HTTPClientError where error == .alreadyShutdown {
        continue
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// Gives `body` a transport and shuts it down, however `body` ends.
  ///
  /// - Throws: What `body` throws.
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

  /// Sends `request` and returns when the head of the answer is there.
  ///
  /// - Throws: ``TransportError``; `CancellationError` if the task is cancelled.
  public func send(_ request: TransportRequest) async throws -> TransportResponse {
    let outgoing = try outgoing(request)
    let share = balance.take()
    let loop = loops[share.loop]
    let exchange = HTTPExchange(deadlines: request.deadlines, watch: loop.watch, share: share)
    let head = try await exchange.head {
      loop.client.execute(request: outgoing, delegate: exchange)
    }
    let reader = HTTPExchange.Reader(exchange)
    return TransportResponse(
      status: HTTPResponse.Status(
        code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase),
      headers: HTTPFields(head.headers),
      body: ResponseBody { { try await reader.next() } })
  }

  private func outgoing(_ request: TransportRequest) throws -> HTTPClient.Request {
    var outgoing: HTTPClient.Request
    do {
      outgoing = try addresses.request(request.url, HTTPMethod(rawValue: request.method.rawValue))
    } catch {
      throw TransportError.translating(error, responseStarted: false)
    }
    outgoing.headers.reserveCapacity(request.headers.count)
    for field in request.headers {
      outgoing.headers.add(name: field.name.rawName, value: field.value)
    }
    if !request.body.isEmpty { outgoing.body = .byteBuffer(ByteBuffer(bytes: request.body)) }
    return outgoing
  }
}

extension HTTPFields {
  /// Fields whose names are no tokens are left out; a proper server sends none.
  fileprivate init(_ headers: HTTPHeaders) {
    self.init()
    reserveCapacity(headers.count)
    for (name, value) in headers {
      guard let name = HTTPField.Name(name) else { continue }
      append(HTTPField(name: name, value: value))
    }
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(
      Int64(clamping: Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)))
  }
}

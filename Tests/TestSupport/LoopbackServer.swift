import NIOCore
import NIOPosix
import Synchronization

/// A server on the loopback interface that sends exactly the bytes it is told to, and misbehaves on demand.
package final class LoopbackServer: Sendable {
  /// What to do with a connection, one step after the other.
  package enum Step: Sendable {
    case send([UInt8])
    case pause(Duration)
    /// The bytes again and again, for as long as the client takes them.
    case flood([UInt8])
    /// An orderly end of the connection (FIN).
    case close
    /// A disorderly end of the connection (RST).
    case reset
  }

  /// A request as it arrived.
  package struct Request: Sendable {
    package var head: String
    package var body: [UInt8]
    /// Which of the server's connections it came by, counted from 0.
    package var connection: Int

    package var firstLine: String { String(head.prefix { $0 != "\r\n" && $0 != "\n" }) }
  }

  private struct State {
    var requests: [Request] = []
    var opened = 0
    var closed = 0
  }

  private let state = Mutex(State())
  private let respond: @Sendable (Int, Request) -> [Step]
  private let channel: Mutex<(any Channel)?> = Mutex(nil)
  private let host: String

  /// What is done as soon as a connection stands, before any request.
  fileprivate let greeting: [Step]

  private init(
    host: String, greeting: [Step], _ respond: @escaping @Sendable (Int, Request) -> [Step]
  ) {
    self.host = host
    self.greeting = greeting
    self.respond = respond
  }

  /// Whether the machine has an IPv6 loopback interface.
  package static let hasIPv6: Bool = {
    let channel = try? ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "::1", port: 0).wait()
    try? channel?.close().wait()
    return channel != nil
  }()

  /// Gives `body` a server and stops it, however `body` ends.
  ///
  /// - Parameters:
  ///   - host: The address to listen at.
  ///   - respond: What to do for the request of this number, counted from 0. After the steps the
  ///     connection stays open for another request, unless they end it.
  package static func withServer<Result>(
    host: String = "127.0.0.1", greeting: [Step] = [],
    _ respond: @escaping @Sendable (Int, Request) -> [Step],
    _ body: (LoopbackServer) async throws -> Result
  ) async throws -> Result {
    let server = LoopbackServer(host: host, greeting: greeting, respond)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Connection(server))
        }
      }
      .bind(host: host, port: 0).get()
    server.channel.withLock { $0 = channel }
    do {
      let result = try await body(server)
      try? await channel.close()
      return result
    } catch {
      try? await channel.close()
      throw error
    }
  }

  /// The same steps for every request.
  package static func withServer<Result>(
    host: String = "127.0.0.1", always steps: [Step],
    _ body: (LoopbackServer) async throws -> Result
  ) async throws -> Result {
    try await withServer(host: host, { _, _ in steps }, body)
  }

  /// The steps for every connection before it has sent anything, and none afterwards.
  package static func withServer<Result>(
    greeting: [Step], _ body: (LoopbackServer) async throws -> Result
  ) async throws -> Result {
    try await withServer(greeting: greeting, { _, _ in [] }, body)
  }

  package var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }
  package var baseURL: String {
    host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
  }
  package var requests: [Request] { state.withLock { $0.requests } }
  /// How many connections were made.
  package var openedConnections: Int { state.withLock { $0.opened } }

  /// Whether `count` connections have ended, waiting for it a few seconds at most.
  package func hasClosedConnections(_ count: Int) async throws -> Bool {
    for _ in 0..<500 {
      if state.withLock({ $0.closed >= count }) { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  fileprivate func opened() -> Int {
    state.withLock { state in
      state.opened += 1
      return state.opened - 1
    }
  }

  fileprivate func closed() { state.withLock { $0.closed += 1 } }

  fileprivate func steps(for request: Request) -> [Step] {
    let number = state.withLock { state in
      state.requests.append(request)
      return state.requests.count - 1
    }
    return respond(number, request)
  }
}

/// One connection: reads requests and performs their steps. Lives on its event loop.
private final class Connection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let server: LoopbackServer
  private var number = 0
  private var received: [UInt8] = []
  private var isBusy = false
  private var flood: [UInt8]?

  init(_ server: LoopbackServer) {
    self.server = server
  }

  func channelActive(context: ChannelHandlerContext) {
    number = server.opened()
    if !server.greeting.isEmpty {
      isBusy = true
      perform(server.greeting[...], context)
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    flood = nil
    server.closed()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytesView
    answerNext(context)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    pour(context)
    context.fireChannelWritabilityChanged()
  }

  private func answerNext(_ context: ChannelHandlerContext) {
    guard !isBusy, let request = takeRequest() else { return }
    isBusy = true
    perform(server.steps(for: request)[...], context)
  }

  /// A complete request, if it has arrived: bodies have a length or are absent.
  private func takeRequest() -> LoopbackServer.Request? {
    let terminator = Array("\r\n\r\n".utf8)
    guard
      let end = received.indices.first(where: { received[$0...].starts(with: terminator) })
    else { return nil }
    let head = String(decoding: received[..<end], as: UTF8.self)
    let length =
      head.lowercased().split(separator: "\r\n")
      .first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
    let bodyStart = end + terminator.count
    guard received.count >= bodyStart + length else { return nil }
    let body = Array(received[bodyStart..<bodyStart + length])
    received.removeFirst(bodyStart + length)
    return LoopbackServer.Request(head: head, body: body, connection: number)
  }

  private func perform(_ steps: ArraySlice<LoopbackServer.Step>, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    guard let step = steps.first else {
      isBusy = false
      answerNext(context)
      return
    }
    let rest = steps.dropFirst()
    switch step {
    case .send(let bytes):
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
      perform(rest, context)
    case .pause(let duration):
      let bound = NIOLoopBound((self, context, rest), eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: .nanoseconds(duration.wholeNanoseconds)) {
        let (connection, context, rest) = bound.value
        connection.perform(rest, context)
      }
    case .flood(let bytes):
      flood = bytes
      pour(context)
    case .close:
      context.close(promise: nil)
    case .reset:
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      // With no time to linger, closing resets.
      guard let options = context.channel as? any SocketOptionProvider else { return }
      options.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .whenComplete { _ in bound.value.close(promise: nil) }
    }
  }

  /// Writes for as long as the other side keeps up.
  private func pour(_ context: ChannelHandlerContext) {
    guard let flood else { return }
    while context.channel.isWritable, context.channel.isActive {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: flood)), promise: nil)
    }
  }
}

extension Duration {
  fileprivate var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}

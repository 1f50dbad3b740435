import Foundation
import NIOCore
import NIOHTTP1

/// What is done to a connection below HTTP.
enum ConnectionFault {
  /// Resets the connection: with a linger time of zero, closing sends RST.
  static func reset(_ channel: any Channel) async {
    if let socket = channel as? any SocketOptionProvider {
      try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await channel.close().get()
  }

  /// Writes bytes as they are, past HTTP's framing.
  static func writeRaw(_ bytes: [UInt8], to channel: any Channel) async throws {
    try await channel.eventLoop.flatSubmit {
      do {
        let encoder = try channel.pipeline.syncOperations.context(
          handlerType: HTTPResponseEncoder.self)
        let promise = channel.eventLoop.makePromise(of: Void.self)
        encoder.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: promise)
        return promise.futureResult
      } catch {
        return channel.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  /// Says nothing until the client hangs up or the simulator stops.
  static func hang(_ channel: any Channel) async {
    // With half-closure, a client that hung up would look like one that still reads.
    try? await channel.setOption(.allowRemoteHalfClosure, value: false).get()
    await withTaskCancellationHandler {
      try? await channel.closeFuture.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }
}

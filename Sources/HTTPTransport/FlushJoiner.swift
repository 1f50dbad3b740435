import NIOCore

/// Puts off flushing until the event loop has done what it has at hand, so that the head and the
/// body of a request, which AsyncHTTPClient flushes one after the other, leave in one system call
/// and one packet.
final class FlushJoiner: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = Any

  private var isPending = false

  func flush(context: ChannelHandlerContext) {
    guard !isPending else { return }
    isPending = true
    context.eventLoop.assumeIsolated().execute { self.flushNow(context) }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    // What was to be flushed comes before the end.
    flushNow(context)
    context.close(mode: mode, promise: promise)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    // The connection has ended, and the context is good for nothing any more.
    isPending = false
  }

  private func flushNow(_ context: ChannelHandlerContext) {
    guard isPending else { return }
    isPending = false
    context.flush()
  }
}

import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPTransport

struct FlushJoinerTests {
  /// Counts the flushes that reach the socket.
  private final class Counter: ChannelOutboundHandler {
    typealias OutboundIn = Any
    var flushes = 0

    func flush(context: ChannelHandlerContext) {
      flushes += 1
      context.flush()
    }
  }

  private static func channel() throws -> (EmbeddedChannel, Counter) {
    let counter = Counter()
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(counter)
    try channel.pipeline.syncOperations.addHandler(FlushJoiner())
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    counter.flushes = 0
    return (channel, counter)
  }

  private static func written(_ channel: EmbeddedChannel) throws -> String {
    var text = ""
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
      text += String(buffer: buffer)
    }
    return text
  }

  @Test func flushesOnceForAllThatIsAtHand() throws {
    let (channel, counter) = try Self.channel()
    for text in ["head ", "body ", "end"] {
      channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }
    #expect(try Self.written(channel) == "")
    channel.embeddedEventLoop.run()
    #expect(try Self.written(channel) == "head body end")
    #expect(counter.flushes == 1)

    channel.writeAndFlush(ByteBuffer(string: "next"), promise: nil)
    channel.embeddedEventLoop.run()
    #expect(try Self.written(channel) == "next")
    #expect(counter.flushes == 2)
  }

  @Test func whatWasFlushedLeavesBeforeClosing() throws {
    let (channel, counter) = try Self.channel()
    channel.writeAndFlush(ByteBuffer(string: "last"), promise: nil)
    channel.close(promise: nil)
    #expect(try Self.written(channel) == "last")
    #expect(counter.flushes == 1)
    channel.embeddedEventLoop.run()
    #expect(counter.flushes == 1)
  }

  @Test func aConnectionThatEndsMeanwhileIsLeftAlone() throws {
    let (channel, counter) = try Self.channel()
    channel.writeAndFlush(ByteBuffer(string: "lost"), promise: nil)
    try channel.pipeline.syncOperations.removeHandler(
      context: channel.pipeline.syncOperations.context(handlerType: FlushJoiner.self)
    ).wait()
    channel.embeddedEventLoop.run()
    #expect(counter.flushes == 0)
  }
}

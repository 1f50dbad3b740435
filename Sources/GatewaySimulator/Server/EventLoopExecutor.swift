import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// A connection whose task runs on the loop that its socket belongs to needs no other thread to
/// answer: nothing is handed over, nobody must be woken.
final class EventLoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// HTTP/1.1 as Hummingbird speaks it, with each connection on its own event loop.
struct LoopBoundHTTP1: ServerChildChannel {
  let base: HTTP1Channel

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    base.setup(channel: channel, logger: logger)
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
      await base.handle(value: value, logger: logger)
    }
  }
}

extension HTTPServerBuilder {
  /// A server of ``LoopBoundHTTP1``.
  static func loopBoundHTTP1(idleTimeout: TimeAmount?) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      LoopBoundHTTP1(
        base: HTTP1Channel(
          responder: responder, configuration: HTTP1Channel.Configuration(idleTimeout: idleTimeout))
      )
    }
  }
}

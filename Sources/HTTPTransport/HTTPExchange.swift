import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One request and its answer: takes what the connection delivers, watches the deadlines, and
/// hands the head and the body to whoever waits for them.
final class HTTPExchange: HTTPClientResponseDelegate {
  typealias Response = Void

  /// More than this is not read ahead of the receiver.
  private static let readAhead = 256 << 10

  private struct State {
    var clock: ExchangeClock
    /// Its share of the loop; given back with the connection.
    var share: LoopBalance.Share?
    /// Its place among the exchanges whose deadlines are watched; nil before and after.
    var place: Int?
    var task: HTTPClient.Task<Void>?
    var head: HTTPResponseHead?
    var headWaiter: CheckedContinuation<HTTPResponseHead, any Error>?
    var chunks = ChunkBuffer()
    var chunkWaiter: CheckedContinuation<BodyChunk?, any Error>?
    /// Completed when the receiver has caught up.
    var resume: EventLoopPromise<Void>?
    var end: Result<Void, any Error>?
    /// Why the exchange is broken off, before the connection knows.
    var abort: (any Error)?
  }

  private let started: ContinuousClock.Instant
  private let watch: DeadlineWatch
  private let state: Mutex<State>

  init(deadlines: Deadlines, watch: DeadlineWatch, share: LoopBalance.Share) {
    started = .now
    self.watch = watch
    state = Mutex(State(clock: ExchangeClock(deadlines: deadlines, start: .zero), share: share))
  }

  private var now: Duration { ContinuousClock.now - started }

  // MARK: The receiver's side

  /// Starts the exchange and waits for the head of the answer.
  func head(_ execute: () -> HTTPClient.Task<Void>) async throws -> HTTPResponseHead {
    try Task.checkCancellation()
    let task = execute()
    let abort = state.withLock { state in
      // One that has ended meanwhile is let go: it holds this exchange.
      if state.end == nil {
        state.task = task
        state.place = watch.add(self)
        heedDeadline(state)
      }
      return state.abort
    }
    if let abort { task.fail(reason: abort) }
    // Refused outright, as after a shutdown, the delegate hears nothing.
    task.futureResult.whenFailure { self.finish(.failure($0)) }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<HTTPResponseHead, any Error>? = state.withLock { state in
          if let head = state.head { return .success(head) }
          if case .failure(let error) = state.end { return .failure(error) }
          state.headWaiter = continuation
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      cancel()
    }
  }

  private func nextChunk() async throws -> BodyChunk? {
    // Mostly something is there, and nobody needs to wait.
    if let ready = takeChunk(or: nil) { return try ready.get() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if let ready = takeChunk(or: continuation) { continuation.resume(with: ready) }
      }
    } onCancel: {
      cancel()
    }
  }

  /// The next chunk or the end, if it is there already; otherwise `waiter` will be told.
  private func takeChunk(
    or waiter: CheckedContinuation<BodyChunk?, any Error>?
  ) -> Result<BodyChunk?, any Error>? {
    let (ready, resume) = state.withLock { state in
      let ready: Result<BodyChunk?, any Error>? =
        state.chunks.popFirst().map { .success($0) } ?? state.end?.map { nil }
      if ready == nil { state.chunkWaiter = waiter }
      guard state.chunks.isEmpty, let resume = state.resume.take() else {
        return (ready, nil as EventLoopPromise<Void>?)
      }
      // The silence while nobody asked was not the server's.
      state.clock.enter(.receiving, at: now)
      heedDeadline(state)
      return (ready, resume)
    }
    resume?.succeed(())
    return ready
  }

  private func cancel() { breakOff(CancellationError()) }

  /// Ends the exchange and closes its connection, unless it has ended already.
  private func breakOff(_ error: any Error) {
    let task: HTTPClient.Task<Void>? = state.withLock { state in
      guard state.end == nil, state.abort == nil else { return nil }
      state.abort = error
      return state.task
    }
    task?.fail(reason: error)
  }

  /// Reads the body. When nobody holds it any more, what is left of the answer is given up.
  final class Reader: Sendable {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) {
      self.exchange = exchange
    }

    deinit { exchange.cancel() }

    func next() async throws -> BodyChunk? {
      // A consumer that takes its time between chunks is not interrupted before the next one.
      try Task.checkCancellation()
      return try await exchange.nextChunk()
    }
  }

  // MARK: Deadlines

  /// Has the next deadline watched. One that has moved on needs nothing: it is found out when
  /// the old one is looked at.
  private func heedDeadline(_ state: borrowing State) {
    guard state.place != nil, let due = state.clock.due else { return }
    watch.look(by: started + due.moment)
  }

  /// Breaks the exchange off if its deadline has passed.
  ///
  /// - Returns: The next one, if it has not; nil for none.
  func checkDeadline() -> ContinuousClock.Instant? {
    let (failure, next): (TransportError?, ContinuousClock.Instant?) = state.withLock { state in
      guard let due = state.clock.due else { return (nil, nil) }
      guard due.moment <= now else { return (nil, started + due.moment) }
      let failure = TransportError(
        code: due.code, message: state.clock.message(due.code), responseStarted: state.head != nil)
      return (failure, nil)
    }
    if let failure { breakOff(failure) }
    return next
  }

  // MARK: The connection's side

  func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
    state.withLock { state in
      state.clock.enter(.waiting, at: now)
      heedDeadline(state)
    }
  }

  func didReceiveHead(
    task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let waiter: CheckedContinuation<HTTPResponseHead, any Error>? = state.withLock { state in
      state.clock.enter(.receiving, at: now)
      heedDeadline(state)
      state.head = head
      return state.headWaiter.take()
    }
    waiter?.resume(returning: head)
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let elapsed = now
    let chunk = BodyChunk(bytes: Array(buffer.readableBytesView), elapsed: elapsed)
    let (waiter, pause) = state.withLock { state in
      state.clock.enter(.receiving, at: elapsed)
      if let waiter = state.chunkWaiter.take() {
        return (
          waiter as CheckedContinuation<BodyChunk?, any Error>?, nil as EventLoopFuture<Void>?
        )
      }
      state.chunks.append(chunk)
      guard state.chunks.byteCount > Self.readAhead else { return (nil, nil) }
      state.clock.enter(.paused, at: elapsed)
      let promise = task.eventLoop.makePromise(of: Void.self)
      state.resume = promise
      return (nil, promise.futureResult)
    }
    waiter?.resume(returning: chunk)
    return pause ?? task.eventLoop.makeSucceededVoidFuture()
  }

  func didFinishRequest(task: HTTPClient.Task<Void>) throws {
    finish(.success(()))
  }

  func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
    finish(.failure(error))
  }

  private func finish(_ result: Result<Void, any Error>) {
    typealias Waiters = (
      head: CheckedContinuation<HTTPResponseHead, any Error>?,
      chunk: CheckedContinuation<BodyChunk?, any Error>?, place: Int?,
      resume: EventLoopPromise<Void>?, share: LoopBalance.Share?, end: Result<Void, any Error>
    )
    let waiters: Waiters? = state.withLock { state in
      guard state.end == nil else { return nil }
      var end = result
      if case .failure(let error) = result {
        end = .failure(
          state.abort
            ?? TransportError.translating(
              error, responseStarted: state.head != nil,
              isConnected: state.clock.phase != .connecting))
      }
      state.end = end
      state.task = nil
      state.clock.enter(.finished, at: now)
      return (
        state.headWaiter.take(), state.chunkWaiter.take(), state.place.take(),
        state.resume.take(), state.share.take(), end
      )
    }
    guard let waiters else { return }
    if let place = waiters.place { watch.remove(place) }
    waiters.resume?.succeed(())
    switch waiters.end {
    case .success:
      waiters.head?.resume(throwing: TransportError.emptyAnswer)
      waiters.chunk?.resume(returning: nil)
    case .failure(let error):
      waiters.head?.resume(throwing: error)
      waiters.chunk?.resume(throwing: error)
    }
  }
}

import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Reads requests off the wire, lets the gateway answer, and follows the plan of the answer.
struct GatewayResponder: HTTPResponder {
  let gateway: Gateway
  let bodyLimit: Int
  let time: SimulatorTime
  let log: RequestLog?

  struct Context: InitializableFromSource, Sendable {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
      channel = source.channel
    }
  }

  /// A connection that was broken on purpose.
  struct Broken: Error {}

  @Sendable
  func respond(to request: Request, context: Context) async throws -> Response {
    let started = time.now()
    let outcome = try await outcome(of: request)
    var delivery = Delivery(outcome.reply, fault: outcome.fault)
    if request.method == .head { delivery.leaveOutBody() }
    note(request, outcome, delivery, started: started)
    return try await deliver(delivery, on: context.channel)
  }

  private func outcome(of request: Request) async throws -> Outcome {
    let body: ByteBuffer
    do {
      if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimit {
        return tooLarge
      }
      body = try await request.body.collect(upTo: bodyLimit)
    } catch is NIOTooManyBytesError {
      return tooLarge
    }
    return gateway.answer(
      GatewayRequest(
        method: request.method, target: request.head.path ?? "/",
        authority: request.head.authority ?? "127.0.0.1", headers: request.headers,
        body: Array(body.readableBytesView)))
  }

  private var tooLarge: Outcome {
    var reply = Reply.error(
      413, "The body is larger than the simulator's limit of \(bodyLimit) bytes")
    reply.headers[.connection] = "close"
    return Outcome(reply: reply, fault: nil, facts: Facts())
  }

  private func note(
    _ request: Request, _ outcome: Outcome, _ delivery: Delivery, started: Int64
  ) {
    let status = delivery.opening == .head ? delivery.status : 0
    gateway.withState { $0.counts.note(outcome.facts, status: status) }
    log?.write(
      RequestLog.Entry(
        time: Timestamp(microseconds: started), method: request.method.rawValue,
        path: String(request.head.path?.prefix { $0 != "?" } ?? "/"), status: status,
        facts: outcome.facts, bytes: delivery.pieces.reduce(0) { $0 + $1.bytes.count },
        delay: delivery.delay + delivery.pieces.reduce(.zero) { $0 + $1.pause }))
  }

  private func deliver(_ delivery: Delivery, on channel: any Channel) async throws -> Response {
    let status = HTTPResponse.Status(phrased: delivery.status)
    if delivery.isPlain, delivery.length == delivery.pieces.first?.bytes.count ?? 0 {
      let bytes = delivery.pieces.first?.bytes ?? []
      return Response(
        status: status, headers: delivery.headers,
        body: bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    if delivery.delay > .zero { try await time.sleep(delivery.delay) }
    switch delivery.opening {
    case .reset: await ConnectionFault.reset(channel)
    case .hang: await ConnectionFault.hang(channel)
    case .head: break
    }
    let time = time
    return Response(
      status: status, headers: delivery.headers,
      body: ResponseBody(contentLength: delivery.length) { writer in
        guard delivery.opening == .head else { throw Broken() }
        for piece in delivery.pieces {
          if piece.pause > .zero { try await time.sleep(piece.pause) }
          try await writer.write(ByteBuffer(bytes: piece.bytes))
        }
        switch delivery.ending {
        case .complete:
          try await writer.finish(nil)
        case .resetInChunk(let size, let part):
          try await ConnectionFault.writeRaw(
            Array("\(String(size, radix: 16))\r\n".utf8) + part, to: channel)
          await ConnectionFault.reset(channel)
          throw Broken()
        case .reset:
          await ConnectionFault.reset(channel)
          throw Broken()
        case .hang:
          await ConnectionFault.hang(channel)
          throw Broken()
        case .close:
          try? await channel.close().get()
          throw Broken()
        }
      })
  }
}

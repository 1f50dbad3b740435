import Hummingbird
import Logging
import NIOCore

/// Does what any server of calls must do, and nothing else: reads the body of a POST, and answers
/// with a constant as long as a call's answer.
enum BareServer {
  private static let answer = ByteBuffer(
    string: #"{"call_id":"00000000-0000-4000-8000-000000000000","response":{"content":"Paris","#
      + #""finish_reason":"stop"},"metadata":{"tokens_used":24,"latency_ms":0,"model":"gpt-4"}}"#)

  static func run(port: Int) async throws {
    let router = Router()
    router.post("/**") { request, _ in
      _ = try await request.body.collect(upTo: 1 << 20)
      return Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: answer))
    }
    var logger = Logger(label: "bare") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    try await Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      logger: logger
    ).runService()
  }
}

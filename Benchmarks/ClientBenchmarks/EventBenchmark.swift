import Foundation
import HTTPTransport
import HTTPTypes
import SaaSLiteLLM

/// Event streams out of memory, on one core: rates are for a second of processor time.
enum EventBenchmark {
  private static let stream: [UInt8] = {
    var text = ""
    for number in 0..<1000 {
      text +=
        #"data: {"id":"chatcmpl-7f3c2b9e","object":"chat.completion.chunk","created":1764000000,"#
        + #""model":"gpt-4-0613","choices":[{"index":0,"delta":{"content":" token\#(number)"},"#
        + #""logprobs":null,"finish_reason":null}],"system_fingerprint":"fp_44709d6fcb"}"# + "\n\n"
    }
    return Array(text.utf8)
  }()

  static func run(megabytes: Int) async throws {
    print("| event streams in memory | MB/s |")
    print("| --- | ---: |")
    for size in [256, 1460, 16 << 10, 256 << 10] {
      let pieces = stride(from: 0, to: stream.count, by: size).map {
        Array(stream[$0..<min($0 + size, stream.count)])
      }
      let rate = try best { try parse(pieces, megabytes: megabytes) }
      print(String(format: "| events, in pieces of %d bytes | %.0f |", size, rate))
    }
    var rates: [Double] = []
    for _ in 0..<3 { rates.append(try await chunks(megabytes: max(megabytes / 10, 1))) }
    print(String(format: "| chunks, put together to a reply | %.0f |", rates.max() ?? .nan))
  }

  private static func best(_ body: () throws -> Double) rethrows -> Double {
    try (0..<5).map { _ in try body() }.max() ?? .nan
  }

  private static func parse(_ pieces: [[UInt8]], megabytes: Int) throws -> Double {
    let rounds = max(1, megabytes * 1_000_000 / stream.count)
    var events: [ServerSentEvent] = []
    var count = 0
    let start = Usage.now.processor
    for _ in 0..<rounds {
      var parser = ServerSentEventParser()
      for piece in pieces {
        events.removeAll(keepingCapacity: true)
        try parser.push(piece, to: &events)
        count += events.count
      }
    }
    let seconds = Usage.now.processor - start
    guard count == rounds * 1000 else { throw BenchmarkError.wrongCount }
    return Double(rounds * stream.count) / 1e6 / seconds
  }

  /// The whole way from bytes to a reply.
  private static func chunks(megabytes: Int) async throws -> Double {
    struct Memory: HTTPTransport {
      var chunks: [BodyChunk]
      func send(_ request: TransportRequest) async throws -> TransportResponse {
        TransportResponse(
          status: .ok, headers: [.contentType: "text/event-stream"], body: ResponseBody(chunks))
      }
    }
    let pieces = stride(from: 0, to: stream.count, by: 1460).map {
      BodyChunk(bytes: Array(stream[$0..<min($0 + 1460, stream.count)]), elapsed: nil)
    }
    let done = BodyChunk(bytes: Array("data: [DONE]\n\n".utf8), elapsed: nil)
    let client = SaaSLLMClient(
      baseURL: "http://127.0.0.1", teamID: "team", virtualKey: "sk-benchmark-key",
      transport: Memory(chunks: pieces + [done]))
    let rounds = max(1, megabytes * 1_000_000 / stream.count)
    let start = Usage.now.processor
    for _ in 0..<rounds {
      let response = try await client.chatStream(job: "job", messages: []).accumulated()
      guard response.text?.hasSuffix(" token999") == true else { throw BenchmarkError.noText }
    }
    return Double(rounds * stream.count) / 1e6 / (Usage.now.processor - start)
  }
}

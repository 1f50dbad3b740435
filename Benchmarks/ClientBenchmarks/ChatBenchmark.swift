import AsyncHTTPClient
import Foundation
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOHTTP1
import SaaSLiteLLM

/// `chat` beside a bare loop that posts the same bytes and ignores the reply, in turns.
enum ChatBenchmark {
  /// What is measured: a way of making one call.
  struct Contender: Sendable {
    var name: String
    var call: @Sendable () async throws -> Void
  }

  struct Figures {
    var requestsPerSecond: Double
    /// Microseconds of processor time for a request.
    var processorMicroseconds: Double
  }

  static let job: JobID = "3b1ca879-283c-4231-bb26-5d34ccc4f951"
  static let messages: [Message] = [
    .system("You extract people from texts and answer with JSON alone."),
    .user("Extract: Sarah Johnson, 28, sarah@example.com"),
  ]

  static func run(seconds: Double) async throws {
    try await withContenders { contenders in
      var results: [String: [Figures]] = [:]
      for contender in contenders { _ = try await measure(contender, calls: 2000) }
      for round in 0..<5 {
        // In another order each time: whoever comes first finds the machine otherwise.
        let turn = round % contenders.count
        for contender in contenders[turn...] + contenders[..<turn] {
          let probe = try await measure(contender, calls: 1000)
          let calls = max(1000, Int(probe.requestsPerSecond * seconds))
          results[contender.name, default: []].append(try await measure(contender, calls: calls))
        }
      }
      report(contenders, results)
    }
  }

  /// Makes calls one way only.
  static func runOne(_ name: String?, calls: Int) async throws {
    try await withContenders { contenders in
      for contender in contenders where contender.name == name {
        let figures = try await measure(contender, calls: calls)
        print("\(contender.name): \(Int(figures.requestsPerSecond)) requests a second")
      }
    }
  }

  private static func withContenders(_ body: ([Contender]) async throws -> Void) async throws {
    let url = BenchmarkServer.url
    // As many connections as ours may have: the default of eight would hold the bare loop back.
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let sent = try await bytesOfOneCall()
    try await AsyncHTTPClientTransport.withTransport { transport in
      let client = SaaSLLMClient(
        baseURL: url, teamID: "team", virtualKey: "sk-benchmark-key", transport: transport)
      let request = TransportRequest(
        method: .post, url: sent.url, headers: sent.headers, body: sent.body,
        deadlines: sent.deadlines)
      let headers = HTTPHeaders(sent.headers.map { ($0.name.rawName, $0.value) })
      let buffer = ByteBuffer(bytes: sent.body)
      try await body([
        Contender(name: "bare") {
          var request = HTTPClientRequest(url: sent.url)
          request.method = .POST
          request.headers = headers
          request.body = .bytes(buffer)
          let response = try await http.execute(request, timeout: .seconds(120))
          for try await _ in response.body {}
        },
        Contender(name: "bare, futures") {
          let request = try HTTPClient.Request(
            url: sent.url, method: .POST, headers: headers, body: .byteBuffer(buffer))
          _ = try await http.execute(request: request).get()
        },
        Contender(name: "transport") {
          _ = try await transport.send(request).body.collect(upTo: 1 << 20)
        },
        Contender(name: "chat") {
          let response = try await client.chat(job: job, messages: messages)
          guard response.text != nil else { throw BenchmarkError.noText }
        },
      ])
    }
    try await http.shutdown()
  }

  /// The request that the client makes of a call, caught before it goes anywhere.
  private static func bytesOfOneCall() async throws -> TransportRequest {
    struct Catcher: HTTPTransport {
      struct Caught: Error { var request: TransportRequest }
      func send(_ request: TransportRequest) async throws -> TransportResponse {
        throw Caught(request: request)
      }
    }
    let client = SaaSLLMClient(
      baseURL: BenchmarkServer.url, teamID: "team", virtualKey: "sk-benchmark-key",
      transport: Catcher())
    do {
      _ = try await client.chat(job: job, messages: messages)
    } catch let caught as Catcher.Caught {
      return caught.request
    }
    throw BenchmarkError.noText
  }

  private static func measure(_ contender: Contender, calls: Int) async throws -> Figures {
    let start = Usage.now
    try await BenchmarkServer.calls(calls, contender.call)
    let end = Usage.now
    return Figures(
      requestsPerSecond: Double(calls) / ((end.clock - start.clock) / .seconds(1)),
      processorMicroseconds: (end.processor - start.processor) * 1e6 / Double(calls))
  }

  private static func report(_ contenders: [Contender], _ results: [String: [Figures]]) {
    func median(_ name: String, _ part: (Figures) -> Double) -> Double {
      let values = (results[name] ?? []).map(part).sorted()
      return values.isEmpty ? .nan : values[values.count / 2]
    }
    let bare = median("bare", \.requestsPerSecond)
    print("| | requests a second | of bare | processor, µs a request |")
    print("| --- | ---: | ---: | ---: |")
    for contender in contenders {
      let rate = median(contender.name, \.requestsPerSecond)
      let processor = median(contender.name, \.processorMicroseconds)
      print(
        String(
          format: "| %@ | %.0f | %.0f %% | %.1f |", contender.name, rate, 100 * rate / bare,
          processor))
    }
  }
}

enum BenchmarkError: Error {
  case noText, wrongCount
}

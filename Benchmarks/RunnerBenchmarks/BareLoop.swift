import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The least that a client can do: posts the same request over and over and reads the replies
/// without looking at them.
enum BareLoop {
  static func run(_ url: String, count: Int, connections: Int) async throws {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    configuration.httpVersion = .http1Only
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let body = ByteBuffer(
      string: """
        {"messages":[{"role":"system","content":"Answer with a JSON object of name, age and email."},\
        {"role":"user","content":"Extract the person: Letter 17: Sarah Johnson, who turned 28 last \
        week, asks you to write to sarah@example.com from now on."}],"model":"gpt-4",\
        "temperature":0,"max_tokens":200}
        """)
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for place in 0..<connections {
        group.addTask {
          for _ in 0..<(count / connections + (place < count % connections ? 1 : 0)) {
            var request = HTTPClientRequest(url: url)
            request.method = .POST
            request.headers = [
              "content-type": "application/json", "authorization": "Bearer sk-benchmark",
            ]
            request.body = .bytes(body)
            let response = try await client.execute(request, timeout: .seconds(60))
            for try await _ in response.body {}
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try await client.shutdown()
    print("{\"seconds\": \(seconds), \"passed\": \(count)}")
  }
}

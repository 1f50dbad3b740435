import Foundation
import GatewaySimulator
import HTTPTypes
import JSONModel
import Testing

/// Faults of the connection, seen from below HTTP.
@Suite struct ConnectionFaultTests {
  private struct Seen {
    var bytes: [UInt8]
    var ending: RawConnection.Ending
    var head: String { bytes.text.components(separatedBy: "\r\n\r\n")[0] }
    var body: [UInt8] { bytes.httpBody }
  }

  /// What a call sees under a fault. Without one the connection would stay open.
  private func see(_ fault: String, stream: Bool, text: String = "Say hello to everyone here.")
    async throws -> Seen
  {
    try await SimulatorClient.run { client, simulator in
      let job = try await client.job()
      let connection = try #require(RawConnection(port: simulator.port))
      let body: JSONValue = [
        "model": "gpt-4", "messages": [["role": "user", "content": .string(text)]],
      ]
      connection.post(
        "/api/jobs/\(job)/\(stream ? "llm-call-stream" : "llm-call")", key: simulator.virtualKey,
        body: body.text(), headers: ["X-Simulate-Fault": fault, "Connection": "close"])
      let (bytes, ending) = await connection.readToEnd()
      // Whatever happened on the wire, the work was done.
      let costs = try await client.send(.get, "/api/jobs/\(job)/costs")
      #expect(costs.json["costs"]?["breakdown"]?.arrayValue?.count == 1)
      return Seen(bytes: bytes, ending: ending)
    }
  }

  @Test(arguments: [true, false])
  func resetBeforeHeaders(stream: Bool) async throws {
    let seen = try await see("reset", stream: stream)
    #expect(seen.bytes.isEmpty)
    #expect(seen.ending == .reset)
  }

  @Test func resetInTheMiddleOfABody() async throws {
    let seen = try await see("reset; at=body", stream: false)
    let length = try #require(seen.head.firstMatch(of: #/[Cc]ontent-[Ll]ength: (\d+)/#))
    #expect(Int(length.1).map { $0 > seen.body.count } == true)
    #expect(!seen.body.isEmpty)
    #expect(seen.ending == .reset)
  }

  @Test func resetInTheMiddleOfAStream() async throws {
    let seen = try await see("reset; at=body", stream: true)
    #expect(seen.body.text.hasSuffix("\n\n\r\n"), "the last chunk is whole")
    #expect(!seen.body.text.contains("[DONE]"))
    #expect(seen.ending == .reset)
  }

  @Test(arguments: [true, false])
  func resetInTheMiddleOfAChunk(stream: Bool) async throws {
    let seen = try await see("reset; at=chunk", stream: stream)
    let lines = seen.body.text.components(separatedBy: "\r\n")
    let size = try #require(lines.dropLast().last.flatMap { Int($0, radix: 16) })
    let part = try #require(lines.last)
    #expect((1..<size).contains(part.utf8.count))
    #expect(seen.ending == .reset)
  }

  @Test(arguments: [true, false])
  func closeInTheMiddle(stream: Bool) async throws {
    let seen = try await see("close", stream: stream)
    #expect(!seen.body.isEmpty)
    #expect(!seen.body.text.hasSuffix("0\r\n\r\n"))
    #expect(seen.ending == .closed)
  }

  @Test(arguments: [("hang", false), ("hang; at=body", true)])
  func hang(fault: String, hasHead: Bool) async throws {
    try await SimulatorClient.run { client, simulator in
      let job = try await client.job()
      let connection = try #require(RawConnection(port: simulator.port))
      connection.post(
        "/api/jobs/\(job)/llm-call", key: simulator.virtualKey,
        body: #"{"model":"gpt-4","messages":[{"role":"user","content":"hello"}]}"#,
        headers: ["X-Simulate-Fault": fault])
      let (bytes, ending) = await connection.readToEnd(
        first: hasHead ? 20 : 0.3, silence: 0.3)
      #expect(bytes.isEmpty != hasHead)
      #expect(ending == .silence)
      // Others are served meanwhile, and the end of this block shows that a hang does not keep
      // the simulator from stopping.
      let health = try await client.send(.get, "/health")
      #expect(health.status == 200)
    }
  }

  @Test func chunksCutInsideCharacters() async throws {
    let text = "Zażółć gęślą jaźń — 日本語 🎉"
    let seen = try await see("split-characters", stream: true, text: text)
    var rest = seen.body[...]
    var chunks: [[UInt8]] = []
    while let end = rest.firstIndex(of: 0x0d) {
      let size = try #require(Int(Array(rest[..<end]).text, radix: 16))
      let start = end + 2
      if size == 0 { break }
      chunks.append(Array(rest[start..<start + size]))
      rest = rest[(start + size + 2)...]
    }
    #expect(chunks.contains { ($0.first ?? 0) & 0xc0 == 0x80 }, "a chunk begins in a character")
    #expect(EventReader(chunks.flatMap { $0 }).text == text)
  }

  @Test func headIsAnsweredWithoutABody() async throws {
    try await SimulatorClient.run { _, simulator in
      let connection = try #require(RawConnection(port: simulator.port))
      connection.send(
        "HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n"
          + "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      let (bytes, _) = await connection.readToEnd()
      let parts = bytes.text.components(separatedBy: "\r\n\r\n")
      #expect(parts.count == 3)
      #expect(parts[0].hasPrefix("HTTP/1.1 405 ") && parts[0].contains("Content-Length: 31"))
      #expect(parts[1].hasPrefix("HTTP/1.1 200 "))
      #expect(parts[2] == #"{"status":"healthy","service":"saas-llm-api"}"#)
    }
  }

  @Test func slowDripSendsFewBytesAtATime() async throws {
    let seen = try await see("slow-drip; bytes=100; every=0.001", stream: true)
    #expect(seen.body.text.contains("\r\n64\r\n"), "a chunk of 100 bytes")
    #expect(seen.body.text.hasSuffix("0\r\n\r\n"))
  }
}

import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// What exchanges of a transport share: the timer of their deadlines, and known addresses.
struct ConcurrentRequestTests {
  @Test func eachKeepsItsOwnDeadline() async throws {
    // A long one first, so that the timer has to be moved forward; then many short ones.
    try await LoopbackServer.withServer(always: []) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let long = Task {
          try await transport.send(
            TransportRequest(
              method: .get, url: server.baseURL, deadlines: Deadlines(firstByte: .seconds(600))))
        }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        try await withThrowingTaskGroup(of: TransportError.Code?.self) { group in
          for number in 0..<60 {
            let deadlines =
              number.isMultiple(of: 2)
              ? Deadlines(connect: .seconds(60), firstByte: .milliseconds(20 + 5 * number))
              : Deadlines(connect: .seconds(60), total: .milliseconds(20 + 5 * number))
            group.addTask {
              do {
                _ = try await transport.send(
                  TransportRequest(
                    method: .post, url: server.baseURL, body: [1], deadlines: deadlines))
                return nil
              } catch let error as TransportError {
                return error.code
              }
            }
          }
          var codes: [TransportError.Code?: Int] = [:]
          for try await code in group { codes[code, default: 0] += 1 }
          #expect(codes == [.firstByteTimeout: 30, .totalTimeout: 30])
        }
        long.cancel()
        await #expect(throws: CancellationError.self) { try await long.value }
      }
      let closed = try await server.hasClosedConnections(server.openedConnections)
      #expect(closed)
    }
  }

  @Test func eachGoesToItsOwnAddress() async throws {
    // More addresses than are remembered, in turns and again, with and without bodies.
    try await LoopbackServer.withServer(always: .answer("{}")) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        var sent: [String] = []
        for round in 0..<3 {
          for number in 0..<20 {
            let method: HTTPRequest.Method = (number + round).isMultiple(of: 2) ? .get : .post
            sent.append("\(method.rawValue) /\(number)?round HTTP/1.1")
            let response = try await transport.send(
              TransportRequest(
                method: method, url: "\(server.baseURL)/\(number)?round",
                headers: [.accept: "text/\(number)"],
                body: method == .post ? Array("\(number)".utf8) : []))
            _ = try await response.body.collect(upTo: 100)
            let last = try #require(server.requests.last)
            #expect(last.head.contains("text/\(number)\r\n"))
            #expect(last.head.split(separator: "text/").count == 2, "one field, not an older one")
            #expect(last.body == (method == .post ? Array("\(number)".utf8) : []))
          }
        }
        #expect(server.requests.map(\.firstLine) == sent)
      }
    }
  }

  /// The end of a request, of its answer, of the connection and of the transport, all at once.
  @Test func shutsDownRightAfterAnswers() async throws {
    let ends: [[LoopbackServer.Step]] = [
      .answer("{}"), .answer("{}") + [.close], .answer("{}") + [.reset],
    ]
    try await LoopbackServer.withServer({ number, _ in ends[number % ends.count] }) { server in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            for _ in 0..<50 {
              try await AsyncHTTPClientTransport.withTransport { transport in
                for _ in 0..<3 {
                  let response = try? await transport.send(
                    TransportRequest(method: .post, url: server.baseURL, body: [1, 2, 3]))
                  // A reset may overtake the answer.
                  _ = try? await response?.body.collect(upTo: 100)
                }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(server.requests.count > 400)
    }
  }

  @Test(.enabled(if: LoopbackServer.hasIPv6, "the machine has no IPv6 loopback interface"))
  func speaksIPv6() async throws {
    try await LoopbackServer.withServer(host: "::1", always: .answer("{}")) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let response = try await transport.send(
          TransportRequest(method: .post, url: server.baseURL + "/x", body: Array("hi".utf8)))
        let body = try await response.body.collect(upTo: 100)
        #expect(String(decoding: body.bytes, as: UTF8.self) == "{}")
        let request = try #require(server.requests.first)
        #expect(request.firstLine == "POST /x HTTP/1.1")
        #expect(request.head.lowercased().contains("host: [::1]:\(server.port)"), "\(request.head)")
      }
    }
  }
}

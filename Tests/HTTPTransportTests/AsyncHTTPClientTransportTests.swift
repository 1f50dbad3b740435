import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// The network transport against a server that misbehaves.
struct AsyncHTTPClientTransportTests {
  typealias Step = LoopbackServer.Step

  struct Misbehaviour: Sendable, CustomStringConvertible {
    var name: String
    var steps: [Step]
    var deadlines = Deadlines(connect: .seconds(5))
    var code: TransportError.Code
    var responseStarted: Bool

    var description: String { name }
  }

  private static let unfinished: Step = .send(
    "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
  private static let short = Duration.milliseconds(60)

  static let misbehaviours: [Misbehaviour] = [
    .init(
      name: "closed before the head", steps: [.close], code: .connectionLost,
      responseStarted: false),
    .init(
      name: "reset before the head", steps: [.reset], code: .connectionLost,
      responseStarted: false),
    .init(
      name: "closed in the head", steps: [.send("HTTP/1.1 200 OK\r\ncontent-"), .close],
      code: .connectionLost, responseStarted: false),
    .init(
      name: "closed in the body", steps: [unfinished, .close], code: .connectionLost,
      responseStarted: true),
    .init(
      name: "reset in the body", steps: [unfinished, .pause(.milliseconds(20)), .reset],
      code: .connectionLost, responseStarted: true),
    .init(
      name: "closed within a chunk",
      steps: .streamHead + [.send("10\r\nhalf"), .close], code: .connectionLost,
      responseStarted: true),
    .init(
      name: "closed between chunks", steps: .streamHead + .chunk("whole") + [.close],
      code: .connectionLost, responseStarted: true),
    .init(
      name: "no HTTP", steps: [.send("SSH-2.0-OpenSSH_9.6\r\n\r\n")], code: .malformedResponse,
      responseStarted: false),
    .init(
      name: "never answers", steps: [], deadlines: Deadlines(firstByte: short),
      code: .firstByteTimeout, responseStarted: false),
    .init(
      name: "never answers, within a total", steps: [], deadlines: Deadlines(total: short),
      code: .totalTimeout, responseStarted: false),
    .init(
      name: "falls silent", steps: [unfinished], deadlines: Deadlines(idle: short),
      code: .idleTimeout, responseStarted: true),
    .init(
      name: "falls silent after the head",
      steps: [.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")],
      deadlines: Deadlines(idle: short), code: .idleTimeout, responseStarted: true),
    .init(
      name: "drips beyond the total",
      steps: [unfinished]
        + Array(repeating: [.pause(.milliseconds(200)), .send(".")], count: 90)
        .flatMap { $0 },
      deadlines: Deadlines(idle: .seconds(10), total: .seconds(4)), code: .totalTimeout,
      responseStarted: true),
  ]

  @Test(arguments: misbehaviours)
  func tellsApart(_ misbehaviour: Misbehaviour) async throws {
    try await LoopbackServer.withServer(always: misbehaviour.steps) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let error = await #expect(throws: TransportError.self) {
          let response = try await transport.send(
            TransportRequest(
              method: .get, url: server.baseURL, deadlines: misbehaviour.deadlines))
          _ = try await response.body.collect(upTo: 1000)
        }
        #expect(error?.code == misbehaviour.code, "\(error?.message ?? "")")
        #expect(error?.responseStarted == misbehaviour.responseStarted)
      }
      let closed = try await server.hasClosedConnections(server.openedConnections)
      #expect(closed)
    }
  }

  @Test func dripsAreWaitedForWithinIdle() async throws {
    // Generous, so that a busy machine's own pauses do not count as the server's.
    let drip = (0..<20).flatMap { [Step.pause(.milliseconds(200)), .send("\($0 % 10)")] }
    let steps = [Step.send("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n")] + drip
    try await LoopbackServer.withServer(always: steps) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        // Longer than any pause, shorter than all together.
        let response = try await transport.send(
          TransportRequest(
            method: .get, url: server.baseURL, deadlines: Deadlines(idle: .seconds(3))))
        let body = try await response.body.collect(upTo: 1000)
        #expect(String(decoding: body.bytes, as: UTF8.self) == "01234567890123456789")
        #expect((body.elapsed ?? .zero) >= .seconds(3))
      }
    }
  }

  @Test func nobodyThere() async throws {
    try await DeafPort.with { port in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let error = await #expect(throws: TransportError.self) {
          try await transport.send(
            TransportRequest(method: .get, url: "http://127.0.0.1:\(port)/"))
        }
        #expect(error?.code == .connect)
        #expect(error?.message == "nobody answers: connection refused")
        let named = await #expect(throws: TransportError.self) {
          try await transport.send(
            TransportRequest(method: .get, url: "http://localhost:\(port)/"))
        }
        #expect(named?.message.hasPrefix("nobody answers at localhost:\(port): ") == true)
      }
    }
  }

  @Test(arguments: [
    ("not a url", TransportError.Code.invalidURL), ("ftp://127.0.0.1/", .invalidURL),
    ("http:///path", .invalidURL), ("http://nobody.invalid/", .connect),
    ("http://[::1]:1/", .connect),
  ])
  func badAddresses(_ url: String, _ code: TransportError.Code) async throws {
    try await AsyncHTTPClientTransport.withTransport { transport in
      let error = await #expect(throws: TransportError.self) {
        try await transport.send(TransportRequest(method: .get, url: url))
      }
      #expect(error?.code == code, "\(error?.message ?? "")")
    }
  }

  @Test func noTLSAtTheOtherEnd() async throws {
    // The server sees no request in the greeting and says nothing.
    try await LoopbackServer.withServer(always: []) { server in
      try await AsyncHTTPClientTransport.withTransport(
        .init(connectTimeout: .milliseconds(300))
      ) { transport in
        let error = await #expect(throws: TransportError.self) {
          try await transport.send(
            TransportRequest(
              method: .get, url: "https://127.0.0.1:\(server.port)/",
              deadlines: Deadlines(connect: .milliseconds(50))))
        }
        #expect(error?.code == .connectTimeout, "\(error?.message ?? "")")
      }
    }
  }

  @Test func brokenTLSAtTheOtherEnd() async throws {
    try await LoopbackServer.withServer(greeting: .answer("{}", status: "400 Bad Request")) {
      server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let error = await #expect(throws: TransportError.self) {
          try await transport.send(
            TransportRequest(method: .get, url: "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error?.code == .tls, "\(error?.message ?? "")")
      }
    }
  }

  @Test func waitingForAConnectionHasADeadline() async throws {
    // One connection, which is taken: the second request gets none in time.
    try await LoopbackServer.withServer(always: []) { server in
      try await AsyncHTTPClientTransport.withTransport(.init(connectionsPerHost: 1)) { transport in
        let first = Task {
          try await transport.send(TransportRequest(method: .get, url: server.baseURL))
        }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        let error = await #expect(throws: TransportError.self) {
          try await transport.send(
            TransportRequest(
              method: .get, url: server.baseURL,
              deadlines: Deadlines(connect: .milliseconds(50))))
        }
        #expect(error?.code == .connectTimeout)
        first.cancel()
        _ = await first.result
      }
    }
  }

  @Test func cancellationEndsTheWaitAndTheConnection() async throws {
    try await LoopbackServer.withServer(always: []) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let call = Task {
          try await transport.send(TransportRequest(method: .get, url: server.baseURL))
        }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func cancellationEndsTheBody() async throws {
    try await LoopbackServer.withServer(always: .streamHead + .chunk("a")) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let (seen, note) = AsyncStream.makeStream(of: Void.self)
        let call = Task {
          let response = try await transport.send(
            TransportRequest(method: .get, url: server.baseURL))
          for try await _ in response.body { note.yield() }
        }
        for await _ in seen { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func leavingTheBodyClosesTheConnection() async throws {
    try await LoopbackServer.withServer(always: .streamHead + .chunk("a") + .chunk("b")) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let response = try await transport.send(
          TransportRequest(method: .get, url: server.baseURL))
        for try await _ in response.body { break }
        _ = consume response
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func droppingTheResponseUnreadClosesTheConnection() async throws {
    try await LoopbackServer.withServer(always: .streamHead) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        _ = try await transport.send(TransportRequest(method: .get, url: server.baseURL))
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func readsNoFurtherAheadThanItMust() async throws {
    // An endless body that nobody reads: the server must be held back, and memory stay bounded.
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
    let head = Step.send("HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n")
    try await LoopbackServer.withServer(always: [head, .flood(piece)]) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let response = try await transport.send(
          TransportRequest(
            method: .get, url: server.baseURL, deadlines: Deadlines(idle: .seconds(2))))
        // Idling is the reader's doing here, so the deadline for silence does not pass.
        try await Task.sleep(for: .milliseconds(2500))
        let body = try await response.body.collect(upTo: 8 << 20)
        #expect(body.bytes.count == 8 << 20)
        #expect(body.isTruncated)
      }
    }
  }

  @Test func reusesItsConnection() async throws {
    try await LoopbackServer.withServer(always: .answer("{}")) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        for _ in 0..<10 {
          let response = try await transport.send(
            TransportRequest(method: .post, url: server.baseURL, body: Array("hi".utf8)))
          _ = try await response.body.collect(upTo: 100)
        }
        // The pool gets a connection back a moment after its answer is complete.
        #expect(server.openedConnections < 5)
        #expect(server.requests.map(\.body) == Array(repeating: Array("hi".utf8), count: 10))
      }
    }
  }

  @Test func doesNotFollowRedirects() async throws {
    let steps: [Step] = .answer(
      "", status: "307 Temporary Redirect", headers: "location: http://127.0.0.1:1/\r\n")
    try await LoopbackServer.withServer(always: steps) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        let response = try await transport.send(
          TransportRequest(method: .get, url: server.baseURL, headers: [.authorization: "x"]))
        #expect(response.status.code == 307)
        #expect(response.headers[.location] == "http://127.0.0.1:1/")
      }
    }
  }

  @Test func afterShutdown() async throws {
    let transport = AsyncHTTPClientTransport()
    try await transport.shutdown()
    try await transport.shutdown()
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(TransportRequest(method: .get, url: "http://127.0.0.1:1/"))
    }
    #expect(error?.code == .shutDown)
  }

  @Test func servesTranscriptsByteForByte() async throws {
    for transcript in try WireTranscript.all() where transcript.response.status != 0 {
      try await LoopbackServer.withServer(always: .replaying(transcript)) { server in
        try await AsyncHTTPClientTransport.withTransport { transport in
          let response = try await transport.send(
            TransportRequest(method: .get, url: server.baseURL))
          #expect(response.status.code == transcript.response.status, "\(transcript)")
          var bytes: [UInt8] = []
          do {
            for try await chunk in response.body { bytes += chunk.bytes }
            #expect(transcript.response.isComplete, "\(transcript)")
          } catch let error as TransportError {
            #expect(!transcript.response.isComplete, "\(transcript)")
            #expect(error.code == .connectionLost, "\(transcript)")
          }
          #expect(bytes == transcript.response.body, "\(transcript)")
        }
      }
    }
  }
}

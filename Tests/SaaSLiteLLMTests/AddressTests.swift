import Foundation
import GatewaySimulator
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// Where requests go, whatever is given as base URL and ids.
struct AddressTests {
  private static let reply = ScriptedTransport.Step.json(
    #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#)

  private func client(_ url: String, _ transport: any HTTPTransport) -> SaaSLLMClient {
    SaaSLLMClient(
      baseURL: url, teamID: "team", virtualKey: "sk-own-virtual-key", transport: transport,
      retry: .never)
  }

  @Test(arguments: [
    ("http://localhost:8003", "http://localhost:8003"),
    ("http://localhost:8003/", "http://localhost:8003"),
    ("http://localhost:8003///", "http://localhost:8003"),
    (" http://localhost:8003/ \n", "http://localhost:8003"),
    ("https://gateway.example/llm/v2/", "https://gateway.example/llm/v2"),
    ("HTTP://localhost", "HTTP://localhost"), ("http://[::1]:8003", "http://[::1]:8003"),
    ("http://[2001:db8::7]/", "http://[2001:db8::7]"),
    ("http://127.0.0.1:65535", "http://127.0.0.1:65535"),
  ])
  func takes(_ url: String, _ root: String) async throws {
    let transport = ScriptedTransport([Self.reply])
    let client = client(url, transport)
    #expect(client.baseURL == root)
    _ = try await client.chat(job: "j", messages: [])
    #expect(transport.requests.map(\.url) == [root + "/api/jobs/j/llm-call"])
  }

  @Test(arguments: [
    ("", "is empty"), ("   ", "is empty"), ("/", "is empty"), ("localhost:8003", "no scheme"),
    ("gateway.example", "no scheme"), ("ftp://gateway.example", "neither http nor https"),
    ("file:///etc", "neither http nor https"), ("http://", "no scheme"),
    ("http:///api", "names no host"), ("http://:8003", "names no host"),
    ("http://gateway.example?token=abcdef", "a query"), ("http://gateway.example/#x", "a fragment"),
    ("http://admin:hunter22@gateway.example", "user information"),
    ("http://gateway.example:http", "port"), ("http://gateway.example:0", "port"),
    ("http://gateway.example:70000", "port"), ("http://gateway.example:", "port"),
    ("http://::1:8003", "in brackets"), ("http://[::1", "closing bracket"),
    ("http://[::1]8003", "between the host"), ("http://gate way", "a space"),
    ("http://gateway\r\nHost: evil", "control character"),
  ])
  func refuses(_ url: String, _ reason: String) async throws {
    let transport = ScriptedTransport([])
    let client = client(url, transport)
    for isStream in [false, true] {
      let error = await #expect(throws: ClientError.self) {
        if isStream {
          _ = try await client.chatStream(job: "j", messages: []).accumulated()
        } else {
          _ = try await client.chat(job: "j", messages: [])
        }
      }
      #expect(error?.code == .invalidConfiguration)
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
      #expect(error?.context.mayHaveTakenEffect == false)
      #expect(error?.context.attempt == 0)
      for secret in ["hunter22", "abcdef"] {
        #expect(!"\(error.map { "\($0)" } ?? "") \(client)".contains(secret))
      }
    }
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: ["sk-own key", "sk-own\r\nX-Evil: 1", "sk-schlüssel", "sk-\u{0}null"])
  func refusesKeysThatNoHeaderCanCarry(_ key: String) async throws {
    let transport = ScriptedTransport([])
    let client = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team", virtualKey: key, transport: transport)
    let error = await #expect(throws: ClientError.self) { try await client.createJob(type: "chat") }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.description.contains(key) == false)
    #expect(transport.requests.isEmpty)
  }

  @Test func keysFromFilesHaveLineEnds() async throws {
    let transport = ScriptedTransport([Self.reply])
    let client = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team", virtualKey: " sk-own-virtual-key\n",
      transport: transport)
    _ = try await client.chat(job: "j", messages: [])
    #expect(transport.requests[0].headers[.authorization] == "Bearer sk-own-virtual-key")
  }

  @Test(arguments: [
    ("http://localhost:4000", "http://localhost:4000/v1/chat/completions"),
    ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
    ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
    ("https://host.example/llm", "https://host.example/llm/v1/chat/completions"),
    ("https://host.example/openai/v1", "https://host.example/openai/v1/chat/completions"),
    (
      "https://host.example/v1beta/openai/", "https://host.example/v1beta/openai/chat/completions"
    ),
    ("http://localhost:4000/chat/completions", "http://localhost:4000/chat/completions"),
    ("http://localhost:4000/v1/chat/completions", "http://localhost:4000/v1/chat/completions"),
    ("https://v2.example", "https://v2.example/v1/chat/completions"),
    ("https://host.example/vllm", "https://host.example/vllm/v1/chat/completions"),
  ])
  func openAI(_ url: String, _ expected: String) async throws {
    let transport = ScriptedTransport([Self.reply])
    let client = OpenAICompatibleClient(baseURL: url, apiKey: nil, transport: transport)
    _ = try await client.chat(messages: [.user("hi")])
    #expect(transport.requests.map(\.url) == [expected])
    #expect(transport.requests[0].headers[.authorization] == nil)
  }

  // MARK: Ids

  @Test(arguments: [
    ("3b1ca879-283c-4231-bb26-5d34ccc4f951", "3b1ca879-283c-4231-bb26-5d34ccc4f951"),
    ("not a uuid", "not%20a%20uuid"), ("a?b#c%2Fd&e=f", "a%3Fb%23c%252Fd%26e%3Df"),
    ("żółć", "%C5%BC%C3%B3%C5%82%C4%87"), ("a..b", "a..b"), ("...", "..."),
    (":@!$", "%3A%40%21%24"),
  ])
  func idsAreOneSegment(_ id: String, _ segment: String) async throws {
    let transport = ScriptedTransport([Self.reply])
    _ = try await client("http://gateway.test", transport).chat(job: JobID(id), messages: [])
    #expect(
      transport.requests.map(\.url) == ["http://gateway.test/api/jobs/\(segment)/llm-call"])
  }

  @Test(arguments: [
    "", ".", "..", "x/../../credits", "/", "a\\..\\b", "a\r\nX-Evil: 1", "a\u{0}", "a\u{7F}",
    "a\tb",
  ])
  func idsThatAreNoSegmentGoNowhere(_ id: String) async throws {
    let transport = ScriptedTransport([])
    let client = client("http://gateway.test", transport)
    let job = JobID(id)
    func expectRefusal(_ body: () async throws -> Void) async {
      let error = await #expect(throws: ClientError.self) { try await body() }
      #expect(error?.code == .invalidRequest)
      #expect(error?.context.mayHaveTakenEffect == false)
    }
    await expectRefusal { _ = try await client.chat(job: job, messages: []) }
    await expectRefusal { _ = try await client.chatStream(job: job, messages: []).accumulated() }
    await expectRefusal { _ = try await client.completeJob(job) }
    await expectRefusal { _ = try await client.jobDetails(job) }
    await expectRefusal { _ = try await client.jobCosts(job) }
    await expectRefusal { _ = try await client.updateMetadata([:], of: job) }
    let team = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: id, virtualKey: "sk-own-virtual-key",
      transport: transport)
    await expectRefusal { _ = try await team.creditBalance() }
    #expect(transport.requests.isEmpty)
  }

  @Test func pathsUnderARootReachTheServer() async throws {
    try await LoopbackServer.withServer(always: .answer(#"{"status":"healthy"}"#)) { server in
      try await SaaSLLMClient.withClient(
        baseURL: server.baseURL + "/llm//", teamID: "team", virtualKey: "sk-own-virtual-key"
      ) { client in
        let health = try await client.health()
        #expect(health.status == "healthy")
      }
      #expect(server.requests.map(\.firstLine) == ["GET /llm/health HTTP/1.1"])
    }
  }

  @Test(.enabled(if: LoopbackServer.hasIPv6, "the machine has no IPv6 loopback interface"))
  func aGatewayAtAnIPv6Address() async throws {
    try await GatewaySimulator.withSimulator(configuration: .init(host: "::1")) { simulator in
      #expect(simulator.baseURL == "http://[::1]:\(simulator.port)")
      try await SaaSLLMClient.withClient(
        baseURL: simulator.baseURL, teamID: simulator.teamID, virtualKey: simulator.virtualKey
      ) { client in
        let job = try await client.createJob(type: "ipv6")
        let response = try await client.chat(job: job, messages: [.user("over IPv6")])
        #expect(response.text == "over IPv6")
        let streamed = try await client.chatStream(job: job, messages: [.user("streamed")])
          .accumulated()
        #expect(streamed.text == "streamed")
        try await client.completeJob(job)
        let error = await #expect(throws: ClientError.self) {
          try await client.jobDetails("no-such-job")
        }
        #expect(
          error?.context.url?.hasPrefix("http://[::1]:") == true, "\(String(describing: error))")
      }
    }
  }

  @Test(.enabled(if: LoopbackServer.hasIPv6, "the machine has no IPv6 loopback interface"))
  func nobodyAtAnIPv6Address() async throws {
    try await DeafPort.with(isIPv6: true) { port in
      try await SaaSLLMClient.withClient(
        baseURL: "http://[::1]:\(port)", teamID: "team", virtualKey: "sk-own-virtual-key",
        retry: .never
      ) { client in
        let error = await #expect(throws: ClientError.self) { try await client.health() }
        #expect(error?.code == .connectionFailed)
        #expect(error?.context.mayHaveTakenEffect == false)
      }
    }
  }

  /// A name may stand for addresses of both kinds, of which one answers.
  @Test(arguments: ["127.0.0.1", "::1"])
  func aNameWithSeveralAddresses(_ host: String) async throws {
    guard host == "127.0.0.1" || (LoopbackServer.hasIPv6 && Self.localhostHasIPv6) else { return }
    try await LoopbackServer.withServer(host: host, always: .answer(#"{"status":"healthy"}"#)) {
      server in
      try await SaaSLLMClient.withClient(
        baseURL: "http://localhost:\(server.port)", teamID: "team",
        virtualKey: "sk-own-virtual-key", retry: .never
      ) { client in
        let health = try await client.health()
        #expect(health.status == "healthy")
      }
    }
  }

  /// Whether the machine's `localhost` is an IPv6 address, too.
  private static let localhostHasIPv6: Bool = {
    let hosts = (try? String(contentsOfFile: "/etc/hosts", encoding: .utf8)) ?? ""
    return hosts.split(separator: "\n").contains { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      return words.first == "::1" && words.contains("localhost")
    }
  }()
}

import Foundation
import HTTPTransport
import HTTPTypes
import Logging
import Synchronization
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// Keys appear nowhere: not in errors, descriptions, dumps or logs.
struct SecrecyTests {
  private static let key = "sk-own-virtual-key"

  /// Everything that can be made of a value's text.
  private static func everyText(of value: Any) -> String {
    var text = "\(value) \(String(reflecting: value)) "
    dump(value, to: &text)
    if let error = value as? any Error { text += error.localizedDescription }
    return text
  }

  @Test func clientsAndWhatTheyMake() throws {
    let transport = ScriptedTransport([])
    let client = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team", virtualKey: Self.key, transport: transport)
    let openAI = OpenAICompatibleClient(
      baseURL: "http://proxy.test", apiKey: Self.key, transport: transport)
    let request = TransportRequest(
      method: .post, url: "http://gateway.test/x?key=\(Self.key)",
      headers: [.authorization: "Bearer \(Self.key)"], body: Array(Self.key.utf8))
    let environment = try EnvironmentVariables(
      environment: ["SAAS_LITELLM_VIRTUAL_KEY": Self.key], file: nil)
    let stream = client.chatStream(job: "j", messages: [])
    let values: [Any] = [
      client, openAI, stream, stream.makeAsyncIterator(), openAI.chatStream(messages: []),
      client.createAndCallStream(type: "t", ChatRequest(messages: [])), environment, request,
      client.exchanger, client.exchanger.redactor, stream.text,
    ]
    for value in values {
      let text = Self.everyText(of: value)
      #expect(!text.isEmpty)
      #expect(!text.contains(Self.key), "\(type(of: value)): \(text)")
    }
  }

  /// A server that echoes the key in every part of its answer.
  @Test(arguments: [400, 401, 403, 404, 409, 422, 429, 500, 502, 307, 200])
  func echoes(_ status: Int) async throws {
    let provider = "AIzaSyD-provider-key-0123456789abcdef"
    let bodies = [
      #"{"detail":"key \#(Self.key) and https://x.test/?key=\#(provider)"}"#,
      #"{"detail":[{"loc":["body","\#(Self.key)"],"msg":"\#(Self.key)","type":"\#(provider)"}]}"#,
      #"{"error":{"message":"\#(Self.key)","type":"\#(Self.key)","code":"\#(provider)"}}"#,
      #"{"error":"\#(Self.key) \#(provider)"}"#,
      "<html><title>\(Self.key) \(provider)</title></html>", "\(Self.key) \(provider)",
      #"{"choices":[{"message":{"content":{"\#(Self.key)":"\#(provider)"}}}]}"#,
      #"{"choices":[{"message":{"content":5,"role":"\#(Self.key)"}}],"usage":"\#(provider)"}"#,
    ]
    let headers: HTTPFields = [
      .requestID: "id-\(Self.key)", .location: "http://elsewhere.test/\(Self.key)?key=\(provider)",
    ]
    for body in bodies {
      let log = LogTexts()
      let transport = ScriptedTransport(
        Array(repeating: .json(body, status: status, headers: headers), count: 8))
      let client = SaaSLLMClient.forTests(transport, logger: log.logger)
      for isStream in [false, true] {
        let error = await #expect(throws: ClientError.self) {
          if isStream {
            _ = try await client.chatStream(job: "j", messages: []).accumulated()
          } else {
            _ = try await client.chat(job: "j", messages: [])
          }
        }
        let text = error.map(Self.everyText) ?? ""
        #expect(!text.contains(Self.key), "\(text)")
        #expect(!text.contains(provider), "\(text)")
      }
      #expect(!log.text.contains(Self.key) && !log.text.contains(provider))
    }
  }

  @Test func inStreams() async throws {
    for event in [
      #"{"error":"\#(Self.key)"}"#, #"{"error":{"message":"\#(Self.key)","type":"\#(Self.key)"}}"#,
      #"{"foo":"\#(Self.key)"}"#, Self.key,
      #"{"choices":[{"delta":{"content":{"\#(Self.key)":1}}}]}"#,
    ] {
      let transport = ScriptedTransport([
        .answer(
          status: 200, headers: [.contentType: "text/event-stream"],
          chunks: [BodyChunk(bytes: Array("data: \(event)\n\n".utf8), elapsed: nil)])
      ])
      let error = await #expect(throws: ClientError.self) {
        try await SaaSLLMClient.forTests(transport, retry: .never)
          .chatStream(job: "j", messages: []).accumulated()
      }
      #expect(error.map { !Self.everyText(of: $0).contains(Self.key) } == true, "\(event)")
    }
  }

  /// A text is cut for errors; a key at the cut must not leave its head behind.
  @Test func keysAtTheCut() async throws {
    let limits = [1000, ClientError.Context.excerptLimit, 4096, 4 * 2048, 4 * 4096]
    for limit in limits {
      for shift in [1, 8, 17] {
        for filler in ["x ", "sk-0123456789abcdefghij "] {
          let padding = String(
            String(repeating: filler, count: limit / filler.count + 1).prefix(limit - shift))
          for body in [padding + Self.key, #"{"detail":"\#(padding)\#(Self.key)"}"#] {
            let transport = ScriptedTransport([
              .answer(
                status: 500, headers: [:],
                chunks: [BodyChunk(bytes: Array((body + " end").utf8), elapsed: nil)])
            ])
            let error = await #expect(throws: ClientError.self) {
              try await SaaSLLMClient.forTests(transport, retry: .never).jobDetails("j")
            }
            let text = error.map(Self.everyText) ?? ""
            #expect(!text.contains("sk-own-v"), "\(limit) \(shift)")
            #expect((error?.context.bodyExcerpt?.utf8.count ?? 0) <= 2048 + 3)
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("GET https://x.test/v1?alt=sse&key=AbCd1234 failed", "AbCd1234"),
    ("Incorrect API key provided: sk-proj-abc123XYZ.", "sk-proj-abc123XYZ"),
    ("provided:%20sk-proj-abc123XYZ", "sk-proj-abc123XYZ"), ("key_sk-abcdef123", "sk-abcdef123"),
    ("AIzaSyA1234567890abc", "AIzaSyA1234567890abc"),
    ("Authorization: Bearer abcdef.12345", "abcdef.12345"),
    ("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    (#"{"api_key": "0123456789abcdef"}"#, "0123456789abcdef"),
    ("x-goog-api-key: 0123456789abcdef", "0123456789abcdef"),
    ("https://user:pa55word@host.test/", "pa55word"), ("token=abcd1234", "abcd1234"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "eyJzdWIiOiIxIn0"),
    ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    ("gsk_0123456789abcdefABCDEF", "gsk_0123456789abcdefABCDEF"),
    ("hf_0123456789abcdefABCDEF", "hf_0123456789abcdefABCDEF"),
    ("redirect?next=%2Fx%3Fkey%3DAbCd1234", "AbCd1234"),
  ])
  func credentialsAreMasked(_ text: String, _ secret: String) {
    let masked = Redactor().redact(text)
    #expect(!masked.contains(secret), "\(masked)")
    #expect(masked.contains(Redactor.mark))
  }

  @Test(arguments: [
    "the risk-adjusted task-oriented result", "keys are sorted; a token is a word",
    "monkey: banana", "signature missing", "passwords must be long", "key: a", "max_tokens: 5",
    "Sarah Johnson, 28, sarah@example.com",
  ])
  func ordinaryWordsAreLeft(_ text: String) {
    #expect(Redactor(secrets: ["sk-own-virtual-key"]).redact(text) == text)
  }

  @Test(arguments: [
    // Short keys as words of their own; keys with letters that JSON and URLs escape.
    ("sk-1", "no sk-1, no", "no [redacted], no"),
    ("test", "a test, testing", "a [redacted], testing"),
    ("abc", "abc", "abc"), (#"pass"word\1"#, #"{"x":"pass\"word\\1"}"#, #"{"x":"[redacted]"}"#),
    ("a+b/c=12", "?k=a%2Bb%2Fc%3D12", "?k=[redacted]"), ("a+b/c=12", "a+b/c=12", "[redacted]"),
  ])
  func ownKeysOfAnyForm(_ key: String, _ text: String, _ expected: String) {
    #expect(Redactor(secrets: [key]).redactOwn(text) == expected)
  }

  @Test func nothingOfTheRequestIsLogged() async throws {
    let log = LogTexts()
    let transport = ScriptedTransport([
      .json(#"{"error":"busy"}"#, status: 503), .json(#"{"detail":"no"}"#, status: 404),
    ])
    let client = SaaSLLMClient.forTests(transport, logger: log.logger)
    _ = try? await client.chat(job: "j", messages: [.user("my secret prompt")])
    #expect(log.text.contains("will be sent again"))
    #expect(log.text.contains("notFound"))
    #expect(!log.text.contains("secret prompt"))
  }
}

/// A log that is kept as text.
private final class LogTexts: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(lines: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let lines: LogTexts
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: LogTexts) {
      self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
  }
}

import Foundation
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@testable import HTTPFixtures

/// Secrets in disguises, and texts that only look like some: what is written has none of the
/// former, and is still what it was otherwise.
@Suite struct HiddenSecretTests {
  private static let key = "sk-proj-Zx81mQaLw93KfPqTrV5bNcY7hJ2dSgEu"
  private static let configured = "pa/ss w+rd?~9"

  struct Body: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    /// What must not be left.
    var secret: String
    var mimeType = "application/json"
    var rules = RedactionRules()

    var testDescription: String { name }
  }

  private static func stream(_ deltas: String...) -> String {
    deltas.map { "data: {\"choices\":[\($0)]}\n\n" }.joined() + "data: [DONE]\n\n"
  }

  private static func choice(_ index: Int, _ text: String) -> String {
    "{\"index\":\(index),\"delta\":{\"content\":\"\(text)\"}}"
  }

  private static func call(_ index: Int, _ text: String) -> String {
    "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":\(index),\"function\":"
      + "{\"arguments\":\"\(text)\"}}]}}"
  }

  private static let pem = "-----BEGIN PRIVATE KEY-----\\nMIIBVgIBADANBg\\n"
  private static let pemEnd = "-----END PRIVATE KEY-----"

  static let bodies = [
    Body(name: "percent-encoded before", text: "{\"u\":\"to%3D\(key)\"}", secret: "Zx81mQ"),
    Body(name: "space before", text: "{\"u\":\"https://h/x?q=a%20\(key)\"}", secret: "Zx81mQ"),
    Body(
      name: "escape in nested JSON", text: #"{"a":"{\"b\":\"x\\u003d\#(key)\"}"}"#,
      secret: "Zx81mQ"),
    Body(
      name: "query in HTML", text: "<a href=\"https://h/?a=1&amp;api_key=hunter2hunter2\">",
      secret: "hunter2", mimeType: "text/html"),
    Body(
      name: "query in nested JSON",
      text: #"{"a":"{\"b\":\"https://h/?a=1\\u0026api_key=hunter2\"}"}"#, secret: "hunter2"),
    Body(
      name: "fragment", text: #"{"a":"https://h/cb#access_token=hunter2"}"#, secret: "hunter2"),
    Body(
      name: "long name of a query item",
      text: #"{"a":"https://h/?x-my-very-own-secret-query-item=hunter2"}"#, secret: "hunter2",
      rules: RedactionRules(queryItems: ["x-my-very-own-secret-query-item"])),
    Body(
      name: "choices that take turns",
      text: stream(
        choice(0, "a sk-proj-Zx81mQ"), choice(1, "well, "), choice(0, "aLw93KfPqTrV5b"),
        choice(1, "no")), secret: "aLw93Kf", mimeType: "text/event-stream"),
    Body(
      name: "tool calls that take turns",
      text: stream(
        call(0, "a sk-proj-Zx81mQ"), call(1, "well, "), call(0, "aLw93KfPqTrV5b"), call(1, "no")),
      secret: "aLw93Kf", mimeType: "text/event-stream"),
    Body(
      name: "a key cut off, and another",
      text: "{\"a\":\"\(pem)\",\"b\":\"\(pem)c2VjcmV0\\n\(pemEnd)\"}", secret: "c2VjcmV0"),
    Body(
      name: "a key cut off, and another, in text",
      text: "\(pem) and \(pem)c2VjcmV0\n\(pemEnd)", secret: "c2VjcmV0", mimeType: "text/plain"),
    Body(
      name: "quoted as Python does", text: #"{"a":"pa/ss%20w%2Brd%3F~9"}"#, secret: "w%2Brd",
      rules: RedactionRules(secrets: [configured])),
    Body(
      name: "as a form has it", text: #"{"a":"pa%2Fss+w%2Brd%3F~9"}"#, secret: "w%2Brd",
      rules: RedactionRules(secrets: [configured])),
    Body(
      name: "Base64 for URLs",
      text:
        "{\"a\":\"\(Base64.encode(Array("me:\(configured)>>>???".utf8)).replacing("/", with: "_").replacing("+", with: "-"))\"}",
      secret: "c3Mgdyty", rules: RedactionRules(secrets: ["\(configured)>>>???"])),
    Body(
      name: "a form with plus signs", text: "b=Bearer+abcdefghijklmnopqrst", secret: "abcdefgh",
      mimeType: "application/x-www-form-urlencoded"),
    Body(
      name: "digits", text: #"{"created":1712345678,"a":[12345678]}"#, secret: "12345678",
      rules: RedactionRules(secrets: ["12345678"])),
    Body(
      name: "settings of LiteLLM",
      text:
        #"{"model":"m","aws_secret_access_key":"wJalrXUtnFEMI","vertex_credentials":{"a":"wJalrXUtnFEMI"},"azure_ad_token":"wJalrXUtnFEMI","aws_session_token":"wJalrXUtnFEMI"}"#,
      secret: "wJalr"),
    Body(
      name: "JSON that Python wrote", text: #"{"score": NaN, "api_key": "hunter2"}"#,
      secret: "hunter2"),
    Body(
      name: "a stream that broke off", text: "data: {\"a\":{\"password\": \"hunter2 is",
      secret: "hunter2", mimeType: "text/event-stream"),
    Body(
      name: "JSON that broke off", text: "{\n\"a\": {\n\"password\": \"hunter2\"", secret: "hunter2"
    ),
  ]

  @Test(arguments: bodies, [true, false])
  func noneIsLeftInABody(body: Body, needsDocument: Bool) throws {
    let redactor = Redactor(body.rules)
    let bytes = Array(body.text.utf8)
    let redacted = redactor.redact(bytes, mimeType: body.mimeType, needsDocument: needsDocument)
    let text = String(decoding: redacted.bytes, as: UTF8.self)
    #expect(!text.contains(body.secret), "\(text)")
    // What was JSON still is.
    if (try? JSONDocument(parsing: bytes)) != nil {
      #expect(throws: Never.self, "\(text)") { try JSONDocument(parsing: redacted.bytes) }
    }
    let twice = redactor.redact(redacted.bytes, mimeType: body.mimeType)
    #expect(twice.bytes == redacted.bytes, "\(text)")
  }

  /// A model that speaks of keys has shown none.
  @Test(arguments: [
    #"{"a":"A file in PEM begins with -----BEGIN PRIVATE KEY----- in a line.","b":[1]}"#,
    #"{"a":"{\"x\":\"-----BEGIN PRIVATE KEY-----\"}","b":{"c":"d"}}"#,
  ])
  func theMentionOfAKeyStays(text: String) {
    let redacted = Redactor().redact(
      Array(text.utf8), mimeType: "application/json", needsDocument: false)
    #expect(redacted.bytes == Array(text.utf8))
  }

  /// However often it is mentioned, the text is gone through once, and a key among it is found.
  @Test func manyMentionsHideNoKey() {
    let mentions = String(repeating: "-----BEGIN PRIVATE KEY----- it says. ", count: 600)
    let text = mentions + "-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkqhkiG9w0\n"
    let redacted = Redactor().redact(Array(text.utf8), mimeType: "text/plain")
    #expect(String(decoding: redacted.bytes, as: UTF8.self) == mentions + "REDACTED")
  }

  @Test func streamsKeepTheMentionOfAKey() {
    let text =
      Self.stream(Self.choice(0, "-----BEGIN PRIVATE KEY-----"), Self.choice(0, " it says"))
    let redacted = Redactor().redact(Array(text.utf8), mimeType: "text/event-stream")
    #expect(String(decoding: redacted.bytes, as: UTF8.self) == text)
  }

  @Test(arguments: [
    ("http://h/a/%73k-proj-Zx81mQaLw93KfPqTrV5b/call", "http://h/a/REDACTED/call"),
    ("http://h/a?q=Bearer+abcdefghijklmnopqrst", "http://h/a?q=REDACTED"),
    ("http://h/a+b/c%20d?q=e+f", "http://h/a+b/c%20d?q=e+f"),
  ])
  func urlsKeepTheirForm(url: String, redacted: String) {
    #expect(Redactor().redact(url: url) == redacted)
  }

  /// Recordings of other programs, with members that ours do not have.
  @Test func foreignEntriesAreSearchedToo() {
    var entry = HAREntry(
      startedDateTime: "2026-11-25T10:00:00.000Z",
      request: HARRequest(
        method: "POST", url: "http://h/",
        cookies: [HARCookie(name: "a", value: "v", comment: Self.key)],
        headers: [HARPair(name: "Accept", value: "*/*", comment: Self.key)],
        postData: HARPostData(
          mimeType: "text/plain; a=\(Self.key)", text: "{\"api_key\":\"hunter2\"}",
          params: [HARParameter(name: Self.key, value: "v", fileName: Self.key)],
          encoding: "base64",
          comment: Self.key, custom: ["_x": .string(Self.key)]),
        custom: ["_y": .object(["api_key": "hunter2"])]),
      response: HARResponse(
        status: 200, statusText: "OK",
        content: HARContent(
          size: 1, mimeType: "text/plain; a=\(Self.key)", text: "{\"api_key\":\"hunter2\"}",
          encoding: "base64",
          comment: Self.key, custom: ["_z": .string(Self.key)])),
      timings: HARTimings())
    entry.comment = Self.key
    entry.custom = ["_c": .string(Self.key)]
    let text = Redactor().redact(entry).json.text()
    #expect(!text.contains("Zx81mQ"), "\(text)")
    #expect(!text.contains("hunter2"), "\(text)")
  }
}

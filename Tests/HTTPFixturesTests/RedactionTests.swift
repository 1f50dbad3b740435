import Foundation
import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@testable import HTTPFixtures

@Suite struct RedactionTests {
  /// A key that no pattern knows: only the configuration tells that it is one.
  private static let canary = "canary/7Q+zebra \"quoted\" é-0123456789"
  /// A key that nobody configured, in the shape of a known provider's.
  private static let shaped = "sk-proj-Zx81mQaLw93KfPqTrV5bNcY7hJ2dSgEu"

  @Test func rulesDoNotShowTheirSecrets() throws {
    let rules = RedactionRules(secrets: [Self.canary])
    let session = FixtureSession.Configuration(folder: "x", redaction: rules)
    for value in [rules, Redactor(rules), Redactor(rules).scanner, session] as [Any] {
      var text = "\(value) \(String(reflecting: value)) "
      dump(value, to: &text)
      #expect(!text.contains("zebra"), "\(text)")
      // The bytes of `zebra`, as an array of them is shown.
      #expect(!text.contains("122, 101, 98, 114, 97"), "\(text)")
      #expect(!text.contains("- 122\n"), "\(type(of: value))")
    }
  }

  /// Every place in which an exchange can carry a secret.
  enum Place: String, CaseIterable, Sendable {
    case requestHeader, requestCookie, userInformation, query, path, jsonBody, jsonKey, formBody
    case formField, textBody, multipart, responseHeader, setCookie, location, responseJSON
    case responseText, stream, streamInPieces, streamAcrossEvents, streamOfText, binary, errorText
    case jsonInJSON, base64
  }

  /// An exchange with `secret` in one place.
  private static func exchange(
    _ secret: String, in place: Place
  ) -> (request: TransportRequest, reply: ScriptedUpstream.Reply) {
    var request = TransportRequest.post("/v1/chat", "{\"q\":1}")
    var reply = ScriptedUpstream.Reply("{\"ok\":true}")
    let quoted = JSONValue.string(secret).text()
    let encoded = PercentCoding.encode(secret)
    let middle = secret.index(secret.startIndex, offsetBy: secret.count / 2)
    let (first, second) = (String(secret[..<middle]), String(secret[middle...]))
    func event(_ text: String) -> String {
      "data: {\"choices\":[{\"delta\":{\"content\":\(JSONValue.string(text).text())}}]}\n\n"
    }
    let sse: HTTPFields = [.contentType: "text/event-stream"]
    switch place {
    case .requestHeader: request.headers[.authorization] = "Bearer \(encoded)"
    case .requestCookie: request.headers[.cookie] = "a=b; session=\(encoded)"
    case .userInformation: request.url = "http://me:\(encoded)@example.com/v1/chat"
    case .query: request.url += "?model=m&key=\(encoded)&x=\(encoded)"
    case .path: request.url += "/\(encoded)/x"
    case .jsonBody: request.body = Array("{\"a\":[{\"b\":\(quoted)}],\"api_key\":\"short\"}".utf8)
    case .jsonKey: request.body = Array("{\(quoted):1}".utf8)
    case .formBody: request = .post("/f", "a=1&b=\(encoded)", type: formType)
    case .formField: request = .post("/f", "a=1&password=hunter2%21", type: formType)
    case .textBody: request = .post("/t", "the key is \(secret)", type: "text/plain")
    case .multipart:
      let body = "--x\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n\(secret)\r\n--x--\r\n"
      request = .post("/m", body, type: "multipart/form-data; boundary=x")
    case .responseHeader: reply.headers[HTTPField.Name("X-Upstream-Key") ?? .server] = encoded
    case .setCookie: reply.headers[.setCookie] = "sid=\(encoded); Path=/; HttpOnly"
    case .location: reply.headers[.location] = "https://x.example/cb?token=\(encoded)"
    case .responseJSON: reply.chunks = ["{\"error\":\(quoted)}"]
    case .responseText:
      reply = .init("failed: key \(secret).", headers: [.contentType: "text/plain"])
    case .stream: reply = .init(event("a"), event(secret), "data: [DONE]\n\n", headers: sse)
    case .streamInPieces:
      let text = event("your key is \(secret).")
      let cut = text.index(text.startIndex, offsetBy: text.count / 2)
      reply = .init(String(text[..<cut]), String(text[cut...]), headers: sse)
    case .streamAcrossEvents: reply = .init(event("is " + first), event(second + "."), headers: sse)
    case .streamOfText:
      reply = .init("data: \(first)\n\n", "data: \(second)\n\n", headers: sse)
    case .binary:
      reply = .init("\u{0}\(secret)\u{1}", headers: [.contentType: "application/octet-stream"])
    case .errorText:
      reply.failure = TransportError(code: .other, message: "cannot reach ?key=\(encoded)")
    case .jsonInJSON:
      let inner = JSONValue.string("{\"k\":\(quoted)}").text()
      reply.chunks = ["{\"arguments\":\(inner)}"]
    case .base64:
      request.body = Array("{\"auth\":\"\(Base64.encode(Array("me:\(secret)".utf8)))\"}".utf8)
    }
    return (request, reply)
  }

  private static let formType = "application/x-www-form-urlencoded"

  /// All ways in which `secret` could still be read in `text`.
  private static func finds(_ secret: String, in text: String) -> Bool {
    let half = secret.index(secret.startIndex, offsetBy: secret.count / 2)
    let spellings = [
      secret, PercentCoding.encode(secret),
      String(JSONValue.string(secret).text().dropFirst().dropLast()),
      Base64.encode(Array("me:\(secret)".utf8)), String(secret[..<half]), String(secret[half...]),
      // Parts that look the same under any number of escapes.
      "zebra", "0123456789", "Zx81mQaLw93", "hunter2",
    ]
    return spellings.contains { text.contains($0) }
  }

  @Test(arguments: Place.allCases, [canary, shaped])
  func aSecretGoesIntoNoFileAndNoMessage(place: Place, secret: String) async throws {
    // A shape cannot be seen through Base64; a configured key can.
    if place == .base64, secret == Self.shaped { return }
    let folder = try TemporaryFolder()
    let rules = RedactionRules(secrets: [Self.canary])
    let (request, reply) = Self.exchange(secret, in: place)
    let recording = try FixtureSession(
      .init(mode: .record, folder: folder.url.path, redaction: rules),
      upstream: { ScriptedUpstream { _ in reply } })
    var messages: [String] = []
    do {
      let text = try await recording.transport(["case": "a"]).text(request)
      // The caller gets what came.
      #expect(text == reply.chunks.joined())
    } catch {
      messages.append("\(error) \(String(reflecting: error))")
    }
    let journal = folder.url.appending(path: ".recording.journal")
    var written = [try String(contentsOf: journal, encoding: .utf8)]
    try recording.finish()
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
      written.append(
        try String(contentsOf: folder.url.appending(path: file), encoding: .utf8))
    }
    if place != .errorText {
      #expect(written.count == 2)
      // It replays for who asks with the secret, and misses without telling it.
      let replay = try FixtureSession(
        .init(folder: folder.url.path, redaction: rules), upstream: { NoNetwork() })
      let transport = replay.transport(["case": "a"])
      _ = try await transport.text(request)
      do {
        _ = try await transport.text(request)
      } catch {
        messages.append("\(error) \(String(reflecting: error))")
      }
      do {
        var other = request
        other.body += Array(" ".utf8)
        other.url += "/other"
        _ = try await replay.transport(["case": "b"]).text(other)
      } catch {
        messages.append("\(error) \(String(reflecting: error))")
      }
      #expect(messages.count == 2)
    }
    for text in written + messages {
      #expect(!Self.finds(secret, in: text), "\(text)")
    }
  }

  @Test(arguments: Place.allCases)
  func requestsThatDifferInASecretAloneAreOne(place: Place) throws {
    let redactor = Redactor()
    func identity(_ secret: String) -> RequestIdentity {
      let request = redactor.redactForMatching(Self.exchange(secret, in: place).request)
      return RequestCanonicalizer(MatchingRules()).identity(request)
    }
    if place == .base64 { return }
    #expect(identity(Self.shaped) == identity("sk-ant-api03-9fKq2LmXz71TbVcW5yRdHs8GnJ4pQeUa"))
  }

  @Test func chunksKeepTheirPlacesWhenTheBodyShrinks() async throws {
    let folder = try TemporaryFolder()
    let reply = ScriptedUpstream.Reply(
      "data: a\n\n", "data: key \(Self.shaped) end\n\n", "data: b\n\n",
      headers: [.contentType: "text/event-stream"])
    let recording = try FixtureSession(
      .init(mode: .record, folder: folder.url.path), upstream: { ScriptedUpstream { _ in reply } })
    _ = try await recording.transport().text(.get("/s"))
    try recording.finish()
    let replay = try FixtureSession(.init(folder: folder.url.path), upstream: { NoNetwork() })
    let chunks = try await replay.transport().chunks(.get("/s"))
    #expect(
      chunks.map { String(decoding: $0.bytes, as: UTF8.self) }
        == ["data: a\n\n", "data: key REDACTED end\n\n", "data: b\n\n"])
  }

  @Test func whatIsAllowedStaysAsItWas() {
    let redactor = Redactor()
    for text in [
      "the sk-learn library", "risk-averse-investors-are-wrong", "Bearer of bad news",
      "https://example.com/a?keyboard=1&monkey=2", "mailto:me@example.com at 10:30", "a?b&c",
      "-----BEGIN CERTIFICATE-----", "{\"tokens\": 12, \"token\": \"In\"}",
    ] {
      #expect(redactor.redact(text) == text)
      #expect(
        redactor.redact(Array(text.utf8), mimeType: "application/json").bytes == Array(text.utf8))
    }
    #expect(redactor.redact(url: "http://h/a%20b?x=%31&y") == "http://h/a%20b?x=%31&y")
    #expect(redactor.allowsHeader("Content-Type"))
    #expect(redactor.allowsHeader("X-RateLimit-Remaining"))
    #expect(!redactor.allowsHeader("X-Api-Key"))
    #expect(!redactor.allowsHeader("Authorization"))
  }

  @Test func placesInJSONCanBeNamed() {
    let redactor = Redactor(
      RedactionRules(bodyPaths: [
        JSONPointer(tokens: ["user", "email"]), JSONPointer(tokens: ["items", "*", "note"]),
      ]))
    let body =
      "{\"user\": {\"email\": \"a@b\", \"n\": 1}, \"items\": [{\"note\": {\"x\": 1}}, {\"note\": 2}]}"
    let redacted = redactor.redact(Array(body.utf8), mimeType: "application/json")
    #expect(
      String(decoding: redacted.bytes, as: UTF8.self)
        == "{\"user\": {\"email\": \"REDACTED\", \"n\": 1}, \"items\": [{\"note\": \"REDACTED\"}, {\"note\": \"REDACTED\"}]}"
    )
  }

  /// What was redacted once is not redacted again, or a recording would not match itself.
  @Test(arguments: Place.allCases)
  func redactingTwiceChangesNothing(place: Place) {
    let redactor = Redactor(RedactionRules(secrets: [Self.canary]))
    let once = redactor.redact(Self.exchange(Self.canary, in: place).request)
    let twice = redactor.redact(once)
    #expect(twice.url == once.url)
    #expect(twice.body == once.body)
    #expect(twice.headers == once.headers)
  }

  @Test(arguments: SecretPattern.known)
  func everyShapeIsFound(pattern: SecretPattern) {
    let tail = String(repeating: "A1B2C3D4", count: 8).prefix(max(pattern.minimumLength, 16))
    let scanner = SecretScanner(RedactionRules(), requiresRandomLooks: true)
    for text in [
      "\(pattern.prefix)\(tail)", "x=\"\(pattern.prefix)\(tail)\",", "\\n\(pattern.prefix)\(tail)",
    ] {
      #expect(scanner.matches(in: Array(text.utf8)).map(\.name) == [pattern.name], "\(text)")
    }
    // A part of a longer word is none.
    #expect(
      scanner.matches(in: Array("x\(pattern.prefix)short".utf8)).isEmpty, "\(pattern.prefix)")
  }

  @Test(arguments: ["canary%2F7Q%2Bzebra", "canary%2f7Q%2bzebra", "canary/7Q+zebra"])
  func percentEncodingHidesNothing(spelling: String) {
    let redactor = Redactor(RedactionRules(secrets: ["canary/7Q+zebra"]))
    #expect(redactor.redact("GET /x/\(spelling) failed") == "GET /x/REDACTED failed")
  }

  @Test func privateKeysAreFoundWhole() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
    #expect(Redactor().redact("a \(key) b") == "a REDACTED b")
    #expect(Redactor().redact("a \(key.prefix(40))") == "a REDACTED")
  }
}

import Foundation
import HTTPFixtures
import JSONModel
import TestSupport
import Testing

@Suite struct AuditTests {
  private static let key = "sk-proj-Zx81mQaLw93KfPqTrV5bNcY7hJ2dSgEu"

  /// A HAR file with something in one place.
  struct Place: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout HAREntry) -> Void
    var finding: String
    var pointer: String
  }

  static let places = [
    Place(
      testDescription: "a header whose name says it",
      change: {
        $0.request.headers = [HARPair(name: "Authorization", value: "Bearer abc")]
      }, finding: "header 'authorization'", pointer: "/log/entries/0/request/headers/0/value"),
    Place(
      testDescription: "any header, by shape",
      change: { $0.response.headers = [HARPair(name: "X-Debug", value: "used \(key)")] },
      finding: "API key (sk-)", pointer: "/log/entries/0/response/headers/0/value"),
    Place(
      testDescription: "a cookie",
      change: { $0.response.cookies = [HARCookie(name: "sid", value: "42")] },
      finding: "cookie 'sid'", pointer: "/log/entries/0/response/cookies/0/value"),
    Place(
      testDescription: "a query item of the URL",
      change: { $0.request.url = "http://h/a?key=abcdef" },
      finding: "query item 'key'", pointer: "/log/entries/0/request/url"),
    Place(
      testDescription: "a query item taken apart",
      change: { $0.request.queryString = [HARPair(name: "api_key", value: "abc")] },
      finding: "query item 'api_key'", pointer: "/log/entries/0/request/queryString/0/value"),
    Place(
      testDescription: "user information of a URL",
      change: { $0.request.url = "http://me:hunter22@h/a" },
      finding: "user information in a URL", pointer: "/log/entries/0/request/url"),
    Place(
      testDescription: "a member of a JSON body",
      change: {
        $0.request.postData = HARPostData(
          mimeType: "application/json", text: "{\"a\": [{\"client_secret\": \"abc\"}]}")
      }, finding: "field 'client_secret'", pointer: "/log/entries/0/request/postData/text"),
    Place(
      testDescription: "a form",
      change: {
        $0.request.postData = HARPostData(
          mimeType: "application/x-www-form-urlencoded", text: "a=1&password=hunter22")
      }, finding: "form field", pointer: "/log/entries/0/request/postData/text"),
    Place(
      testDescription: "a form's field taken apart",
      change: {
        $0.request.postData = HARPostData(
          mimeType: "application/x-www-form-urlencoded", text: nil,
          params: [HARParameter(name: "password", value: "hunter22")])
      }, finding: "form field 'password'",
      pointer: "/log/entries/0/request/postData/params/0/value"),
    Place(
      testDescription: "a body in Base64",
      change: {
        $0.response.content = HARContent(
          size: 3, mimeType: "application/octet-stream",
          text: Data("\u{0}\(key)".utf8).base64EncodedString(), encoding: "base64")
      }, finding: "API key (sk-)", pointer: "/log/entries/0/response/content/text"),
    Place(
      testDescription: "pieces of a stream",
      change: {
        $0.response.content = HARContent(
          size: 3, mimeType: "text/event-stream",
          text:
            "data: {\"t\": \"\(key.prefix(20))\"}\n\ndata: {\"t\": \"\(key.dropFirst(20))\"}\n\n")
      }, finding: "secret in pieces", pointer: "/log/entries/0/response/content/text"),
    Place(
      testDescription: "a comment", change: { $0.comment = "recorded with \(key)" },
      finding: "API key (sk-)", pointer: "/log/entries/0/comment"),
    Place(
      testDescription: "a label", change: { $0.labels = ["case": key] },
      finding: "API key (sk-)", pointer: "/log/entries/0/_labels/case"),
  ]

  private static func entry() -> HAREntry {
    ReplayTests.entry(.init(request: .get("/a?b=c"), reply: "{\"token\": \"In\", \"tokens\": 3}"))
  }

  private static func bytes(_ entry: HAREntry) -> [UInt8] { HARLog(entries: [entry]).bytes() }

  @Test(arguments: places)
  func aSecretIsFoundWhereItIs(place: Place) {
    var entry = Self.entry()
    place.change(&entry)
    let findings = FixtureAudit().findings(in: Self.bytes(entry), file: "f.har")
    #expect(findings.contains { $0.name == place.finding }, "\(findings)")
    for finding in findings {
      #expect(finding.pointer?.description == place.pointer)
      #expect(finding.location.line > 5)
      for secret in [Self.key, "hunter22", "abc"] { #expect(!"\(finding)".contains(secret)) }
    }
  }

  /// What recording writes is clean, whatever went in.
  @Test(arguments: places)
  func whatIsRedactedIsClean(place: Place) {
    var entry = Self.entry()
    place.change(&entry)
    entry.comment = nil
    entry.labels = [:]
    let redacted = Redactor().redact(entry)
    #expect(FixtureAudit().findings(in: Self.bytes(redacted), file: "f.har") == [])
  }

  @Test func whatOnlyLooksLikeOneIsNone() {
    var entry = Self.entry()
    entry.request.headers = [
      HARPair(name: "Authorization", value: "[redacted]"),
      HARPair(name: "Cookie", value: "REDACTED"), HARPair(name: "X-Api-Key", value: "***"),
      HARPair(name: "Proxy-Authorization", value: "Bearer <redacted>"),
      HARPair(name: "Sec-Fetch-Mode", value: "cors"),
    ]
    entry.response.content.text = "the sk-learning-about-machine-learning library"
    #expect(FixtureAudit().findings(in: Self.bytes(entry), file: "f.har") == [])
  }

  @Test func aConfiguredKeyIsFoundHoweverItLooks() {
    var entry = Self.entry()
    entry.response.content.text = "{\"echo\": \"my-own key\"}"
    let audit = FixtureAudit(RedactionRules(secrets: ["my-own key"]))
    #expect(
      audit.findings(in: Self.bytes(entry), file: "f.har").map(\.name) == ["configured secret"])
  }

  @Test func exceptionsAreNone() {
    var entry = Self.entry()
    entry.response.content.text = "use \(Self.key)"
    let audit = FixtureAudit(exceptions: [Self.key])
    #expect(audit.findings(in: Self.bytes(entry), file: "f.har") == [])
  }

  @Test func everyFileOfAFolderIsSearched() throws {
    let folder = try TemporaryFolder()
    try folder.write("a\nkey: \(Self.key)\n", to: "suite/notes.md")
    try folder.write(
      "{\"_journal\":1}\n{\"entry\":{\"headers\":[{\"name\":\"Cookie\",\"value\":\"a=b\"}]}}\n",
      to: "suite/.recording.journal")
    try folder.write(String(decoding: Self.bytes(Self.entry()), as: UTF8.self), to: "suite/m.har")
    let report = try FixtureAudit().search(folder.url.path)
    #expect(report.files == 3)
    #expect(
      report.findings.map { "\($0.location.line) \($0.name)" }
        == ["2 header 'cookie'", "2 API key (sk-)"])
    #expect(report.findings.map(\.location.column) == [47, 6])
    #expect(throws: FixtureError.self) { try FixtureAudit().search(folder.url.path + "/none") }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func whatCannotBeReadIsNotClean() throws {
    let folder = try TemporaryFolder()
    chmod(try folder.write("x", to: "a.har"), 0)
    #expect(throws: FixtureError.self) { try FixtureAudit().search(folder.url.path) }
  }
}

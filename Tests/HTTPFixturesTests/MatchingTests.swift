import HTTPTransport
import HTTPTypes
import JSONModel
import Testing

@testable import HTTPFixtures

@Suite struct MatchingTests {
  /// Two requests, and whether they are one.
  struct Pair: Sendable, CustomTestStringConvertible {
    var name: String
    var left: TransportRequest
    var right: TransportRequest
    var rules = MatchingRules()
    var isSame: Bool

    var testDescription: String { name }
  }

  private static func bodies(
    _ name: String, _ left: String, _ right: String, same: Bool, type: String = "application/json",
    _ rules: MatchingRules = MatchingRules()
  ) -> Pair {
    Pair(
      name: name, left: .post("/a", left, type: type), right: .post("/a", right, type: type),
      rules: rules, isSame: same)
  }

  private static func paths(
    _ name: String, _ left: String, _ right: String, same: Bool,
    _ rules: MatchingRules = MatchingRules()
  ) -> Pair {
    Pair(name: name, left: .get(left), right: .get(right), rules: rules, isSame: same)
  }

  private static let volatile = MatchingRules(volatileBodyFields: [
    JSONPointer(tokens: ["nonce"]), JSONPointer(tokens: ["items", "*", "time"]),
  ])
  private static let templates = MatchingRules(pathTemplates: ["/jobs/{id}/call"])

  /// The members of a large object, in another order.
  private static func members(_ step: Int) -> String {
    let count = 5_000
    let members = (0..<count).map { "\"k\($0 * step % count)\":\($0 * step % count)" }
    return "{\(members.joined(separator: ","))}"
  }

  static let pairs = [
    bodies("order of many keys", members(1), members(4_999), same: true),
    bodies("order of keys", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", same: true),
    bodies("white space", "{\"a\":[1,2]}", " { \"a\" : [ 1 , 2 ] }\n", same: true),
    bodies("escapes", "{\"a\":\"é/\"}", "{\"a\":\"\\u00e9\\/\"}", same: true),
    bodies("numbers", "[0,1,100,0.5]", "[-0.0,1.0,1e2,5e-1]", same: true),
    bodies("long numbers", "[123456789012345678901]", "[1.23456789012345678901e20]", same: true),
    bodies(
      "neighbours beyond Double", "[9007199254740993]", "[9007199254740992]", same: false),
    bodies(
      "numbers beyond all bounds", "[1e99999999999999999999]", "[2e99999999999999999999]",
      same: false),
    bodies("repeated key", "{\"a\":1,\"a\":2}", "{\"a\":2}", same: true),
    bodies("keys equal to Unicode alone", "{\"\u{E9}\":1}", "{\"e\u{301}\":1}", same: false),
    bodies("null is not absent", "{\"a\":null}", "{}", same: false),
    bodies("order of elements", "[1,2]", "[2,1]", same: false),
    bodies("string and number", "[\"1\"]", "[1]", same: false),
    bodies(
      "JSON under another type", "{\"a\":1}", "{ \"a\": 1.0 }", same: true, type: "text/plain"),
    bodies("text", "a b", "a  b", same: false, type: "text/plain"),
    bodies("broken JSON is bytes", "{\"a\":1", "{\"a\": 1", same: false),
    bodies("volatile fields", "{\"nonce\":1,\"a\":2}", "{\"a\":2}", same: true, volatile),
    bodies(
      "volatile fields in elements", "{\"items\":[{\"time\":1},{\"time\":2}]}",
      "{\"items\":[{},{\"time\":5}]}", same: true, volatile),
    bodies("other fields count", "{\"nonce\":1,\"a\":2}", "{\"a\":3}", same: false, volatile),
    paths("template", "/jobs/1/call", "/jobs/2/call", same: true, templates),
    paths("template elsewhere", "/jobs/1/done", "/jobs/2/done", same: false, templates),
    paths("template of other length", "/jobs/1/call/x", "/jobs/2/call/x", same: false, templates),
    paths("escapes in paths", "/a%7Eb", "/a~b", same: true),
    paths("an encoded slash", "/a%2Fb", "/a/b", same: false),
    paths("order of the query", "/a?x=1&y=2", "/a?y=2&x=1", same: true),
    paths("order of one name's values", "/a?x=1&x=2", "/a?x=2&x=1", same: false),
    paths("escapes in the query", "/a?x=%31+2", "/a?x=1%202", same: true),
    paths("query", "/a?x=1", "/a?x=2", same: false),
    paths("fragment", "/a#x", "/a#y", same: true),
    paths(
      "ignored query item", "/a?x=1&t=5", "/a?x=1", same: true,
      MatchingRules(ignoredQueryItems: ["t"])),
    Pair(
      name: "host", left: .get("/a", host: "http://a:1"), right: .get("/a", host: "https://b"),
      isSame: true),
    Pair(
      name: "host where it counts", left: .get("/a", host: "http://a"),
      right: .get("/a", host: "http://b"), rules: MatchingRules(includesOrigin: true), isSame: false
    ),
    Pair(name: "method", left: .get("/a"), right: .post("/a", ""), isSame: false),
    Pair(name: "no body", left: .post("/a", ""), right: .post("/a", "{}"), isSame: false),
  ]

  @Test(arguments: pairs)
  func requestsAreTheSameOrNot(pair: Pair) {
    let canonicalizer = RequestCanonicalizer(pair.rules)
    func identity(_ request: TransportRequest) -> RequestIdentity {
      canonicalizer.identity(
        method: request.method.rawValue, url: request.url, body: request.body,
        mimeType: request.headers[.contentType])
    }
    #expect((identity(pair.left) == identity(pair.right)) == pair.isSame)
  }

  /// The recipe that `docs/fixtures.md` gives, to the byte: recordings are looked up by it for
  /// as long as there are any.
  @Test func theKeyIsWhatTheDocumentationSays() {
    var canonicalizer = RequestCanonicalizer(
      MatchingRules(
        pathTemplates: ["/jobs/{id}/call"], volatileBodyFields: [JSONPointer(tokens: ["nonce"])]))
    canonicalizer.identifiers["j-17"] = "job_id"
    let body = "{\"b\": [1.0, \"\\u00e9\"], \"a\": \"j-17\", \"nonce\": 5}"
    let text = canonicalizer.canonical(
      method: "POST", url: "https://h/jobs/9/call?b=2&a=j-17", body: Array(body.utf8),
      mimeType: "application/json")
    let expected =
      "POST\n\n/jobs/{id}/call\na={job_id}&b=2&\njson\n{\"a\":\"{job_id}\",\"b\":[1,\"é\",],}\n"
    #expect(String(decoding: text, as: UTF8.self) == expected)
    #expect(
      RequestIdentity(of: text).description
        == "5d0a4298402cceb6aec07d82252e49c0f3034bdd55fc5087345d9e9e471bf6c5")
  }
}

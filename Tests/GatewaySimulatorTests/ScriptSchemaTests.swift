import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// The published schema and the reader say the same of a script.
@Suite struct ScriptSchemaTests {
  static let schema = Result {
    let file = Repository.root.appending(path: "docs/schemas/simulator-script.schema.json")
    return try JSONSchema(compiling: JSONValue(parsing: [UInt8](Data(contentsOf: file))))
  }

  private static func isRead(_ script: JSONValue) -> Bool {
    (try? SimulatorScript(parsing: script.text())) != nil
  }

  /// The scripts of the documents, and one with every key.
  static let scripts: [(name: String, text: String)] = [
    ("the transcripts' script", WireScript.text), ("every key", everyKey),
  ]

  @Test(arguments: scripts)
  func bothAcceptScripts(name: String, text: String) throws {
    let script = try JSONDocument(parsing: text).value
    #expect(try Self.schema.get().validate(script).failures == [])
    _ = try SimulatorScript(parsing: text)
  }

  /// The example above has every key that the schema knows, so that a key cannot be in the one and
  /// not in the other.
  @Test func theExampleHasEveryKeyOfTheSchema() throws {
    let file = Repository.root.appending(path: "docs/schemas/simulator-script.schema.json")
    let schema = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
    var known: Set<String> = []
    Self.collectProperties(of: schema, into: &known)
    var used: Set<String> = []
    Self.collectKeys(of: try JSONDocument(parsing: Self.everyKey).value, into: &used)
    #expect(known.subtracting(used) == [])
    #expect(known.count > 50)
  }

  private static func collectProperties(of schema: JSONValue, into names: inout Set<String>) {
    switch schema {
    case .object(let object):
      for property in object["properties"]?.objectValue ?? [:] { names.insert(property.key) }
      for member in object { collectProperties(of: member.value, into: &names) }
    case .array(let elements):
      for element in elements { collectProperties(of: element, into: &names) }
    default: break
    }
  }

  private static func collectKeys(of value: JSONValue, into names: inout Set<String>) {
    switch value {
    case .object(let object):
      for member in object {
        names.insert(member.key)
        collectKeys(of: member.value, into: &names)
      }
    case .array(let elements):
      for element in elements { collectKeys(of: element, into: &names) }
    default: break
    }
  }

  static let everyKey = """
    {
      "$schema": "simulator-script.schema.json", "version": 1, "description": "Every key.",
      "seed": 7, "shapes": "documented", "streamUsage": "finish", "latency": 0.5,
      "timeToFirstToken": 0.1, "tokensPerSecond": 50,
      "teams": [
        {"id": "a", "key": "sk-a", "organization": "o", "credits": 3,
         "budgetMode": "consumption_usd", "creditsPerDollar": 2.5, "tokensPerCredit": 100,
         "markupPercent": 50, "status": "paused", "models": ["m"], "hasProviderCredential": false},
        {"id": "b", "models": "m"}],
      "models": [
        {"name": "m", "provider": "anthropic", "providerModel": "p", "inputPrice": 1,
         "outputPrice": 2.5, "isRestricted": true, "hasProviderCredential": true,
         "latency": {"median": 0.4, "sigma": 0.3}, "timeToFirstToken": 0,
         "tokensPerSecond": 0.01}],
      "rules": [
        {"name": "r", "when": {"endpoint": ["llm-call", "complete"], "model": "m", "team": ["a"],
          "role": "user", "equals": "x", "contains": "x", "pattern": "^x$",
          "attempt": {"from": 1, "to": 2}}, "reply": {"text": "ab", "pieces": ["a", "b"],
          "finishReason": "stop", "promptTokens": 1, "completionTokens": 2,
          "streamUsage": "none", "latency": 1, "timeToFirstToken": 1, "tokensPerSecond": 1}},
        {"when": {"endpoint": "complete"}, "fault": "close"},
        {"when": {"attempt": 3}, "replies": [
          {"json": null, "weight": 0}, {"refusal": "No."}, {"automatic": true, "weight": 2.5},
          {"toolCalls": [{"name": "f"}, {"name": "g", "arguments": {"x": [1]}}]}]},
        {"fault": {"kind": "status", "code": 429, "message": "m", "retryAfter": 1,
          "probability": 0.5}},
        {"fault": {"kind": "rate-limit", "callsPerMinute": 0, "retryAfter": false}},
        {"fault": {"kind": "provider", "failure": "timeout"}},
        {"fault": {"kind": "provider", "failure": 429}},
        {"fault": {"kind": "hang", "at": "body"}}, {"fault": {"kind": "reset", "at": "chunk"}},
        {"fault": {"kind": "in-band-error", "message": "m", "form": "text"}},
        {"fault": {"kind": "slow-drip", "bytes": 1, "every": 0.5}}]
    }
    """

  // MARK: Mistakes

  private static let valid: JSONValue = [
    "version": 1,
    "teams": [["id": "t"]],
    "rules": [["when": ["contains": "x"], "reply": ["text": "y"]]],
  ]

  private static func rule(_ members: JSONObject) -> JSONValue { [.object(members)] }
  private static func when(_ condition: JSONValue) -> JSONValue {
    rule(["when": condition, "reply": ["text": "y"]])
  }
  private static func reply(_ reply: JSONValue) -> JSONValue { rule(["reply": reply]) }
  private static func fault(_ fault: JSONValue) -> JSONValue { rule(["fault": fault]) }

  /// A member of the valid script and what to put there instead.
  static let mistakes: [(key: String, value: JSONValue)] = [
    ("version", 0), ("version", "1"), ("seed", -1), ("seed", 1.5), ("shapes", "real"),
    ("latency", -1), ("latency", "1"), ("latency", ["sigma": 1]), ("latency", 100_000),
    ("latency", ["median": 1, "sigma": 6]), ("tokensPerSecond", 0), ("streamUsage", "last"),
    ("description", 1), ("sede", 1),
    ("teams", []), ("teams", [[:]]), ("teams", [["id": ""]]), ("teams", ["t"]),
    ("teams", [["id": "t", "key": ""]]), ("teams", [["id": "t", "key": "a b"]]),
    ("teams", [["id": "t", "key": "é"]]), ("teams", [["id": "t", "credits": -1]]),
    ("teams", [["id": "t", "status": "gone"]]), ("teams", [["id": "t", "tokensPerCredit": 0]]),
    ("teams", [["id": "t", "budgetMode": "free"]]), ("teams", [["id": "t", "models": [1]]]),
    ("models", [[:]]), ("models", [["name": "m", "provider": "acme"]]),
    ("models", [["name": "m", "price": 1]]), ("models", [["name": "m", "inputPrice": -1]]),
    ("models", [["name": "m", "isRestricted": "yes"]]), ("models", "m"),
    ("rules", [[:]]), ("rules", [1]), ("rules", rule(["when": [:]])),
    ("rules", rule(["reply": ["text": "a"], "replies": [["text": "a"]]])),
    ("rules", rule(["name": "", "reply": ["text": "a"]])),
    ("rules", rule(["if": [:], "reply": ["text": "a"]])),
    ("rules", when(["modle": "m"])), ("rules", when(["role": ""])), ("rules", when(["model": []])),
    ("rules", when(["model": 1])), ("rules", when(["team": []])),
    ("rules", when(["endpoint": []])), ("rules", when(["endpoint": "llmcall"])),
    ("rules", when(["contains": 1])), ("rules", when(["attempt": 0])),
    ("rules", when(["attempt": ["from": 0]])), ("rules", when(["attempt": ["until": 3]])),
    ("rules", reply([:])), ("rules", reply("a")), ("rules", reply(["text": 1])),
    ("rules", reply(["text": "a", "json": 1])), ("rules", reply(["automatic": false])),
    ("rules", reply(["text": "a", "weight": 1])), ("rules", reply(["json": 1, "pieces": ["1"]])),
    ("rules", reply(["toolCalls": []])), ("rules", reply(["toolCalls": [[:]]])),
    ("rules", reply(["toolCalls": [["name": "f", "args": 1]]])),
    ("rules", reply(["text": "a", "promptTokens": -1])),
    ("rules", reply(["text": "a", "finishReason": ""])),
    ("rules", reply(["text": "a", "latency": [:]])),
    ("rules", rule(["replies": []])), ("rules", rule(["replies": [["text": "a", "weight": 0]]])),
    ("rules", rule(["replies": [["text": "a", "weight": -1]]])),
    ("rules", rule(["replies": [["text": "a", "wieght": 1]]])),
    ("rules", fault("rset")), ("rules", fault(1)), ("rules", fault([:])),
    ("rules", fault("status")), ("rules", fault("rate-limit")),
    ("rules", fault(["kind": "status"])), ("rules", fault(["kind": "status", "code": 200])),
    ("rules", fault(["kind": "status", "code": 429, "retryAfter": true])),
    ("rules", fault(["kind": "rate-limit", "callsPerMinute": 1, "retryAfter": 1])),
    ("rules", fault(["kind": "html", "code": 99])),
    ("rules", fault(["kind": "crlf", "at": "body"])),
    ("rules", fault(["kind": "reset", "at": "lunch"])),
    ("rules", fault(["kind": "hang", "at": "chunk"])),
    ("rules", fault(["kind": "provider", "failure": 200])),
    ("rules", fault(["kind": "provider", "failure": "tired"])),
    ("rules", fault(["kind": "in-band-error", "form": "html"])),
    ("rules", fault(["kind": "slow-drip", "bytes": 0])),
    ("rules", fault(["kind": "slow-drip", "every": -1])),
    ("rules", fault(["kind": "close", "probability": 2])),
  ]

  @Test(arguments: mistakes)
  func bothRefuseMistakes(key: String, value: JSONValue) throws {
    var script = try #require(Self.valid.objectValue)
    #expect(try Self.schema.get().isValid(.object(script)))
    #expect(Self.isRead(.object(script)))
    script[key] = value
    #expect(try !Self.schema.get().isValid(.object(script)))
    #expect(!Self.isRead(.object(script)))
  }

  /// What only the reader sees, since it is a matter between two places.
  static let mattersOfTwoPlaces: [(key: String, value: JSONValue)] = [
    ("teams", [["id": "t"], ["id": "t"]]), ("rules", when(["pattern": "("])),
    ("rules", when(["attempt": ["from": 3, "to": 2]])),
    ("rules", reply(["text": "ab", "pieces": ["a"]])),
    ("rules", rule(["when": ["endpoint": "health"], "reply": ["text": "a"]])),
    ("rules", rule(["when": ["endpoint": "complete", "model": "m"], "fault": "close"])),
  ]

  @Test(arguments: mattersOfTwoPlaces)
  func onlyTheReaderRefuses(key: String, value: JSONValue) throws {
    var script = try #require(Self.valid.objectValue)
    script[key] = value
    #expect(try Self.schema.get().isValid(.object(script)))
    #expect(!Self.isRead(.object(script)))
  }
}

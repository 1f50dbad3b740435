import Foundation
import GatewaySimulator
import Testing

@Suite struct ScriptReadingTests {
  struct Mistake: Sendable, CustomStringConvertible {
    var script: String
    /// What the message must say, a part for each mistake.
    var says: [String]
    var description: String { says.first ?? "" }
  }

  static let mistakes = [
    Mistake(script: "", says: ["script:1:1: "]),
    Mistake(script: #"{"version": 1,}"#, says: ["script:1:15: "]),
    Mistake(script: "[]", says: ["script:1:1: $: expected an object, found array"]),
    Mistake(script: "{}", says: [#"$: "version" is missing"#]),
    Mistake(
      script: #"{"version": 2, "whatever": 1}"#,
      says: ["$.version: version 2 is newer than this simulator reads, which is 1"]),
    Mistake(script: #"{"version": 1, "version": 1}"#, says: [#"the key "version" stands twice"#]),
    Mistake(
      script: #"{"version": 1, "sede": 3}"#,
      says: [#"script:1:24: $.sede: unknown key "sede"; did you mean "seed"?"#]),
    Mistake(
      script: #"{"version": 1, "seed": -1, "shapes": "Running", "tokensPerSecond": 0}"#,
      says: [
        "$.seed: expected a whole number of at least 0",
        #"$.shapes: unknown value "Running"; did you mean "running"?"#,
        "$.tokensPerSecond: expected a number from 0.01",
      ]),
    Mistake(
      script: "{\"version\": 1,\n \"latency\": {\"medain\": 1}}",
      says: [
        #"script:2:24: $.latency.medain: unknown key "medain"; did you mean "median"?"#,
        #"$.latency: "median" is missing"#,
      ]),
    Mistake(script: #"{"version": 1, "teams": []}"#, says: ["$.teams: needs at least one team"]),
    Mistake(
      script: #"{"version":1,"teams":[{"id":"a","key":"k 1"},{"id":"a"},{"name":"b"}]}"#,
      says: [
        "$.teams[0].key: must be of visible ASCII characters",
        #"$.teams[1].id: the id "a" stands twice"#,
        #"$.teams[2].name: unknown key "name""#, #"$.teams[2]: "id" is missing"#,
      ]),
    Mistake(
      script:
        #"{"version":1,"models":[{"name":"gpt-4"}],"rules":[{"when":{"model":"gpt4"},"fault":"close"}]}"#,
      says: [#"$.rules[0].when.model: no model "gpt4"; did you mean "gpt-4"?"#]),
    Mistake(
      script: #"{"version":1,"rules":[{"when":{"pattern":"("},"reply":{"text":"a","json":1}}]}"#,
      says: [
        "$.rules[0].when.pattern: is no valid regular expression",
        #"$.rules[0].reply: needs exactly one of "text""#,
      ]),
    Mistake(
      script: #"{"version":1,"rules":[{}]}"#, says: [#"needs a "reply", "replies" or a "fault""#]),
    Mistake(
      script: #"{"version":1,"rules":[{"replies":[]},{"replies":[{"text":"a","weight":0}]}]}"#,
      says: [
        "$.rules[0].replies: needs a reply with a weight above 0",
        "$.rules[1].replies: needs a reply with a weight above 0",
      ]),
    Mistake(
      script: #"{"version":1,"rules":[{"reply":{"text":"a","pieces":["b"]}}]}"#,
      says: [#"$.rules[0].reply.pieces: must add up to the "text""#]),
    Mistake(
      script: #"{"version":1,"rules":[{"when":{"attempt":{"from":3,"to":2}},"fault":"hang"}]}"#,
      says: ["$.rules[0].when.attempt: ends at 2, before it begins at 3"]),
    Mistake(
      script: #"{"version":1,"rules":[{"when":{"endpoint":"compleet"},"fault":"rset"}]}"#,
      says: [
        #"unknown value "compleet"; did you mean "complete"?"#,
        #"$.rules[0].fault: unknown fault "rset"; did you mean "reset"?"#,
      ]),
    Mistake(
      script:
        #"{"version":1,"rules":[{"fault":"status"},{"fault":{"kind":"html","probability":2}}]}"#,
      says: [
        #"$.rules[0].fault: "status" needs parameters: code, message, retryAfter"#,
        "$.rules[1].fault.probability: expected a number from 0 to 1",
      ]),
  ]

  @Test(arguments: mistakes)
  func everyMistakeIsToldWithItsPlace(mistake: Mistake) throws {
    let error = try #require(throws: SimulatorError.self) {
      try SimulatorScript(parsing: mistake.script)
    }
    #expect(error.code == .invalidScript)
    for part in mistake.says {
      #expect(error.message.contains(part), "\(error.message)")
    }
    let lines = error.message.split(separator: "\n")
    #expect(lines.count == mistake.says.count, "\(error.message)")
  }

  @Test func missingFileIsNamed() throws {
    let error = try #require(throws: SimulatorError.self) {
      try SimulatorScript(contentsOf: "/nowhere/script.json")
    }
    #expect(error.message.hasPrefix("/nowhere/script.json: cannot be read"))
  }

  @Test func keysOfTeamsStayOutOfMessages() throws {
    let error = try #require(throws: SimulatorError.self) {
      try SimulatorScript(
        parsing:
          #"{"version":1,"teams":[{"id":"a","key":"sk-canary"},{"id":"b","key":"sk-canary"}]}"#)
    }
    #expect(!error.message.contains("canary"))
  }
}

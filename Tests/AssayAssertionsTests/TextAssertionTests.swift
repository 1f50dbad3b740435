import AssayInput
import JSONModel
import Testing

@testable import AssayAssertions

@Suite struct TextAssertionTests {
  @Test(arguments: [
    AssertionCase(#"{"type":"equals","value":"Paris"}"#, "Paris", .passed, score: 1),
    AssertionCase(
      #"{"type":"equals","value":"Paris"}"#, "paris", .failed, #"expected "Paris", found "paris""#,
      score: 0),
    AssertionCase(#"{"type":"equals","value":"Paris","ignoreCase":true}"#, "pARIS", .passed),
    AssertionCase(#"{"type":"equals","value":"STRASSE","ignoreCase":true}"#, "Straße", .passed),
    AssertionCase(#"{"type":"equals","value":"Σίσυφος","ignoreCase":true}"#, "ΣΊΣΥΦΟΣ", .passed),
    AssertionCase(#"{"type":"equals","value":""}"#, "", .passed),
    AssertionCase(
      #"{"type":"equals","value":"caf\u00e9"}"#, "cafe\u{301}", .failed, "Unicode form"),
    AssertionCase(
      #"{"type":"equals","value":"caf\u00e9","normalize":"nfc"}"#, "cafe\u{301}", .passed),
    AssertionCase(#"{"type":"equals","value":"fi","normalize":["nfkc"]}"#, "ﬁ", .passed),
    AssertionCase(#"{"type":"equals","value":"cafe","normalize":["marks"]}"#, "café", .passed),
    AssertionCase(#"{"type":"equals","value":"a b"}"#, " a\n b ", .failed, "white space"),
    AssertionCase(#"{"type":"equals","value":"a b","normalize":"whitespace"}"#, " a\n b ", .passed),
    AssertionCase(
      #"{"type":"equals","value":"yes sir","normalize":["punctuation","case"]}"#, "Yes, Sir!",
      .passed),
    AssertionCase(#"{"type":"equals","value":{"a":1}}"#, "{\"a\": 1.0}", .passed),
    AssertionCase(#"{"type":"equals","value":{"a":1}}"#, "{\"a\":2}", .failed, "expected"),
    AssertionCase(#"{"type":"equals","value":7}"#, "seven", .failed, "not JSON", negated: .failed),
    AssertionCase(#"{"type":"equals","value":null}"#, "null", .passed),
  ])
  func equals(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(#"{"type":"contains","value":"ari"}"#, "Paris", .passed),
    AssertionCase(#"{"type":"contains","value":"ARI"}"#, "Paris", .failed, "to contain"),
    AssertionCase(#"{"type":"contains","value":"\n"}"#, "a\r\nb", .passed),
    AssertionCase(#"{"type":"icontains","value":"ARI"}"#, "Paris", .passed),
    AssertionCase(#"{"type":"icontains","value":"É"}"#, "café", .passed),
    AssertionCase(#"{"type":"contains","value":"ARI","ignoreCase":true}"#, "Paris", .passed),
    AssertionCase(#"{"type":"contains-all","value":["a","b"]}"#, "b a", .passed, score: 1),
    AssertionCase(
      #"{"type":"contains-all","value":["a","x","y","b"]}"#, "b a", .failed, "2 of 4 missing",
      score: 0.5),
    AssertionCase(
      #"{"type":"contains-all","value":["a","x","y","b"],"threshold":0.5}"#, "b a", .passed),
    AssertionCase(#"{"type":"contains-all","value":"a"}"#, "a", .passed),
    AssertionCase(#"{"type":"icontains-all","value":["A","B"]}"#, "b a", .passed),
    AssertionCase(#"{"type":"contains-any","value":["x","b"]}"#, "b a", .passed),
    AssertionCase(#"{"type":"contains-any","value":["x","y"]}"#, "b a", .failed, #""x", "y""#),
    AssertionCase(#"{"type":"icontains-any","value":["X","B"]}"#, "b a", .passed),
    AssertionCase(#"{"type":"starts-with","value":"Dear"}"#, "Dear all", .passed),
    AssertionCase(#"{"type":"starts-with","value":"all"}"#, "Dear all", .failed, "begin with"),
    AssertionCase(#"{"type":"starts-with","value":"dear","ignoreCase":true}"#, "Dear", .passed),
    AssertionCase(#"{"type":"ends-with","value":"all"}"#, "Dear all", .passed),
    AssertionCase(#"{"type":"ends-with","value":"Dear all!"}"#, "all!", .failed, "end with"),
  ])
  func containment(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: ["ab", String(repeating: "a", count: 100) + "b"])
  func searchIsRightAtEveryPlace(part: String) {
    for before in 0..<5 {
      let text = String(repeating: "a", count: before) + part
      #expect(TextSearch.contains(text, part))
      #expect(TextSearch.contains(text + "x", part))
      #expect(!TextSearch.contains(String(text.dropLast()), part))
    }
  }

  /// Comparing at every place would take minutes.
  @Test func searchForLongTextsIsLinear() {
    let text = String(repeating: "a", count: 2_000_000)
    let part = String(repeating: "a", count: 1_000_000) + "b"
    #expect(!TextSearch.contains(text, part))
  }

  @Test(arguments: [
    AssertionCase(#"{"type":"regex","value":"^\\d{4}$"}"#, "2026", .passed),
    AssertionCase(#"{"type":"regex","value":"^\\d{4}$"}"#, "year 2026", .failed, "a match of"),
    AssertionCase(
      #"{"type":"regex","value":"(?<year>\\d{4})-(\\d\\d)","groups":{"year":"2026","2":"11"}}"#,
      "on 2026-11-25", .passed),
    AssertionCase(
      #"{"type":"regex","value":"(?<year>\\d{4})-(\\d\\d)","groups":{"year":"2025","2":"11"}}"#,
      "on 2026-11-25", .failed, #"group year: expected "2025", captured "2026""#),
    AssertionCase(
      #"{"type":"regex","value":"a(b)?","groups":{"1":"b"}}"#, "a", .failed, "captured nothing"),
    AssertionCase(
      #"{"type":"regex","value":"a(b)","groups":{"1":"b"}}"#, "x", .failed,
      "nothing to look at: /a(b)/ does not match", negated: .failed),
    AssertionCase(
      #"{"type":"regex","value":"(.*)*!x"}"#, String(repeating: "a", count: 60), .errored,
      "was given up"),
  ])
  func regex(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(#"{"type":"word-count","value":2}"#, " two\n words ", .passed),
    AssertionCase(
      #"{"type":"word-count","max":1}"#, "two words", .failed, "at most 1 word, found 2"),
    AssertionCase(#"{"type":"not-word-count","max":3}"#, "two words", .failed, "found 2 words"),
    AssertionCase(#"{"type":"word-count","min":3}"#, "two words", .failed, "at least 3"),
    AssertionCase(#"{"type":"word-count","min":1,"max":2}"#, "two words", .passed),
    AssertionCase(#"{"type":"word-count","value":0}"#, "", .passed),
    AssertionCase(#"{"type":"character-count","value":1}"#, "👨‍👩‍👧", .passed),
    AssertionCase(#"{"type":"character-count","value":5,"unit":"scalars"}"#, "👨‍👩‍👧", .passed),
    AssertionCase(#"{"type":"character-count","value":18,"unit":"bytes"}"#, "👨‍👩‍👧", .passed),
    AssertionCase(#"{"type":"character-count","max":3}"#, "four", .failed, "found 4"),
    AssertionCase(#"{"type":"levenshtein","value":"kitten","max":3}"#, "sitting", .passed),
    AssertionCase(
      #"{"type":"levenshtein","value":"kitten","max":2}"#, "sitting", .failed, "distance 3"),
    AssertionCase(#"{"type":"levenshtein","value":"same","max":0}"#, "same", .passed),
    AssertionCase(#"{"type":"levenshtein","value":"same","max":0}"#, "sane", .failed, "distance 1"),
    AssertionCase(
      #"{"type":"levenshtein","value":"kitten","threshold":0.5}"#, "sitting", .passed,
      score: 1 - 3.0 / 7),
    AssertionCase(#"{"type":"levenshtein","value":"kitten"}"#, "sitting", .failed, "below 0.8"),
    AssertionCase(#"{"type":"levenshtein","value":""}"#, "", .passed, score: 1),
    AssertionCase(
      #"{"type":"levenshtein","value":"KITTEN","max":0,"ignoreCase":true}"#, "kitten", .passed),
  ])
  func counts(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(#"{"type":"number-equals","value":42}"#, "The answer is 42.", .passed),
    AssertionCase(#"{"type":"number-equals","value":42}"#, "6 times 7 is 42", .passed),
    AssertionCase(
      #"{"type":"number-equals","value":6}"#, "6 times 7 is 42", .failed, "found 6, 7, 42"),
    AssertionCase(
      #"{"type":"number-equals","value":6,"which":"first"}"#, "6 times 7 is 42", .passed),
    AssertionCase(#"{"type":"number-equals","value":7,"which":"any"}"#, "6 times 7 is 42", .passed),
    // Which of several counts is not said.
    AssertionCase(
      #"{"type":"number-equals","value":7,"which":"only"}"#, "6 times 7", .failed,
      negated: .failed),
    AssertionCase(#"{"type":"number-equals","value":8,"which":"only"}"#, "6 times 7", .failed),
    AssertionCase(#"{"type":"number-equals","value":1234.5}"#, "It costs $1,234.50", .passed),
    AssertionCase(#"{"type":"number-equals","value":-5}"#, "It is −5 °C", .passed),
    AssertionCase(#"{"type":"number-equals","value":-5}"#, "a loss of -$5", .passed),
    AssertionCase(#"{"type":"number-equals","value":11}"#, "2026-11", .passed),
    AssertionCase(#"{"type":"number-equals","value":1.5,"decimal":","}"#, "1,5 kg", .passed),
    AssertionCase(#"{"type":"number-equals","value":1234.5,"decimal":","}"#, "1.234,5", .passed),
    AssertionCase(#"{"type":"number-equals","value":0.00032}"#, "3.2e-4", .passed),
    AssertionCase(#"{"type":"number-equals","value":3.14,"tolerance":0.01}"#, "3.1415", .passed),
    AssertionCase(
      #"{"type":"number-equals","value":3.14,"tolerance":0.001}"#, "3.1415", .failed, "± 0.001"),
    AssertionCase(
      #"{"type":"number-equals","value":100,"relativeTolerance":0.05}"#, "104", .passed),
    AssertionCase(#"{"type":"number-equals","value":0.3,"tolerance":0.1}"#, "0.4", .passed),
    AssertionCase(#"{"type":"number-equals","value":4}"#, "GPT4 says no", .failed, "no number"),
    AssertionCase(#"{"type":"number-equals","value":28}"#, "年齢は28歳です", .passed),
    AssertionCase(#"{"type":"number-equals","value":28}"#, "عمره ٢٨ سنة", .passed),
    AssertionCase(#"{"type":"number-equals","value":5}"#, "1, 2, 3, 4, 5", .passed),
    AssertionCase(#"{"type":"number-equals","value":0.5}"#, "about .5", .passed),
    AssertionCase(
      #"{"type":"number-equals","value":9007199254740992}"#, "9007199254740993", .failed,
      "found 9007199254740993"),
    AssertionCase(
      #"{"type":"number-equals","value":9007199254740992,"tolerance":0.5}"#, "9007199254740993",
      .failed),
    AssertionCase(
      #"{"type":"number-equals","value":9007199254740992,"tolerance":1}"#, "9007199254740993",
      .passed),
    AssertionCase(#"{"type":"number-equals","value":-1,"tolerance":2}"#, "1.0", .passed),
    AssertionCase(#"{"type":"number-equals","value":-1,"tolerance":1.9}"#, "1.0", .failed),
    AssertionCase(#"{"type":"number-equals","value":0.3,"tolerance":0.1}"#, "0.41", .failed),
    AssertionCase(
      #"{"type":"number-equals","value":0.7,"relativeTolerance":0.1}"#, "0.77", .passed),
    AssertionCase(
      #"{"type":"number-equals","value":1}"#, String(repeating: "7", count: 100_000), .failed,
      "… (100000 characters)"),
    AssertionCase(
      #"{"type":"number-equals","value":1}"#, "x" + String(repeating: "7", count: 100_000), .failed,
      "no number"),
    AssertionCase(#"{"type":"number-equals","value":1e400}"#, "1e401", .failed, "found 1e401"),
    AssertionCase(#"{"type":"number-equals","value":1e400}"#, "1e400", .passed),
    AssertionCase(#"{"type":"number-equals","value":1234567}"#, "₹12,34,567", .passed),
    AssertionCase(#"{"type":"number-equals","value":123456789}"#, "12,34,56,789", .passed),
    AssertionCase(#"{"type":"number-equals","value":34}"#, "12,34", .passed),
    AssertionCase(#"{"type":"number-equals","value":7}"#, "agent 007", .passed),
  ])
  func numbers(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(#"{"type":"choice","value":"B"}"#, "B", .passed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "**(b)**", .passed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "ANSWER: B", .passed),
    AssertionCase(
      #"{"type":"choice","value":"B"}"#, "A is wrong. The answer is B because C is too.", .passed),
    AssertionCase(#"{"type":"choice","value":"C"}"#, "Answer: A\nWait. Answer: C", .passed),
    AssertionCase(#"{"type":"choice","value":"C"}"#, "So \\boxed{C}.", .passed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "B) Paris, the capital", .passed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "I think it must be B.", .passed),
    AssertionCase(
      #"{"type":"choice","value":"A"}"#, "A dog has four legs.", .failed, "none can be made out"),
    AssertionCase(
      #"{"type":"choice","value":"A"}"#, "Either B or C", .failed, "several are named (B, C)"),
    AssertionCase(
      #"{"type":"choice","value":"B"}"#, "The answer is not B.", .failed, "none can be"),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "The answer isn't B.", .failed, "none can be"),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "B is wrong.", .failed, "none can be"),
    AssertionCase(
      #"{"type":"choice","value":"B"}"#, "I don’t think the answer is B.", .failed, "none can be"),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "Die Antwort ist nicht B.", .failed),
    AssertionCase(#"{"type":"choice","value":"A"}"#, "It is not B, so it must be A.", .passed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "A is wrong. It can only be B.", .passed),
    AssertionCase(
      #"{"type":"choice","value":"A"}"#, "Answer: A or B", .failed, "several are named (A, B)",
      negated: .failed),
    AssertionCase(
      #"{"type":"choice","value":"B"}"#, "Answer: A/B", .failed, "several", negated: .failed),
    AssertionCase(
      #"{"type":"choice","value":"B"}"#, "Answer: A, B\nSure.", .failed, "several",
      negated: .failed),
    AssertionCase(#"{"type":"choice","value":"C"}"#, "Answer: A or B", .failed, "several"),
    AssertionCase(
      #"{"type":"choice","value":"A"}"#, "The answer is A and B.", .failed, "several",
      negated: .failed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "The answer is B, A is wrong.", .passed),
    AssertionCase(#"{"type":"choice","value":"B"}"#, "The answer is B and A is wrong.", .passed),
    AssertionCase(#"{"type":"choice","value":"A"}"#, "The answer is a mystery", .failed),
    AssertionCase(
      #"{"type":"choice","value":"C"}"#,
      String(repeating: "The cat sat on the mat. ", count: 2_000) + "Answer: C", .passed),
    AssertionCase(#"{"type":"choice","value":"A"}"#, "The answer is C.", .failed, "found C"),
    AssertionCase(
      #"{"type":"choice","value":"A","choices":{"A":"Paris","B":"London"}}"#, "paris.", .passed),
    AssertionCase(
      #"{"type":"choice","value":"yes","choices":["yes","no"]}"#, "Answer: Yes", .passed),
    AssertionCase(
      #"{"type":"choice","value":"yes","choices":["yes","no"]}"#, "no", .failed, "found no"),
  ])
  func choices(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(#"{"type":"is-refusal"}"#, "I’m sorry, but I can’t help with that.", .passed),
    AssertionCase(#"{"type":"is-refusal"}"#, "Das kann ich nicht tun.", .passed),
    AssertionCase(
      #"{"type":"is-refusal"}"#, "Paris is the capital of France.", .failed, "no refusal"),
    AssertionCase(#"{"type":"is-refusal","phrases":["できません"]}"#, "申し訳ありませんが、できません。", .passed),
    AssertionCase(#"{"type":"is-refusal"}"#, "", .failed),
  ])
  func refusals(_ row: AssertionCase) async throws { try await row.check() }

  /// What every reply holds, or none, is no expectation.
  @Test(arguments: [
    (#"{"type":"contains","value":""}"#, "is empty"),
    (#"{"type":"starts-with","value":""}"#, "is empty"),
    (#"{"type":"contains-any","value":["","x"]}"#, "is empty"),
    (#"{"type":"contains-any","value":[]}"#, "needs one string at least"),
    (#"{"type":"contains-any","value":[["a"]]}"#, "[\"a\"] is an array"),
    (#"{"type":"contains","value":"!?","normalize":"punctuation"}"#, "leaves nothing of"),
    (#"{"type":"regex","value":""}"#, "matches every text"),
    (#"{"type":"choice","value":""}"#, "is empty"),
    (#"{"type":"tool-called","value":""}"#, "is empty"),
    (#"{"type":"closed-qa","value":""}"#, "is empty"),
    (#"{"type":"jsonpath","path":"$","contains":""}"#, "is empty"),
    (#"{"type":"regex","value":"a {{city}}"}"#, "takes no variables, and this one has {{city}}"),
    (#"{"type":"regex","value":"a(b"}"#, "the ( is not closed at character 2 of /a(b/"),
    (#"{"type":"regex","value":"a)b"}"#, "a ) closes nothing at character 2"),
    (#"{"type":"regex","value":"[a"}"#, "the [ is not closed at character 1"),
    (#"{"type":"regex","value":"a|*"}"#, "* has nothing to repeat at character 3"),
    (#"{"type":"regex","value":"{name}"}"#, "a { begins no number of repetitions at character 1"),
    (#"{"type":"regex","value":"a{3,2}"}"#, "{3,2} ends below where it begins"),
    (#"{"type":"xpath","path":"//a["}"#, "this cannot be read at character 5"),
    (#"{"type":"xpath","path":"//p:a"}"#, "the prefix has no namespace"),
    (#"{"type":"xpath","path":"nope(1)"}"#, "there is no such function"),
    (#"{"type":"latency"}"#, "say \"max\", \"min\" or both"),
    (#"{"type":"number-equals","value":"abc {{n}}"}"#, "a text with more than a variable"),
  ])
  func whatSaysNothingIsRefused(text: String, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(text)
    #expect(diagnostics.contains { $0.severity == .error })
    #expect(diagnostics.map(\.description).joined().contains(message), "\(diagnostics)")
  }

  @Test(arguments: [
    (#"{"type":"contains","value":"{{empty}}"}"#, "{{empty}} has no text in this case"),
    (#"{"type":"not-contains","value":"{{empty}}"}"#, "{{empty}} has no text in this case"),
    (#"{"type":"contains-any","value":["x","{{empty}}"]}"#, "{{empty}} has no text in this case"),
    (#"{"type":"contains-all","value":"{{none}}"}"#, "{{none}} has no text in this case"),
    (#"{"type":"contains-any","value":"{{holes}}"}"#, "{{holes}} has no text in this case"),
    (#"{"type":"ends-with","value":"{{dots}}","normalize":"punctuation"}"#, "leaves nothing of"),
    (#"{"type":"tool-called","value":"{{empty}}"}"#, "{{empty}} has no text in this case"),
    (#"{"type":"number-equals","value":"{{dots}}"}"#, "is no number"),
  ])
  func whatSaysNothingInACaseIsAnError(text: String, message: String) async throws {
    let context = EvaluationContext(
      reply: Reply(text: "anything"),
      variables: ["empty": "", "none": [], "holes": ["a", ""], "dots": "..."])
    let result = try await AssertionText.evaluate(text, context)
    #expect(result.verdict.outcome == .errored)
    #expect(result.score == nil)
    #expect(result.verdict.reason?.contains(message) == true, "\(result.verdict)")
  }

  /// A lone variable stands for its value, also for a list of texts.
  @Test(arguments: [
    (#"{"type":"contains-any","value":"{{cities}}"}"#, "In Milan.", Outcome.passed),
    (#"{"type":"contains-any","value":"{{cities}}"}"#, #"["Rome","Milan"]"#, .passed),
    (#"{"type":"contains-any","value":"{{cities}}"}"#, "In Paris.", .failed),
    (#"{"type":"contains-all","value":"{{cities}}"}"#, "In Milan.", .failed),
    (#"{"type":"contains-all","value":["{{cities}}","and"]}"#, "Rome and Milan", .passed),
    (#"{"type":"rouge-l","value":"{{cities}}"}"#, "milan", .passed),
    (#"{"type":"contains","value":"{{cities}}"}"#, #"["Rome","Milan"]"#, .passed),
  ])
  func listsInVariables(text: String, reply: String, outcome: Outcome) async throws {
    let context = EvaluationContext(
      reply: Reply(text: reply), variables: ["cities": ["Rome", "Milan"]])
    let result = try await AssertionText.evaluate(text, context)
    #expect(result.verdict.outcome == outcome, "\(result.verdict)")
  }

  @Test(arguments: [("1,234", Outcome.passed), (" −1234.0 ", .failed), ("about 1234", .errored)])
  func numbersInVariablesAreReadLikeReplies(value: String, outcome: Outcome) async throws {
    let context = EvaluationContext(reply: Reply(text: "1234"), variables: ["n": .string(value)])
    let result = try await AssertionText.evaluate(
      #"{"type":"number-equals","value":"{{n}}"}"#, context)
    #expect(result.verdict.outcome == outcome, "\(result.verdict)")
  }

  /// How the reply is written says nothing of what is expected.
  @Test(arguments: ["0.125", "0,125"])
  func numbersInVariablesMayBeWrittenAsInJSON(value: String) async throws {
    let context = EvaluationContext(reply: Reply(text: "0,125"), variables: ["n": .string(value)])
    let result = try await AssertionText.evaluate(
      #"{"type":"number-equals","value":"{{n}}","decimal":","}"#, context)
    #expect(result.verdict.outcome == .passed, "\(result.verdict)")
  }

  @Test func aRefusalOfTheProvidersIsOne() async throws {
    let context = EvaluationContext(reply: Reply(text: "", refusal: "policy"))
    try await AssertionCase(#"{"type":"is-refusal"}"#, "", .passed).check(context)
  }
}

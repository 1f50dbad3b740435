import JSONModel
import Testing

@testable import HTTPFixtures

/// A body that is waved through without being read as JSON is one in which reading would have
/// found nothing.
@Suite struct JSONSurfaceTests {
  private static let redactor = Redactor(RedactionRules(secrets: ["opensesame"]))

  private static func hidesNothing(_ text: String) -> Bool {
    JSONSurface.hidesNothing(Array(text.utf8), redactor.fields)
  }

  @Test(arguments: [
    #"{"model":"gpt-4","messages":[{"role":"user","content":"Say \"hi\"\n"}]}"#,
    #"[1, 2.5, null, {"a": []}]"#, "{}", "[]\n", #"{"secret_agent":"Bond","token":"x"}"#,
    #"{"content":"password"}"#, #"["password", "api_key"]"#,
  ])
  func harmlessOnesAreSeen(text: String) {
    #expect(Self.hidesNothing(text))
  }

  @Test(arguments: [
    #"{"password":"p"}"#, #"{"API_KEY" : "p"}"#, #"{"a":{"b":[{"Client_Secret":1}]}}"#,
    #"{"a":"sk\u002dproj"}"#, #"{"a":"http:\/\/u:p@h"}"#, #"{"a":"\\u0073k"}"#,
    #"{"pass\u0077ord":"p"}"#, "{\"a\":\n\"b\"}", "{\"a\":\"b\"}\n{\"a\":\"c\"}",
    "data: {\"a\":\"b\"}", "\u{FEFF}{}", " {}", "", "plain", "\"text\"", #"{"a"#, #"{"a\"#,
    "{\"a\":\"\u{1}\"}", #"{"pässword":1}"#,
  ])
  func othersAreLookedAt(text: String) {
    #expect(!Self.hidesNothing(text))
  }

  @Test func nothingIsWavedThroughThatALookFinds() {
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "\\\"", "\\u0070", " ", "\n", "password", "api_key",
      "opensesame", "a", "1", "null", "data: ", "\"secret\":", "{\"password\":\"x\"}", "é",
      "\"b\":\"open\\u0073esame\"", "sk-proj-Zx81mQaLw93KfPqTrV5b",
    ]
    var generator = SplitMix64(state: 11)
    var waved = 0
    for _ in 0..<60_000 {
      let count = Int.random(in: 0...12, using: &generator)
      let inner = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let text = Bool.random(using: &generator) ? "{\"a\":\"\(inner)" : "[" + inner
      for mimeType in ["application/json", "text/event-stream", nil] {
        let body = Array(text.utf8)
        let quick = Self.redactor.redact(body, mimeType: mimeType, needsDocument: false)
        let thorough = Self.redactor.redact(body, mimeType: mimeType)
        #expect(quick.bytes == thorough.bytes, "\(text)")
        #expect(quick.names == thorough.names, "\(text)")
      }
      if Self.hidesNothing(text) { waved += 1 }
    }
    #expect(waved > 1_000)
  }
}

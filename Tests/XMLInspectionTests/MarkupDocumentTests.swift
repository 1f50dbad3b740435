import Testing
import XMLInspection

@Suite struct MarkupDocumentTests {
  @Test(arguments: [
    "<a>", "<a/><b/>", "text", "", "<a>&undefined;</a>", "<a x='1' x='2'/>",
    "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
    "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
    "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>",
  ])
  func refuses(text: String) {
    #expect(throws: MarkupDocument.Fault.self) { try MarkupDocument(parsing: text) }
  }

  /// Every level would be ten times the one before.
  @Test func aBombDoesNotGoOff() {
    var text = "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>"
    for level in 1...20 {
      let inner = String(repeating: "&e\(level - 1);", count: 10)
      text += "<!ENTITY e\(level) '\(inner)'>"
    }
    for use in ["<a>&e20;</a>", "<a x='&e20;'/>"] {
      let fault = #expect(throws: MarkupDocument.Fault.self) {
        try MarkupDocument(parsing: text + "]>" + use)
      }
      #expect(fault?.isRefusal == true)
      #expect(
        fault?.description.contains("defines entities") == true, "\(fault?.description ?? "")")
    }
  }

  @Test func aDocumentTypeWithoutDeclarationsIsFine() throws {
    #expect(try MarkupDocument(parsing: "<!DOCTYPE a><a/>").rootName == "a")
    #expect(
      try MarkupDocument(parsing: "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>").rootName
        == "a")
  }

  @Test func deepDocumentsAreRefusedAndDoNotCrash() {
    let text = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
    let fault = #expect(throws: MarkupDocument.Fault.self) { try MarkupDocument(parsing: text) }
    #expect(fault?.description == "refused: line 1: elements nest deeper than 256")
  }

  /// What is not well-formed is no document; that is an answer.
  @Test(arguments: ["<a>", "text", "<a>&undefined;</a>", "<a><b></a>"])
  func whatIsNoDocumentIsNotRefused(text: String) {
    let fault = #expect(throws: MarkupDocument.Fault.self) { try MarkupDocument(parsing: text) }
    #expect(fault?.isRefusal == false)
  }

  @Test(arguments: [
    ("//b", XPathQuery.Value.nodes(["1", "2"])), ("count(//b)", .number(2)),
    ("string(//b[2])", .text("2")), ("//b = '2'", .boolean(true)), ("//c", .nodes([])),
    ("//b[. > 1]/@x", .nodes(["y"])), ("b", .nodes(["1", "2"])),
  ])
  func queries(text: String, expected: XPathQuery.Value) throws {
    let document = try MarkupDocument(parsing: "<a><b>1</b><b x='y'>2</b></a>")
    #expect(try XPathQuery(text).evaluate(on: document) == expected)
  }

  @Test(arguments: [
    "//[", "unknown(1)", "//p:x", "document('file:///etc/passwd')", "$variable", "",
  ])
  func refusesQueries(text: String) {
    #expect(throws: XPathQuery.Failure.self) { try XPathQuery(text) }
  }

  @Test func aQueryThatTakesTooLongIsGivenUp() throws {
    let document = try MarkupDocument(
      parsing: "<a>" + String(repeating: "<b/>", count: 3_000) + "</a>")
    let query = try XPathQuery("count(//b[count(//b[count(//b) > 0]) > 0])")
    #expect(throws: XPathQuery.Failure.self) { try query.evaluate(on: document) }
  }
}

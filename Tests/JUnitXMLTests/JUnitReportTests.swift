import CLibXML2
import Foundation
import JUnitXML
import Testing

@Suite struct JUnitReportTests {
  private static func report(_ cases: [JUnitCase]) -> JUnitReport {
    JUnitReport(name: "assay", suites: [JUnitSuite(name: "suite", cases: cases)])
  }

  @Test func writesWhatReadersExpect() throws {
    let problem = JUnitCase.Problem(
      message: "a < b & \"c\"", type: "assertion", text: "line 1\nline 2")
    let cases = [
      JUnitCase(className: "s.m", name: "a", file: "suites/s.json", time: 0.4251, result: .passed),
      JUnitCase(className: "s.m", name: "b", result: .failure(problem), systemOut: "said"),
      JUnitCase(className: "s.m", name: "c", time: 1, result: .error(problem)),
      JUnitCase(
        className: "s.m", name: "d", result: .skipped(reason: "later"),
        properties: [JUnitProperty(name: "model", value: "m")]),
    ]
    #expect(
      String(decoding: try Self.report(cases).xml(), as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="assay" tests="4" failures="1" errors="1" skipped="1" time="1.425">
          <testsuite name="suite" tests="4" failures="1" errors="1" skipped="1" time="1.425">
            <testcase classname="s.m" name="a" file="suites/s.json" time="0.425"/>
            <testcase classname="s.m" name="b">
              <failure message="a &lt; b &amp; &quot;c&quot;" type="assertion">line 1
        line 2</failure>
              <system-out>said</system-out>
            </testcase>
            <testcase classname="s.m" name="c" time="1.000">
              <error message="a &lt; b &amp; &quot;c&quot;" type="assertion">line 1
        line 2</error>
            </testcase>
            <testcase classname="s.m" name="d">
              <properties>
                <property name="model" value="m"/>
              </properties>
              <skipped message="later"/>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func timeThatNobodyMeasuredIsAbsent() throws {
    let xml = try Self.report([JUnitCase(className: "c", name: "n", result: .passed)]).xml()
    #expect(!String(decoding: xml, as: UTF8.self).contains("time="))
  }

  /// Everything that models print and XML 1.0 does not allow, or that ends its sections.
  static let hostile: [String] = [
    String(decoding: (0...255).map { UInt8($0) }, as: UTF8.self),
    String((0..<0x20).map { Character(Unicode.Scalar($0)) }),
    "]]>", "<![CDATA[ ]]>", "&#0;", "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;", "--", "\u{FFFE}\u{FFFF}",
    "\u{1B}[31mred\u{1B}[0m", "\u{85}\u{2028}\u{2029}", "😀👩‍👩‍👧‍👦\u{10FFFF}", "\u{FEFF}bom", "a\rb\r\nc",
    "\u{0}", "",
  ]

  @Test(arguments: hostile)
  func anyTextGivesAWellFormedDocument(text: String) throws {
    let problem = JUnitCase.Problem(message: text, type: text, text: text)
    let xml = try Self.report([
      JUnitCase(
        className: text, name: text, file: text, result: .failure(problem),
        properties: [JUnitProperty(name: text, value: text)], systemOut: text)
    ]).xml()
    let found = try #require(Self.text(of: "//system-out", in: xml))
    // What XML allows comes back as it was.
    if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0xFFFE || $0 == "\n" }) {
      #expect(found == text)
    }
  }

  @Test func aMegabyteOfItToo() throws {
    let text = String(repeating: "mega😀]]>\u{7}<", count: 1 << 16)
    let xml = try Self.report([
      JUnitCase(className: "c", name: "n", result: .passed, systemOut: text)
    ]).xml()
    #expect(Self.text(of: "//system-out", in: xml) == text.replacing("\u{7}", with: "\\u{7}"))
  }

  @Test func illegalCharactersAreMadeVisible() throws {
    let xml = try Self.report([
      JUnitCase(className: "c", name: "n", result: .passed, systemOut: "a\u{1B}b\u{FFFE}c")
    ]).xml()
    #expect(Self.text(of: "//system-out", in: xml) == "a\\u{1B}b\\u{FFFE}c")
  }

  /// Reads a node's text with libxml2, as a consumer would.
  private static func text(of path: String, in xml: [UInt8]) -> String? {
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue
    let document = xml.withUnsafeBytes { buffer in
      xmlReadMemory(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), nil, nil,
        Int32(options))
    }
    guard let document else { return nil }
    defer { xmlFreeDoc(document) }
    let context = xmlXPathNewContext(document)
    defer { xmlXPathFreeContext(context) }
    guard let result = xmlXPathEvalExpression(path, context) else { return nil }
    defer { xmlXPathFreeObject(result) }
    guard let content = xmlXPathCastToString(result) else { return nil }
    // libxml2's own xmlFree is a global variable; unless somebody replaced it, it is free.
    defer { free(content) }
    return String(cString: content)
  }
}

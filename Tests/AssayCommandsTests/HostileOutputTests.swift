import CLibXML2
import Foundation
import HTTPFixtures
import JSONModel
import TestSupport
import Testing

/// A model can say anything; the reports must survive it.
@Suite struct HostileOutputTests {
  private static let suite = """
    {
      "version": 1, "name": "hostile", "models": ["m"],
      "prompts": { "p": { "messages": [{ "role": "user", "content": "Go." }] } },
      "cases": [{ "id": "c", "assert": [{ "type": "equals", "value": "x" }] }]
    }
    """

  /// The contents of a JSON string, as a server would write them.
  static let outputs = [
    "\\u0000\\u0001\\u0008\\u001b[31mred\\u001b[0m\\u007f\\u0085",
    "]]> <![CDATA[ & < > \\\" '", "\\ud800 lone \\udc00 \\ud83d", "😀 \\ud83d\\ude00 👩‍👩‍👧‍👦",
    "\\ufffe\\uffff\\u2028\\u2029\\u202e", "a\\r\\nb\\rc\\nd",
    String(repeating: "0123456789abcde]]>\\u001b😀", count: 50_000),
  ]

  @Test(arguments: outputs)
  func theReportsSurvive(output: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    func entry(_ path: String, _ request: String, _ response: String) -> HAREntry {
      HAREntry(
        startedDateTime: "2026-01-01T00:00:00Z",
        request: HARRequest(
          method: "POST", url: "http://x\(path)",
          postData: HARPostData(mimeType: "application/json", text: request)),
        response: HARResponse(
          status: 200, statusText: "OK",
          content: HARContent(
            size: response.utf8.count, mimeType: "application/json", text: response)),
        timings: HARTimings(wait: 5))
    }
    let log = HARLog(entries: [
      entry(
        "/api/jobs/create", "{\"team_id\":\"t\",\"job_type\":\"hostile\",\"metadata\":{}}",
        "{\"job_id\":\"1\"}"),
      entry(
        "/api/jobs/1/llm-call",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Go.\"}],\"temperature\":0.7}",
        "{\"call_id\":\"1\",\"response\":{\"content\":\"\(output)\",\"finish_reason\":\"stop\"}}"),
      entry(
        "/api/jobs/1/complete", "{\"status\":\"completed\",\"metadata\":{}}", "{\"job_id\":\"1\"}"),
    ])
    try folder.write(String(decoding: log.bytes(), as: UTF8.self), to: "fixtures/hostile/r.har")
    let run = try await Subprocess.assay(["run", "suite.json", "--junit", "r.xml"], in: folder.url)
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.output.contains("1 case: 1 failed"))
    let unsafe = run.output.unicodeScalars.filter {
      $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E || (0x7F...0x9F).contains($0.value)
    }
    #expect(unsafe.isEmpty)
    let document = xmlReadFile(
      folder.url.appending(path: "r.xml").path, nil, Int32(XML_PARSE_HUGE.rawValue))
    #expect(document != nil)
    xmlFreeDoc(document)
  }
}

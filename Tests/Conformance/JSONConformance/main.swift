import Foundation
import JSONModel

// Holds JSONModel against the official test suites, which ../conformance.sh fetches.

let usage = """
  usage: JSONConformance schema SUITE-FOLDER   the JSON-Schema-Test-Suite: tests, annotations, output
         JSONConformance path CTS.JSON         the JSONPath compliance test suite
         JSONConformance check                 answers JSON Lines of cases, to compare with a peer
  """

do {
  switch Array(CommandLine.arguments.dropFirst()) {
  case let arguments where arguments.count == 2 && arguments[0] == "schema":
    let folder = URL(fileURLWithPath: arguments[1])
    var report = ConformanceReport()
    try SchemaSuite(folder: folder).run(&report)
    try AnnotationSuite(folder: folder).run(&report)
    try OutputSuite(folder: folder).run(&report)
    exit(report.finish())
  case let arguments where arguments.count == 2 && arguments[0] == "path":
    var report = ConformanceReport()
    try PathSuite(file: URL(fileURLWithPath: arguments[1])).run(&report)
    exit(report.finish())
  case ["check"]:
    PeerCases.answer()
  default:
    print(usage)
    exit(64)
  }
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(2)
}

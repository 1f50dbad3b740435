import Foundation
import JSONModel

/// The JSONPath compliance test suite: one file, as its authors build it.
struct PathSuite {
  let file: URL

  func run(_ report: inout ConformanceReport) throws {
    guard let tests = try SuiteFiles.value(file)["tests"]?.arrayValue, !tests.isEmpty else {
      throw SuiteFiles.Missing(path: file.path)
    }
    for test in tests {
      report.count(
        in: "JSONPath compliance", isRequired: true,
        "\(test["name"]?.stringValue ?? ""): \(test["selector"]?.stringValue ?? "")",
        fault: fault(test))
    }
  }

  private func fault(_ test: JSONValue) -> String? {
    let isInvalid = test["invalid_selector"]?.boolValue ?? false
    do {
      let path = try JSONPath(test["selector"]?.stringValue ?? "")
      if isInvalid { return "the query was accepted" }
      let nodes = path.nodes(in: test["document"] ?? .null)
      let values = JSONValue.array(nodes.map(\.value))
      let places = JSONValue.array(nodes.map { .string($0.location.description) })
      // Where the order of an object's members matters, any of several results will do.
      let results = test["result"].map { [$0] } ?? test["results"]?.arrayValue ?? []
      guard results.contains(values) else { return "found \(values.text())" }
      let allPlaces = test["result_paths"].map { [$0] } ?? test["results_paths"]?.arrayValue
      if let allPlaces, !allPlaces.contains(places) { return "found \(places.text())" }
      return nil
    } catch {
      return isInvalid ? nil : "\(error)"
    }
  }
}

import Foundation
import JSONModel

/// The tests of the output formats: what a validator prints is held against a schema.
struct OutputSuite {
  let folder: URL

  func run(_ report: inout ConformanceReport) throws {
    for (name, dialect) in SuiteFiles.drafts where dialect != .draft7 {
      let tests = folder.appendingPathComponent("output-tests").appendingPathComponent(name)
      var registry = JSONSchemaRegistry()
      let shape = try SuiteFiles.value(tests.appendingPathComponent("output-schema.json"))
      registry.add(shape, as: shape["$id"]?.stringValue ?? "")
      for file in try SuiteFiles.json(in: tests.appendingPathComponent("content")) {
        for item in try SuiteFiles.value(file).arrayValue ?? [] {
          for test in item["tests"]?.arrayValue ?? [] {
            for output in test["output"]?.objectValue ?? [:] {
              report.count(
                in: "\(name) output", isRequired: true,
                "\(SuiteFiles.name(file)): \(test["description"]?.stringValue ?? "")",
                fault: fault(
                  item["schema"] ?? true, test["data"] ?? .null, output, dialect, registry))
            }
          }
        }
      }
    }
  }

  private func fault(
    _ schema: JSONValue, _ instance: JSONValue, _ output: JSONObject.Member,
    _ dialect: JSONSchemaDialect, _ registry: JSONSchemaRegistry
  ) -> String? {
    let formats: [String: JSONSchemaResult.OutputFormat] = [
      "flag": .flag, "basic": .basic, "detailed": .detailed,
    ]
    guard let format = formats[output.key] else { return "there is no \(output.key) output" }
    do {
      let printed = try JSONSchema(compiling: schema, dialect: dialect)
        .validate(instance, collectingAnnotations: true).output(format)
      let expected = try JSONSchema(
        compiling: output.value, dialect: dialect, registry: registry)
      let result = try expected.validate(printed)
      if result.isValid { return nil }
      return "\(result.failures.map(\.description)) in \(printed.text())"
    } catch {
      return "\(error)"
    }
  }
}

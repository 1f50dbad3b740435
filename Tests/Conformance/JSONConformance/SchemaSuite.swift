import Foundation
import JSONModel

/// The tests of validation: an instance is valid by a schema or is not.
struct SchemaSuite {
  let folder: URL

  func run(_ report: inout ConformanceReport) throws {
    let registry = try SuiteFiles.registry(folder)
    for (name, dialect) in SuiteFiles.drafts {
      let tests = folder.appendingPathComponent("tests").appendingPathComponent(name)
      let optional = tests.appendingPathComponent("optional")
      let formats = optional.appendingPathComponent("format")
      let groups: [(String, URL, isRequired: Bool, formats: Bool)] = [
        ("\(name) required", tests, true, false),
        ("\(name) optional", optional, false, false),
        ("\(name) optional formats", formats, false, true),
      ]
      for group in groups {
        for file in try SuiteFiles.json(in: group.1) {
          try run(
            file, in: group.0, isRequired: group.isRequired, dialect, registry,
            assertFormats: group.formats, &report)
        }
      }
    }
  }

  private func run(
    _ file: URL, in group: String, isRequired: Bool, _ dialect: JSONSchemaDialect,
    _ registry: JSONSchemaRegistry, assertFormats: Bool, _ report: inout ConformanceReport
  ) throws {
    for item in try SuiteFiles.value(file).arrayValue ?? [] {
      let title = "\(SuiteFiles.name(file)): \(item["description"]?.stringValue ?? "")"
      let compiled = Result {
        try JSONSchema(
          compiling: item["schema"] ?? true, dialect: dialect, registry: registry,
          // Draft 7 lets validators check contents; the later drafts have them check nothing.
          assertFormats: assertFormats, assertContents: dialect == .draft7)
      }
      for test in item["tests"]?.arrayValue ?? [] {
        report.count(
          in: group, isRequired: isRequired,
          "\(title): \(test["description"]?.stringValue ?? "")",
          fault: fault(compiled, test["data"] ?? .null, test["valid"]?.boolValue))
      }
    }
  }

  private func fault(
    _ compiled: Result<JSONSchema, any Error>, _ value: JSONValue, _ expected: Bool?
  ) -> String? {
    do {
      let schema = try compiled.get()
      let isValid = try schema.isValid(value)
      guard isValid == expected else {
        return "found \(isValid ? "valid" : "invalid") \(value.text())"
      }
      let result = try schema.validate(value, collectingAnnotations: true)
      guard result.isValid == isValid, result.failures.isEmpty == isValid else {
        return "the explained result differs from the plain one"
      }
      return nil
    } catch {
      return "\(error)"
    }
  }
}

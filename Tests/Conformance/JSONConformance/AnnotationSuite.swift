import Foundation
import JSONModel

/// The tests of annotations: which a schema gives to which part of an instance.
struct AnnotationSuite {
  let folder: URL

  func run(_ report: inout ConformanceReport) throws {
    let files = try SuiteFiles.json(in: folder.appendingPathComponent("annotations/tests"))
    for (name, dialect) in SuiteFiles.drafts {
      for file in files {
        for item in try SuiteFiles.value(file)["suite"]?.arrayValue ?? []
        where isMeant(item["compatibility"]?.stringValue, for: dialect) {
          try run(item, SuiteFiles.name(file), name, dialect, &report)
        }
      }
    }
  }

  private func run(
    _ item: JSONValue, _ file: String, _ draft: String, _ dialect: JSONSchemaDialect,
    _ report: inout ConformanceReport
  ) throws {
    var registry = JSONSchemaRegistry()
    for member in item["externalSchemas"]?.objectValue ?? [:] {
      registry.add(member.value, as: member.key)
    }
    let title = "\(file): \(item["description"]?.stringValue ?? "")"
    let compiled = Result {
      try JSONSchema(compiling: item["schema"] ?? true, dialect: dialect, registry: registry)
    }
    for test in item["tests"]?.arrayValue ?? [] {
      for assertion in test["assertions"]?.arrayValue ?? [] {
        report.count(
          in: "\(draft) annotations", isRequired: true, "\(title): \(assertion.text())",
          fault: fault(compiled, test["instance"] ?? .null, assertion))
      }
    }
  }

  private func fault(
    _ compiled: Result<JSONSchema, any Error>, _ instance: JSONValue, _ assertion: JSONValue
  ) -> String? {
    do {
      let result = try compiled.get().validate(instance, collectingAnnotations: true)
      // Places are by fragment, if the schema itself has no URI that the suite names.
      let expected = assertion["expected"]?.objectValue ?? [:]
      let isRelative = expected.keys.allSatisfy { $0.hasPrefix("#") }
      var found = JSONObject()
      for annotation in result.annotations
      where annotation.keyword == assertion["keyword"]?.stringValue
        && annotation.instancePointer.description == assertion["location"]?.stringValue
      {
        // The suite names the schema that the keyword stands in.
        let place = annotation.absoluteKeywordLocation
        let end = place.lastIndex(of: "/") ?? place.endIndex
        let start = isRelative ? place.firstIndex(of: "#") ?? place.startIndex : place.startIndex
        found[String(place[start..<end])] = annotation.value
      }
      return found == expected ? nil : "found \(JSONValue.object(found).text())"
    } catch {
      return "\(error)"
    }
  }

  /// Whether tests of this compatibility (`"7"`, `"<=2019"`, `"=2020"`, `"6,<=2019"`) are meant
  /// for a draft.
  private func isMeant(_ compatibility: String?, for dialect: JSONSchemaDialect) -> Bool {
    let release =
      switch dialect {
      case .draft7: 7
      case .draft201909: 2019
      default: 2020
      }
    return (compatibility ?? "").split(separator: ",").allSatisfy { condition in
      if condition.hasPrefix("<=") { return release <= Int(condition.dropFirst(2)) ?? 0 }
      if condition.hasPrefix("=") { return release == Int(condition.dropFirst()) }
      return release >= Int(condition) ?? 0
    }
  }
}

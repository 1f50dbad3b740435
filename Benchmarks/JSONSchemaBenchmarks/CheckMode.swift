import JSONModel

/// Reads cases as JSON Lines from standard input and prints `true`, `false` or an error for
/// each: for comparing answers with another validator over generated schemas.
///
/// A case is `{"schema": …, "instance": …}`, optionally with `registry` (an object of documents
/// by URI), `draft` (`7`, `2019-09` or `2020-12`) and `formats` (whether they are asserted).
enum CheckMode {
  static func run() {
    while let line = readLine(strippingNewline: true) {
      print(answer(line))
    }
  }

  private static func answer(_ line: String) -> String {
    do {
      let value = try JSONValue(parsing: line)
      var registry = JSONSchemaRegistry()
      for member in value["registry"]?.objectValue ?? [:] {
        registry.add(member.value, as: member.key)
      }
      let schema = try JSONSchema(
        compiling: value["schema"] ?? true, dialect: dialect(value["draft"]?.stringValue),
        registry: registry, assertFormats: value["formats"]?.boolValue ?? false)
      let instance = value["instance"] ?? .null
      let isValid = try schema.isValid(instance)
      let result = try schema.validate(instance)
      guard result.isValid == isValid, result.failures.isEmpty == isValid else {
        return "error: flag and detailed output disagree"
      }
      return String(isValid)
    } catch {
      return "error: " + "\(error)".split(separator: "\n").joined(separator: " | ")
    }
  }

  private static func dialect(_ name: String?) -> JSONSchemaDialect {
    switch name {
    case "7": .draft7
    case "2019-09": .draft201909
    default: .draft202012
    }
  }
}

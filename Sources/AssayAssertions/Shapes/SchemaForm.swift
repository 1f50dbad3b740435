import AssayInput
import JSONModel

/// How a shape or schema is written.
enum SchemaForm {
  case short
  case jsonSchema
  /// Something makes it a JSON Schema, and something else says that the short form is meant.
  case unclear(keyword: String, property: JSONNode)

  /// Where it stands.
  enum Position {
    /// Where the short form is usual: only what the short form could not say is a JSON Schema.
    case shape
    /// Where a JSON Schema is usual: anything that constrains makes it one.
    case schema
  }

  init(_ node: JSONNode, _ position: Position) {
    guard node.kind == .object else {
      self = position == .shape && node.kind != .boolean ? .short : .jsonSchema
      return
    }
    let keys = node.members.map(\.key)
    if keys.contains("$schema") {
      self = .jsonSchema
      return
    }
    let deciding =
      position == .shape ? Self.structural : Self.structural.union(Self.constraining)
    let types = node.members.filter { ShortForm.saysType($0.value) }
    guard let keyword = keys.first(where: deciding.contains) else {
      // A schema of nothing but annotations would accept everything.
      self =
        position == .shape || (!keys.isEmpty && types.count == keys.count) ? .short : .jsonSchema
      return
    }
    let foreign = types.first { !Self.all.contains($0.key) }
    // { "const": "string" } is either a property or the word itself.
    let isAllTypes =
      position == .shape && types.count == keys.count && !keys.contains("type")
      && types.allSatisfy { $0.value.kind == .string }
    if let foreign {
      self = .unclear(keyword: keyword, property: foreign.keyNode)
    } else if isAllTypes, let keyNode = types.first(where: { $0.key == keyword })?.keyNode {
      self = .unclear(keyword: keyword, property: keyNode)
    } else {
      self = .jsonSchema
    }
  }

  // MARK: Keywords

  /// The keywords that make an object a JSON Schema wherever it stands.
  static let structural: Set<String> = [
    "$schema", "$ref", "$defs", "properties", "items", "prefixItems", "enum", "const", "anyOf",
    "oneOf", "allOf", "not",
  ]

  /// The other keywords that constrain or refer.
  static let constraining: Set<String> = [
    "type", "required", "additionalProperties", "patternProperties", "propertyNames",
    "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "minItems",
    "maxItems", "uniqueItems", "contains", "minContains", "maxContains", "minLength", "maxLength",
    "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "if", "then", "else", "unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$id",
    "$anchor", "$dynamicAnchor", "$vocabulary", "contentEncoding", "contentMediaType",
    "contentSchema", "definitions", "dependencies",
  ]

  /// Those that only say something.
  static let annotating: Set<String> = [
    "title", "description", "default", "examples", "readOnly", "writeOnly", "deprecated",
    "$comment",
  ]

  private static let all = structural.union(constraining).union(annotating)
}

/// Reads JSON Schemas, and the short form where it is meant.
struct SchemaReader {
  let collector: DiagnosticCollector

  /// A schema that was read.
  struct Result {
    var json: JSONValue
    var compiled: JSONSchema
    var isShort: Bool
  }

  /// The schema at `node`; nil if something was reported.
  func read(_ node: JSONNode, _ position: SchemaForm.Position) -> Result? {
    if let path = FileMention(node) {
      collector.error(
        node, "a schema is not read from a file, and this names \(Excerpt.quoted(path.path))",
        hint: "write the schema here, or once under \"shapes\" of the suite, and use the assertion "
          + "\"shape\"")
      return nil
    }
    switch SchemaForm(node, position) {
    case .short:
      return ShortForm.schema(node, collector).flatMap { compile($0, node, isShort: true) }
    case .jsonSchema: return compile(node.value, node, isShort: false)
    case .unclear(let keyword, let property):
      let name = property.stringValue ?? ""
      collector.error(
        property,
        name == keyword
          ? "\"\(keyword)\" may be a keyword of JSON Schema or a property of the short form"
          : "this is half a JSON Schema, by \"\(keyword)\", and half the short form, by \"\(name)\"",
        hint: Self.difference)
      return nil
    }
  }

  static let difference =
    "a JSON Schema has its properties under \"properties\" (and \"$schema\" makes it one for "
    + "certain); the short form has no property called "
    + SchemaForm.structural.sorted().filter { !$0.hasPrefix("$") }.joined(separator: ", ")
    + " at its top: write a shape with such a property as a JSON Schema"

  private func compile(_ json: JSONValue, _ node: JSONNode, isShort: Bool) -> Result? {
    let compiled: JSONSchema
    do {
      compiled = try JSONSchema(compiling: json)
    } catch {
      report(error, node)
      return nil
    }
    guard !isShort else { return Result(json: json, compiled: compiled, isShort: true) }
    var isClear = true
    for warning in compiled.warnings where warning.document.isEmpty {
      let place = node[warning.schemaPointer] ?? node
      if warning.suggestion == nil, ShortForm.saysType(place) {
        collector.error(
          place,
          "in a JSON Schema, \(Excerpt.shortened(place.value.text(), limit: 60)) here says "
            + "nothing: \(warning.message)", hint: Self.difference)
        isClear = false
      } else {
        collector.warning(
          place, "\(warning.message)",
          hint: warning.suggestion == nil ? "what it should check is not checked" : nil)
      }
    }
    return isClear ? Result(json: json, compiled: compiled, isShort: false) : nil
  }

  /// Reports what is wrong with a schema, each thing once, at its place.
  private func report(_ error: JSONSchemaError, _ node: JSONNode) {
    var said: Set<String> = []
    for problem in error.problems where said.insert(problem.description).inserted {
      let place = problem.document.isEmpty ? node[problem.schemaPointer] : nil
      let text = place == nil ? problem.description : problem.message
      guard said.insert("\(place?.pointer.description ?? "") \(text)").inserted else { continue }
      collector.error(place ?? node, "this is not a valid JSON Schema: \(text)")
    }
  }

  /// `{ "file": "schema.json" }`, as elsewhere in suites.
  private struct FileMention {
    let path: String

    init?(_ node: JSONNode) {
      guard node.kind == .object, node.count == 1, let path = node["file"]?.stringValue,
        path.contains(where: { $0 == "." || $0 == "/" })
      else { return nil }
      self.path = path
    }
  }
}

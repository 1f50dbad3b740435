/// The outcome of a check that could be decided.
public struct JSONSchemaResult: Sendable, Hashable {
  /// A form of output that the specification describes (draft 2020-12, section 12.4).
  public struct OutputFormat: Sendable, Hashable {
    enum Value: Hashable { case flag, basic, detailed }

    let value: Value

    /// Only whether the value is valid.
    public static let flag = OutputFormat(value: .flag)
    /// A flat list of all failed keywords, or of all annotations.
    public static let basic = OutputFormat(value: .basic)
    /// The failed keywords as a tree, condensed: those with one cause are replaced by it.
    public static let detailed = OutputFormat(value: .detailed)
  }

  /// What a schema says of a part of a valid value.
  public struct Annotation: Sendable, Hashable {
    public let keyword: String
    /// The way to the keyword as it was reached, through references.
    public let keywordPointer: JSONPointer
    /// The URI of the keyword where it stands.
    public let absoluteKeywordLocation: String
    /// The part of the value that it speaks of.
    public let instancePointer: JSONPointer
    /// What it says.
    public let value: JSONValue
  }

  let units: [JSONSchemaFailure.Unit]
  let root: String

  /// What the schema says of the value; empty unless it is valid and was checked with
  /// `collectingAnnotations`.
  public let annotations: [Annotation]

  init(units: [JSONSchemaFailure.Unit], annotations: [Annotation], root: String) {
    self.units = units
    self.annotations = annotations
    self.root = root
  }

  public var isValid: Bool { units.isEmpty }

  /// What somebody has to mend, in the order of the schema; empty if the value is valid.
  public var failures: [JSONSchemaFailure] { units.flatMap(\.leaves) }

  /// The result in the form that the specification describes.
  ///
  /// `absoluteKeywordLocation` is left out where the schema has no absolute URI.
  public func output(_ format: OutputFormat) -> JSONValue {
    switch format.value {
    case .flag:
      return ["valid": .bool(isValid)]
    case .basic:
      if isValid { return ["valid": true, "annotations": .array(annotations.map(\.output))] }
      return ["valid": false, "errors": .array(units.flatMap(\.flatOutput))]
    case .detailed:
      let whole = JSONSchemaFailure.Unit(
        keyword: "", keywordPointer: .root, absoluteKeywordLocation: root, instancePointer: .root,
        message: "", causes: units)
      if isValid {
        return .object(
          JSONObject(
            [.init(key: "valid", value: true)] + whole.locations
              + [.init(key: "annotations", value: .array(annotations.map(\.output)))]))
      }
      return whole.treeOutput(isRoot: true)
    }
  }
}

extension JSONSchemaFailure.Unit {
  fileprivate var locations: [JSONObject.Member] {
    outputLocations(keywordPointer, absoluteKeywordLocation, instancePointer)
  }

  /// The unit and all under it, one after another.
  fileprivate var flatOutput: [JSONValue] {
    let own = JSONValue.object(
      JSONObject(locations + [.init(key: "error", value: .string(message))]))
    return [own] + causes.flatMap(\.flatOutput)
  }

  fileprivate func treeOutput(isRoot: Bool) -> JSONValue {
    if causes.count == 1, !isRoot { return causes[0].treeOutput(isRoot: false) }
    var members: [JSONObject.Member] = [.init(key: "valid", value: false)] + locations
    if causes.isEmpty {
      members.append(.init(key: "error", value: .string(message)))
    } else {
      members.append(
        .init(key: "errors", value: .array(causes.map { $0.treeOutput(isRoot: false) })))
    }
    return .object(JSONObject(members))
  }
}

extension JSONSchemaResult.Annotation {
  fileprivate var output: JSONValue {
    .object(
      JSONObject(
        outputLocations(keywordPointer, absoluteKeywordLocation, instancePointer)
          + [.init(key: "annotation", value: value)]))
  }
}

private func outputLocations(
  _ keyword: JSONPointer, _ absolute: String, _ instance: JSONPointer
) -> [JSONObject.Member] {
  var members: [JSONObject.Member] = [
    .init(key: "keywordLocation", value: .string(keyword.description))
  ]
  if SchemaURI(absolute).scheme != nil {
    members.append(.init(key: "absoluteKeywordLocation", value: .string(absolute)))
  }
  members.append(.init(key: "instanceLocation", value: .string(instance.description)))
  return members
}

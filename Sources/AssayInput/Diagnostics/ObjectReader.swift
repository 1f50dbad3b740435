package import JSONModel

/// Reads the members of one JSON object, strictly: what nobody asked for is an error that names
/// the nearest key, and so is a value of the wrong type. Reading goes on, to find all mistakes.
package struct ObjectReader {
  package let node: JSONNode
  package let collector: DiagnosticCollector
  private var known: [String] = []

  /// The keys that were asked for so far.
  package var askedKeys: Set<String> { Set(known) }

  /// Reports and gives nil if `node` is not an object.
  package init?(_ node: JSONNode, _ what: String, _ collector: DiagnosticCollector) {
    guard node.kind == .object else {
      collector.error(node, "\(what) must be an object, not \(node.kind.withArticle)")
      return nil
    }
    self.node = node
    self.collector = collector
  }

  /// The value of an optional key.
  package mutating func value(_ key: String) -> JSONNode? {
    if !known.contains(key) { known.append(key) }
    return node[key]
  }

  /// The value of a key that must be there.
  package mutating func required(_ key: String) -> JSONNode? {
    let value = value(key)
    if value == nil { collector.error(node, "the key \"\(key)\" is missing") }
    return value
  }

  package mutating func string(_ key: String) -> String? {
    value(key).flatMap { typed($0, key, "a string", $0.stringValue) }
  }

  package mutating func requiredString(_ key: String) -> String? {
    required(key).flatMap { typed($0, key, "a string", $0.stringValue) }
  }

  package mutating func bool(_ key: String) -> Bool? {
    value(key).flatMap { typed($0, key, "true or false", $0.boolValue) }
  }

  /// An integer of at least `minimum`.
  package mutating func integer(_ key: String, atLeast minimum: Int) -> Int? {
    guard let node = value(key) else { return nil }
    if let value = node.intValue, value >= minimum { return value }
    collector.error(
      node, "\"\(key)\" must be an integer of at least \(minimum), not \(node.excerpt)")
    return nil
  }

  /// A finite number above 0, or, with `orZero`, of at least 0.
  package mutating func positiveNumber(_ key: String, orZero: Bool = false) -> Double? {
    guard let node = value(key) else { return nil }
    if let value = node.doubleValue, value.isFinite, orZero ? value >= 0 : value > 0 {
      return value
    }
    collector.error(
      node,
      "\"\(key)\" must be \(orZero ? "a number of at least 0" : "a positive number"), not "
        + node.excerpt)
    return nil
  }

  package mutating func number(_ key: String) -> Double? {
    value(key).flatMap { typed($0, key, "a number", $0.doubleValue) }
  }

  package mutating func object(_ key: String) -> JSONObject? {
    value(key).flatMap { typed($0, key, "an object", $0.value.objectValue) }
  }

  /// A string, or a list of strings.
  package mutating func strings(_ key: String) -> [String]? {
    guard let node = value(key) else { return nil }
    if let one = node.stringValue { return [one] }
    guard node.kind == .array else {
      return typed(node, key, "a string or a list of strings", nil)
    }
    return node.elements.compactMap { element in
      if element.stringValue == nil {
        collector.error(
          element,
          "\"\(key)\" must be a list of strings: this element is "
            + element.kind.withArticle)
      }
      return element.stringValue
    }
  }

  package func typed<Value>(
    _ node: JSONNode, _ key: String, _ expected: String, _ value: Value?
  ) -> Value? {
    if value == nil {
      collector.error(node, "\"\(key)\" must be \(expected), not \(node.kind.withArticle)")
    }
    return value
  }

  /// Reports the keys that were never asked for.
  ///
  /// - Parameter offered: The keys that the message names; all that were asked for, if nil.
  package func finish(offering offered: [String]? = nil) {
    let known = known
    for member in node.members where !known.contains(member.key) {
      let offered = offered ?? known
      let nearest = NearestName.find(member.key, among: offered)
      collector.error(
        member.keyNode, "unknown key \"\(member.key)\"",
        hint: nearest.map { "did you mean \"\($0)\"?" }
          ?? "known here: \(offered.sorted().joined(separator: ", "))")
    }
  }
}

extension JSONKind {
  package var withArticle: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

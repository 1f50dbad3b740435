import JSONModel

/// Reads an object of a script, member by member, and notes what is wrong with it.
struct ObjectReader {
  let node: JSONNode
  let problems: ScriptProblems

  /// nil, with a note, for what is no object. Unknown keys are noted with the nearest known one.
  init?(_ node: JSONNode, keys: [String], _ problems: ScriptProblems) {
    self.node = node
    self.problems = problems
    guard node.kind == .object else {
      problems.add(node, "expected an object, found \(node.kind.rawValue)")
      return nil
    }
    for member in node.members where !keys.contains(member.key) {
      problems.add(
        member.value,
        "unknown key \"\(member.key)\"\(NearestName.suggestion(for: member.key, among: keys))")
    }
  }

  func has(_ key: String) -> Bool { node[key] != nil }

  func string(_ key: String, isRequired: Bool = false) -> String? {
    guard let value = value(key, isRequired) else { return nil }
    if value.kind != .string { problems.add(value, "expected a string") }
    return value.stringValue
  }

  /// A string that is not empty.
  func name(_ key: String, isRequired: Bool = false) -> String? {
    let text = string(key, isRequired: isRequired)
    if let value = node[key], text == "" { problems.add(value, "must not be empty") }
    return text
  }

  func bool(_ key: String) -> Bool? {
    guard let value = node[key] else { return nil }
    if value.kind != .boolean { problems.add(value, "expected true or false") }
    return value.boolValue
  }

  func integer(_ key: String, in range: ClosedRange<Int>, isRequired: Bool = false) -> Int? {
    guard let value = value(key, isRequired) else { return nil }
    return integer(value, in: range)
  }

  func integer(_ value: JSONNode, in range: ClosedRange<Int>) -> Int? {
    guard let number = value.intValue, range.contains(number) else {
      let bounds =
        range.upperBound == Int.max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      problems.add(value, "expected a whole number \(bounds)")
      return nil
    }
    return number
  }

  func number(_ key: String, in range: ClosedRange<Double>, isRequired: Bool = false) -> Double? {
    guard let value = value(key, isRequired) else { return nil }
    guard let number = value.doubleValue, range.contains(number) else {
      let bounds =
        range.upperBound == .greatestFiniteMagnitude
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      problems.add(value, "expected a number \(bounds)")
      return nil
    }
    return number
  }

  /// A duration in seconds.
  func seconds(_ key: String, isRequired: Bool = false) -> Duration? {
    number(key, in: 0...86_400, isRequired: isRequired).map { .seconds($0) }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _: Choice.Type = Choice.self, isRequired: Bool = false
  ) -> Choice? where Choice.RawValue == String {
    guard let value = value(key, isRequired) else { return nil }
    return choice(value)
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ value: JSONNode) -> Choice?
  where Choice.RawValue == String {
    if let choice = value.stringValue.flatMap({ Choice(rawValue: $0) }) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let given = value.stringValue.map { "unknown value \"\($0)\"" } ?? "expected a string"
    problems.add(value, given + NearestName.suggestion(for: value.stringValue ?? "", among: names))
    return nil
  }

  /// One string or a list of strings.
  func strings(_ key: String) -> [String]? {
    guard let value = node[key] else { return nil }
    if let one = value.stringValue { return [one] }
    return list(key)?.compactMap { element in
      if element.kind != .string { problems.add(element, "expected a string") }
      return element.stringValue
    }
  }

  func list(_ key: String) -> [JSONNode]? {
    guard let value = node[key] else { return nil }
    guard value.kind == .array else {
      problems.add(value, "expected a list, found \(value.kind.rawValue)")
      return nil
    }
    return Array(value.elements)
  }

  private func value(_ key: String, _ isRequired: Bool) -> JSONNode? {
    if let value = node[key] { return value }
    if isRequired { problems.add(node, "\"\(key)\" is missing") }
    return nil
  }
}

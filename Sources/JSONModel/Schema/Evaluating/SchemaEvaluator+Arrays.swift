extension SchemaEvaluator {
  mutating func applies(
    _ rule: NamedRule<ArrayRule>, _ node: SchemaNode, _ items: [JSONValue],
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    switch rule.rule {
    case .minimumCount(let limit):
      if items.count >= limit { return true }
      return fail(rule.name, node) {
        "expected at least \(ValueText.count(limit, "item")), found \(items.count)"
      }
    case .maximumCount(let limit):
      if items.count <= limit { return true }
      return fail(rule.name, node) {
        "expected at most \(ValueText.count(limit, "item")), found \(items.count)"
      }
    case .uniqueItems:
      guard let (first, second) = items.firstRepetition else { return true }
      return fail(rule.name, node) {
        "items must differ, but items \(first) and \(second) are both"
          + " \(ValueText.short(items[second]))"
      }
    case .prefix(let nodes):
      return try appliesPrefix(rule.name, nodes, node, items, &evaluated)
    case .rest(let child, let start):
      return try appliesRest(rule.name, child, from: start, node, items, &evaluated)
    case .contains(let contains):
      return try appliesContains(contains, node, items, &evaluated)
    }
  }

  private mutating func appliesPrefix(
    _ name: String, _ nodes: [Int], _ node: SchemaNode, _ items: [JSONValue],
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var isValid = true
    let frame = recorder.begin()
    for position in 0..<min(nodes.count, items.count) {
      evaluated.mark(position)
      if try descend(
        nodes[position], items[position], to: String(position), keyword: name,
        token: String(position))
      {
        continue
      }
      isValid = false
      if !Recorder.isRecording { return false }
    }
    guard isValid else {
      recorder.fail(name, of: node, causes: frame) { "some items do not match their schemas" }
      return false
    }
    recorder.discard(frame)
    if Recorder.isRecording, !items.isEmpty {
      let last = min(nodes.count, items.count) - 1
      recorder.annotate(name, of: node) {
        nodes.count >= items.count ? true : .number(JSONNumber(last))
      }
    }
    return true
  }

  private mutating func appliesRest(
    _ name: String, _ child: Int, from start: Int, _ node: SchemaNode, _ items: [JSONValue],
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    evaluated.markAll()
    guard start < items.count else { return true }
    var isValid = true
    let frame = recorder.begin()
    for position in start..<items.count {
      if try descend(child, items[position], to: String(position), keyword: name) { continue }
      isValid = false
      if !Recorder.isRecording { return false }
    }
    guard isValid else {
      recorder.fail(name, of: node, causes: frame) { "some items do not match the schema" }
      return false
    }
    recorder.discard(frame)
    recorder.annotate(name, of: node) { true }
    return true
  }

  private mutating func appliesContains(
    _ rule: ContainsRule, _ node: SchemaNode, _ items: [JSONValue],
    _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var found = 0
    var positions: [JSONValue] = []
    // Without a need for all of them, the answer is known at the minimum.
    let seesAll = Recorder.isRecording || rule.maximum != nil || evaluated.isTracking
    if !seesAll, rule.minimum == 0 { return true }
    let frame = recorder.begin()
    for position in items.indices {
      guard try descend(rule.node, items[position], to: String(position), keyword: "contains")
      else { continue }
      found += 1
      if rule.marksEvaluated { evaluated.mark(position) }
      if Recorder.isRecording { positions.append(.number(JSONNumber(position))) }
      if !seesAll, found >= rule.minimum { return true }
    }
    if found < rule.minimum {
      let name = rule.minimum > 1 ? "minContains" : "contains"
      if name == "contains" {
        recorder.fail(name, of: node, causes: frame) { "no item matches the schema" }
      } else {
        recorder.discard(frame)
        _ = fail(name, node) {
          "expected at least \(ValueText.count(rule.minimum, "matching item")), found \(found)"
        }
      }
      return false
    }
    recorder.discard(frame)
    if let maximum = rule.maximum, found > maximum {
      return fail("maxContains", node) {
        "expected at most \(ValueText.count(maximum, "matching item")), found \(found)"
      }
    }
    if Recorder.isRecording {
      recorder.annotate("contains", of: node) {
        found == items.count && !items.isEmpty ? true : .array(positions)
      }
    }
    return true
  }
}

extension [JSONValue] {
  /// The positions of two equal items, or nil if all differ.
  var firstRepetition: (Int, Int)? {
    if count <= 12 {
      for second in indices.dropFirst() {
        for first in 0..<second where self[first] == self[second] { return (first, second) }
      }
      return nil
    }
    var seen: [JSONValue: Int] = [:]
    seen.reserveCapacity(count)
    for (position, item) in enumerated() {
      if let first = seen.updateValue(position, forKey: item) { return (first, position) }
    }
    return nil
  }
}

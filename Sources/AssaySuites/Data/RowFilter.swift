import AssayAssertions
import AssayInput
import JSONModel

/// Chooses rows by their columns: `{ "lang": ["en", "de"], "text": { "matches": "^W" } }`.
struct RowFilter {
  private struct Condition {
    var column: String
    var node: JSONNode
    var tests: [Test]
  }

  private enum Test {
    case isAnyOf([JSONValue])
    case isNoneOf([JSONValue])
    case matches(BoundedPattern)
    case exists(Bool)
    case isAtLeast(Double)
    case isAtMost(Double)
  }

  /// About a tenth of a second for each row.
  private static let patternLimit = 600

  private var conditions: [Condition] = []

  /// The columns that it looks at and where they are named.
  var columns: [(name: String, node: JSONNode)] { conditions.map { ($0.column, $0.node) } }

  init() {}

  init(_ node: JSONNode, _ collector: DiagnosticCollector) {
    guard node.kind == .object else {
      collector.error(
        node, "\"where\" must be an object of columns, not \(node.kind.withArticle)",
        hint: "{ \"lang\": \"en\" }")
      return
    }
    for member in node.members {
      conditions.append(
        Condition(
          column: member.key, node: member.keyNode, tests: Self.tests(member.value, collector)))
    }
  }

  private static func tests(_ node: JSONNode, _ collector: DiagnosticCollector) -> [Test] {
    guard node.kind == .object else { return [.isAnyOf(values(node))] }
    guard var object = ObjectReader(node, "a condition", collector) else { return [] }
    var tests: [Test] = []
    if let value = object.value("not") { tests.append(.isNoneOf(values(value))) }
    if let pattern = object.string("matches") {
      do {
        tests.append(.matches(try BoundedPattern(pattern, limit: patternLimit)))
      } catch {
        collector.error(object.value("matches") ?? node, "\(error)", hint: Self.hint(error))
      }
    }
    if let exists = object.bool("exists") { tests.append(.exists(exists)) }
    if let minimum = object.number("min") { tests.append(.isAtLeast(minimum)) }
    if let maximum = object.number("max") { tests.append(.isAtMost(maximum)) }
    object.finish()
    if node.count == 0 { collector.error(node, "the condition is empty") }
    return tests
  }

  private static func hint(_ error: any Error) -> String? {
    (error as? BoundedPattern.Invalid)?.hint
  }

  private static func values(_ node: JSONNode) -> [JSONValue] {
    node.kind == .array ? node.elements.map(\.value) : [node.value]
  }

  /// Why nobody can say whether a row is chosen.
  struct Undecided: Error {
    /// The column of the condition.
    var node: JSONNode
    var message: String
  }

  /// - Throws: ``Undecided``.
  func selects(_ row: JSONObject) throws(Undecided) -> Bool {
    for condition in conditions {
      let value = row[condition.column]
      do {
        guard try condition.tests.allSatisfy({ try Self.holds($0, value) }) else { return false }
      } catch {
        throw Undecided(node: condition.node, message: "\(error)")
      }
    }
    return true
  }

  private static func holds(_ test: Test, _ value: JSONValue?) throws -> Bool {
    switch test {
    case .isAnyOf(let allowed): return value.map { isAny($0, of: allowed) } ?? false
    case .isNoneOf(let refused): return !(value.map { isAny($0, of: refused) } ?? false)
    // In tables, what is not there is empty.
    case .exists(let exists): return exists == !(value == nil || value == .null || value == "")
    case .matches(let pattern):
      guard let value else { return false }
      let text = value.stringValue ?? value.text()
      return try pattern.matches(text)
    case .isAtLeast(let minimum): return number(value).map { $0 >= minimum } ?? false
    case .isAtMost(let maximum): return number(value).map { $0 <= maximum } ?? false
    }
  }

  /// Cells of tables are texts, so that a number or a Boolean is compared with what they say.
  private static func isAny(_ value: JSONValue, of others: [JSONValue]) -> Bool {
    others.contains { other in
      if value == other { return true }
      guard case .string(let text) = value else { return false }
      return switch other {
      case .number(let number): JSONNumber(spelling: text) == number
      case .bool(let bool): text == String(bool)
      default: false
      }
    }
  }

  private static func number(_ value: JSONValue?) -> Double? {
    value?.doubleValue ?? value?.stringValue.flatMap { Double($0) }
  }
}

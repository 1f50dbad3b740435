import AssayInput
import JSONModel

/// What must hold of the values that a query selects: `equals`, `matches`, `exists`, `count` and
/// comparisons of numbers. Several may be said, and all of them must hold.
struct ValueComparison: Sendable {
  /// A comparison of numbers.
  enum Order: String, Sendable, CaseIterable {
    case lessThan, atMost, greaterThan, atLeast

    var phrase: String {
      switch self {
      case .lessThan: "less than"
      case .atMost: "at most"
      case .greaterThan: "more than"
      case .atLeast: "at least"
      }
    }

    func holds(_ left: JSONNumber, _ right: JSONNumber) -> Bool {
      switch self {
      case .lessThan: left < right
      case .atMost: !(right < left)
      case .greaterThan: right < left
      case .atLeast: !(left < right)
      }
    }
  }

  static let keys: [AssertionDocumentation.Key] = [
    .any("equals", "exactly one value is selected, and is equal to this"),
    .someText("contains", "exactly one value is selected, and this text stands in it"),
    .text("matches", "exactly one value is selected, and this pattern (ICU's syntax) matches it"),
    .flag("exists", "whether something must be selected, or nothing"),
    .init(
      "count", "how many values are selected: a number, or bounds",
      [
        "anyOf": [
          ["type": "integer", "minimum": 0],
          [
            "type": "object", "additionalProperties": false, "minProperties": 1,
            "properties": [
              "min": ["type": "integer", "minimum": 0], "max": ["type": "integer", "minimum": 0],
            ],
          ],
        ]
      ]),
    .init("lessThan", "exactly one number is selected, and is less than this", number),
    .init("atMost", "exactly one number is selected, and is no more than this", number),
    .init("greaterThan", "exactly one number is selected, and is more than this", number),
    .init("atLeast", "exactly one number is selected, and is no less than this", number),
  ]

  private static let number: JSONValue = ["type": "number"]

  private let expected: ExpectedValue?
  private let part: ExpectedText?
  private let pattern: BoundedPattern?
  private let exists: Bool?
  private let count: CountBounds?
  private let orders: [(order: Order, bound: JSONNumber)]

  /// Whether the values are texts whatever they stand for, as in XML, so that `28` is a number.
  private let isUntyped: Bool

  init(reading reader: inout AssertionReader, isUntyped: Bool = false) {
    self.isUntyped = isUntyped
    expected = reader.expectedValue("equals")
    part = reader.object.value("contains") == nil ? nil : reader.requiredText("contains")
    pattern = reader.pattern("matches")
    exists = reader.bool("exists")
    var orders: [(order: Order, bound: JSONNumber)] = []
    for order in Order.allCases {
      guard reader.number(order.rawValue) != nil,
        let bound = reader.object.value(order.rawValue)?.numberValue
      else { continue }
      orders.append((order, bound))
    }
    self.orders = orders
    count = Self.count(&reader)
    if exists == false, expected != nil || part != nil || pattern != nil || !orders.isEmpty {
      reader.report("exists", "what does not exist cannot be compared", hint: "remove \"exists\"")
    }
  }

  private static func count(_ reader: inout AssertionReader) -> CountBounds? {
    guard let node = reader.object.value("count") else { return nil }
    if node.kind != .object {
      return reader.integer("count").map { CountBounds(exact: $0) }
    }
    guard var object = ObjectReader(node, "\"count\"", reader.object.collector) else { return nil }
    let bounds = CountBounds(
      minimum: object.integer("min", atLeast: 0), maximum: object.integer("max", atLeast: 0))
    object.finish()
    if node.count == 0 { reader.report("count", "nothing is said of the number") }
    return bounds
  }

  /// Whether nothing is said of the values.
  var isEmpty: Bool { !needsOne && exists == nil && count == nil }

  /// Whether one value must be there for what is said.
  private var needsOne: Bool {
    expected != nil || part != nil || pattern != nil || !orders.isEmpty
  }

  /// - Parameters:
  ///   - query: The query, for messages.
  ///   - place: Where it was asked, for messages: `in "…"`.
  func answer(
    _ found: [JSONValue], _ query: String, _ place: @autoclosure () -> String,
    _ context: EvaluationContext
  ) throws -> Answer {
    let expected = try expected?.value(context)
    if let count, case .no(let reason) = count.answer(found.count, "values") {
      return .no(reason: "\(query): \(reason) \(place())")
    }
    if exists == false {
      return found.isEmpty
        ? .yes : .no(reason: "\(query): expected nothing, found \(Self.list(found)) \(place())")
    }
    guard needsOne else {
      return found.isEmpty && (exists == true || count == nil)
        ? .no(reason: "\(query) selects nothing \(place())") : .yes
    }
    guard found.count == 1 else {
      return .nothing(
        reason: "\(query): expected \(expected.map(\.description) ?? "one value"), but "
          + (found.isEmpty ? "nothing is there" : "\(found.count) values are there")
          + " \(place())")
    }
    let problems = try problems(of: found[0], expected, context)
    return problems.isEmpty
      ? .yes
      : .no(
        reason: "\(query): expected \(problems.joined(separator: " and ")), "
          + "found \(Excerpt.shortened(found[0].text()))")
  }

  private func problems(
    of value: JSONValue, _ expected: JSONValue?, _ context: EvaluationContext
  ) throws -> [String] {
    var problems: [String] = []
    if let expected, !isEqual(value, expected) {
      problems.append(Excerpt.shortened(expected.text()))
    }
    if let part = try part?.someText(context),
      !TextSearch.contains(value.stringValue ?? value.text(), part)
    {
      problems.append("to contain \(Excerpt.quoted(part))")
    }
    if let pattern, try !pattern.matches(value.stringValue ?? value.text()) {
      problems.append("a match of /\(pattern.text)/")
    }
    for (order, bound) in orders {
      if number(value).map({ order.holds($0, bound) }) != true {
        problems.append("a number \(order.phrase) \(bound)")
      }
    }
    return problems
  }

  private func isEqual(_ value: JSONValue, _ expected: JSONValue) -> Bool {
    if value == expected { return true }
    guard isUntyped, let text = value.stringValue else { return false }
    return text == expected.text() || expected.numberValue.map { number(value) == $0 } == true
  }

  private func number(_ value: JSONValue) -> JSONNumber? {
    if let number = value.numberValue { return number }
    guard isUntyped, let text = value.stringValue else { return nil }
    return JSONNumber(spelling: TextPieces.trimmed(text))
  }

  private static func list(_ values: [JSONValue]) -> String {
    let shown = values.prefix(3).map { Excerpt.shortened($0.text()) }.joined(separator: ", ")
    return values.count > 3 ? "\(shown) and \(values.count - 3) more" : shown
  }
}

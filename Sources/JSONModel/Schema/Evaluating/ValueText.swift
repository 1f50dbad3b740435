/// Values in messages: spelled out where short, described where not.
enum ValueText {
  private static let textLimit = 40
  private static let containerLimit = 6

  /// The value as JSON if it is small, else what it is.
  static func short(_ value: JSONValue) -> String {
    switch value {
    case .null, .bool: return value.text()
    case .number(let number):
      let spelling = number.spelling
      return spelling.utf8.count <= textLimit
        ? spelling
        : "\(spelling.prefix(textLimit))… (a number of \(spelling.utf8.count) characters)"
    case .string(let text): return quoted(text)
    case .array(let items):
      if items.isEmpty { return "[]" }
      if items.count <= containerLimit, items.allSatisfy(isScalar) {
        let text = "[" + items.map(short).joined(separator: ", ") + "]"
        if text.utf8.count <= 2 * textLimit { return text }
      }
      return "an array of \(count(items.count, "item"))"
    case .object(let object):
      if object.isEmpty { return "{}" }
      if object.count <= containerLimit / 2, object.members.allSatisfy({ isScalar($0.value) }) {
        let members = object.members.map { "\(quoted($0.key)): \(short($0.value))" }
        let text = "{" + members.joined(separator: ", ") + "}"
        if text.utf8.count <= 2 * textLimit { return text }
      }
      return "an object with \(count(object.count, "property", "properties"))"
    }
  }

  /// The text in quotes with JSON's escapes, cut if it is long.
  static func quoted(_ text: String) -> String {
    var cut = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if cut.count == textLimit { return JSONValue.string(String(cut) + "…").text() }
      cut.append(scalar)
    }
    return JSONValue.string(text).text()
  }

  /// Several values, the first ones if they are many.
  static func list(_ values: [JSONValue]) -> String {
    let limit = 10
    let shown = values.prefix(limit).map(short).joined(separator: ", ")
    return values.count > limit ? "\(shown) and \(values.count - limit) more" : shown
  }

  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  static func kind(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  private static func isScalar(_ value: JSONValue) -> Bool {
    switch value {
    case .array, .object: false
    default: true
    }
  }
}

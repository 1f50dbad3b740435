/// Regular expressions: both engines end on any pattern and text, and agree where their
/// languages do.
enum PatternTarget: FuzzTarget {
  static var name: String { "pattern" }

  static func run(_ input: [UInt8]) {
    let fields = input.fields(2)
    let source = String(decoding: fields[0], as: UTF8.self)
    let text = fields.count > 1 ? String(decoding: fields[1], as: UTF8.self) : "aab-é\n0_"
    for format in StringFormat.allCases { _ = format.accepts(text) }
    let search = answer(source, text)
    guard let portable = try? IRegexp(source) else { return }
    let part = portable.matchesPart(of: text)
    let whole = portable.matchesWhole(text)
    if portable.program.count <= IRegexpBitMatcher.capacity {
      promise(
        IRegexpMatcher(portable.program).run(text, isWhole: false) == part
          && IRegexpMatcher(portable.program).run(text, isWhole: true) == whole,
        "the two machines differ on \(source) in \(text)")
    }
    promise(part || !whole, "the whole text matches but no part of it")
    // The two languages differ in what a dot is and, with the u flag, in some escapes.
    guard !source.contains("."), !source.contains("\\") else { return }
    if let search { promise(search == part, "the engines differ on \(source) in \(text)") }
    if let inner = answer("^(?:" + source + ")$", text) {
      promise(inner == whole, "the engines differ on the whole of \(text) by \(source)")
    }
  }

  private static func answer(_ source: String, _ text: String) -> Bool? {
    guard let expression = try? RegularExpression(source) else { return nil }
    switch expression.search(text, maximumSteps: 50_000) {
    case .found: return true
    case .notFound: return false
    case .undecided: return nil
    }
  }
}

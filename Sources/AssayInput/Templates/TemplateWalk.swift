import JSONModel

/// What takes the pieces of a rendered template.
protocol TemplateSink {
  mutating func add(_ plain: String)
  mutating func add(_ value: JSONValue)
  mutating func add(undefined variable: Template.Variable)
  /// The sections repeat too often; nothing more comes.
  mutating func giveUp()
}

/// Where names are looked up: the sections that are open, the innermost first, then the root.
struct TemplateScope {
  private let root: JSONObject
  /// Names of the root whose values are not known yet; everything is found in them.
  private let unknown: Set<String>
  private var open: [JSONValue?] = []

  init(_ root: JSONObject, unknown: Set<String> = []) {
    self.root = root
    self.unknown = unknown
  }

  enum Found {
    case value(JSONValue)
    /// There will be a value, which is not known yet.
    case later
    case nothing
  }

  mutating func enter(_ value: JSONValue?) { open.append(value) }
  mutating func leave() { open.removeLast() }

  func look(up path: [String]) -> Found {
    guard let first = path.first else {
      guard let innermost = open.last else { return .nothing }
      return innermost.map { .value($0) } ?? .later
    }
    var value: JSONValue?
    for scope in open.reversed() {
      guard let scope else { return .later }
      if case .object(let object) = scope, let found = object[first] {
        value = found
        break
      }
    }
    if value == nil {
      if unknown.contains(first) { return .later }
      value = root[first]
    }
    // Once the first step is found, the rest must be there: an outer scope is not tried.
    for key in path.dropFirst() { value = value?[key] }
    return value.map { .value($0) } ?? .nothing
  }
}

/// Goes through a template as rendering does.
struct TemplateWalk {
  /// How often the sections of one template may be repeated in all: lists in lists in lists take
  /// longer than anybody waits.
  static let repetitionLimit = 1_000_000

  private var repetitions = 0
  private var isOver = false

  static func walk(
    _ parts: [Template.Part], _ scope: TemplateScope, _ sink: inout some TemplateSink
  ) {
    var walk = TemplateWalk()
    var scope = scope
    walk.walk(parts, &scope, &sink)
  }

  private mutating func walk(
    _ parts: [Template.Part], _ scope: inout TemplateScope, _ sink: inout some TemplateSink
  ) {
    for part in parts where !isOver {
      switch part {
      case .text(let plain): sink.add(plain)
      case .variable(let variable):
        switch scope.look(up: variable.path) {
        case .value(let value): sink.add(value)
        case .later: break
        case .nothing: sink.add(undefined: variable)
        }
      case .section(let variable, let isInverted, let inner):
        section(variable, isInverted, inner, &scope, &sink)
      }
    }
  }

  private mutating func section(
    _ variable: Template.Variable, _ isInverted: Bool, _ inner: [Template.Part],
    _ scope: inout TemplateScope, _ sink: inout some TemplateSink
  ) {
    switch scope.look(up: variable.path) {
    case .later:
      if !isInverted { scope.enter(nil) }
      walk(inner, &scope, &sink)
      if !isInverted { scope.leave() }
    case .value(let value) where value.isShown:
      guard !isInverted else { return }
      for element in value.arrayValue ?? [value] {
        repetitions += 1
        guard repetitions <= Self.repetitionLimit else {
          if !isOver { sink.giveUp() }
          isOver = true
          return
        }
        scope.enter(element)
        walk(inner, &scope, &sink)
        scope.leave()
      }
    case .value, .nothing:
      if isInverted { walk(inner, &scope, &sink) }
    }
  }
}

extension JSONValue {
  /// Whether a section of this value is rendered. Empty texts are not, as a table's empty cells
  /// mean that there is nothing.
  fileprivate var isShown: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .number, .object: true
    }
  }
}

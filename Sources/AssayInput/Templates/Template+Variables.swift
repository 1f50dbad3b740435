package import JSONModel

extension Template {
  /// A name that a template uses.
  package struct Reference: Sendable, Hashable {
    package var variable: Variable
    /// Whether it opens a section, so that it may be missing.
    package var isSection: Bool
    /// Whether it stands in a section, so that the section's value may have it.
    package var isInSection: Bool
  }

  /// The names, in order, repeated ones too; `{{.}}` is none.
  package var references: [Reference] {
    var found: [Reference] = []
    func collect(_ parts: [Part], isInSection: Bool) {
      for part in parts {
        switch part {
        case .text: break
        case .variable(let variable):
          if !variable.path.isEmpty {
            found.append(
              Reference(variable: variable, isSection: false, isInSection: isInSection))
          }
        case .section(let variable, let isInverted, let inner):
          if !variable.path.isEmpty {
            found.append(Reference(variable: variable, isSection: true, isInSection: isInSection))
          }
          collect(inner, isInSection: isInSection || !isInverted)
        }
      }
    }
    collect(parts, isInSection: false)
    return found
  }

  /// All that keeps the template from being rendered: each variable without a value once.
  ///
  /// - Parameter later: Variables that will have a value, which is not known yet.
  package func problems(
    with variables: JSONObject, later: Set<String> = []
  ) -> [RenderingError] {
    var sink = ProblemSink()
    TemplateWalk.walk(parts, TemplateScope(variables, unknown: later), &sink)
    return sink.found.map(RenderingError.undefined) + (sink.isEndless ? [.endless] : [])
  }

  private struct ProblemSink: TemplateSink {
    var found: [Variable] = []
    var isEndless = false

    mutating func giveUp() { isEndless = true }

    mutating func add(_ plain: String) {}
    mutating func add(_ value: JSONValue) {}

    mutating func add(undefined variable: Variable) {
      if !found.contains(where: { $0.path == variable.path }) { found.append(variable) }
    }
  }

  /// What is at `path` of `variables`.
  package static func look(up path: [String], in variables: JSONObject) -> JSONValue? {
    guard let first = path.first else { return nil }
    var value = variables[first]
    for key in path.dropFirst() { value = value?[key] }
    return value
  }
}

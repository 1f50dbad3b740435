import AssaySuites

/// What the results of a suite are about, known before the first attempt: its models, and which cases
/// each has.
package struct SuiteOutline: Sendable {
  package var name: String
  package var file: String
  /// In the order in which the models come.
  package private(set) var groups: [Group] = []
  package private(set) var prompts: Set<String> = []

  /// The cases of one model.
  package struct Group: Sendable {
    package var model: String
    /// Their places in the results of the suite, from 0.
    package var places: [Int]
  }

  package init(name: String, file: String, cases: some Sequence<CaseIdentity>) {
    self.name = name
    self.file = file
    var positions: [String: Int] = [:]
    var position = 0
    var prompt: String?
    for (place, one) in cases.enumerated() {
      // Cases of one model and prompt stand together: few are worth a look at the index.
      if groups.isEmpty || groups[position].model != one.model {
        position = positions[one.model] ?? groups.count
        if position == groups.count {
          positions[one.model] = position
          groups.append(Group(model: one.model, places: []))
        }
      }
      groups[position].places.append(place)
      if one.prompt != prompt {
        prompts.insert(one.prompt)
        prompt = one.prompt
      }
    }
  }
}

extension SuiteResult {
  package var outline: SuiteOutline {
    SuiteOutline(name: name, file: file, cases: cases.lazy.map(\.identity))
  }
}

extension PreparedRun {
  /// What the results of its suites will be about.
  package var outlines: [SuiteOutline] {
    plans.map {
      SuiteOutline(name: $0.suite.name, file: $0.suite.file, cases: $0.identities)
    }
  }
}

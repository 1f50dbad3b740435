public import AssayAssertions
public import AssaySuites

extension Journal {
  /// The results that a run need not ask for again: those with a verdict.
  ///
  /// - Throws: ``JournalError`` if the journal is of other suites, or of the same ones as they
  ///   were: then verdicts of two kinds would be mixed.
  public func kept(for suites: [Suite]) throws -> [AttemptID: AttemptResult] {
    let names = header.suites.map(\.name)
    let others = suites.map(\.name)
    guard names == others else {
      throw JournalError(
        "this is the journal of \(Self.list(names)), not of \(Self.list(others))", path: path,
        hint: "name the same suites in the same order, or begin a new journal")
    }
    for (suite, recorded) in zip(suites, header.suites) where suite.digest != recorded.hash {
      throw JournalError(
        "the suite \"\(suite.name)\" (\(suite.file)) has changed since this journal was begun",
        path: path,
        hint: "begin a new journal; assay rescore applies changed assertions to what is there")
    }
    return results.filter { $0.value.outcome == .passed || $0.value.outcome == .failed }
  }

  /// The cases that ended in one of these ways.
  public func identities(_ outcomes: Set<Outcome>) -> Set<CaseIdentity> {
    var found: Set<CaseIdentity> = []
    for suite in runResults().suites {
      for one in suite.cases where outcomes.contains(one.outcome) { found.insert(one.identity) }
    }
    return found
  }

  private static func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

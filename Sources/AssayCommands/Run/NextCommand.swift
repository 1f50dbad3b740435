import AssayAssertions
import AssayCore

/// What somebody would type next: the command that goes on with a run, or runs again what did not
/// pass.
struct NextCommand {
  /// As on the command line.
  var suites: [String]
  var recipe: RunRecipe

  /// So many cases are named; more are taken from the journal.
  private static let mostNames = 3

  func after(_ results: RunResults, _ status: ExitStatus, journalPath: String?) -> String? {
    if status == .interrupted || results.stop?.leavesRest == true {
      return journalPath.map {
        "go on with it: \(recipe.command(suites, recipe.choice + ["--resume", $0]))"
      }
    }
    var left = Left()
    for suite in results.suites {
      for one in suite.cases { left.add(one, of: suite) }
    }
    guard !left.cases.isEmpty else { return nil }
    let what = "run again what did not pass: "
    if left.cases.count <= Self.mostNames {
      return what + recipe.command(left.files, left.choice(recipe))
    }
    guard let journalPath else {
      return "without --no-journal, --failed and --errored would run again what did not pass"
    }
    return what + recipe.command(left.files, left.choice(from: journalPath))
  }

  /// What did not pass.
  private struct Left {
    var files: [String] = []
    /// Some of their names, in the order of the results.
    var cases: [String] = []
    private var outcomes: Set<Outcome> = []
    private var prompts: Set<String> = []
    private var models: Set<String> = []
    private var allPrompts: Set<String> = []
    private var allModels: Set<String> = []
    private var comparesReplies = false

    mutating func add(_ one: CaseResult, of suite: SuiteResult) {
      allPrompts.insert(one.prompt)
      allModels.insert(one.model)
      guard one.outcome != .passed, one.outcome != .skipped else { return }
      outcomes.insert(one.outcome)
      prompts.insert(one.prompt)
      models.insert(one.model)
      comparesReplies = comparesReplies || one.comparesReplies
      if !files.contains(suite.file) { files.append(suite.file) }
      if cases.count <= NextCommand.mostNames, !cases.contains(one.caseID) {
        cases.append(one.caseID)
      }
    }

    /// The cases by name, and no more prompts and models than they need.
    func choice(_ recipe: RunRecipe) -> [String] {
      var words = cases.flatMap { RunRecipe.choosing("--case", $0) }
      for (option, left, all) in [
        ("--prompt", prompts, allPrompts),
        ("--model", comparesReplies ? allModels : models, allModels),
      ] where left.count < all.count || recipe.isNarrowed(by: option) {
        words += left.sorted().flatMap { RunRecipe.choosing(option, $0) }
      }
      return words
    }

    func choice(from journal: String) -> [String] {
      var words: [String] = []
      if outcomes.contains(.failed) { words += ["--failed", journal] }
      if outcomes != [.failed] { words += ["--errored", journal] }
      return words
    }
  }
}

extension StopReason {
  /// Whether somebody would go on with what is left, rather than look into what failed.
  fileprivate var leavesRest: Bool {
    switch self {
    case .interrupted, .budget, .deadline, .recording: true
    case .failures: false
    }
  }
}

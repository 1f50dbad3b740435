import AssayAssertions
import AssayCore
import AssayInput

/// What somebody would type next: the command that goes on with a run, or runs again what did not
/// pass.
struct NextCommand {
  /// As on the command line.
  var suites: [String]
  var mode: String
  var fixtures: String?
  /// What chose the cases.
  var selection: [String]

  /// So many cases are named; more are taken from the journal.
  private static let mostNames = 3

  func after(_ results: RunResults, _ status: ExitStatus, journalPath: String?) -> String? {
    if status == .interrupted || results.stop?.leavesRest == true {
      return journalPath.map { "go on with it: \(command(suites, selection + ["--resume", $0]))" }
    }
    var files: [String] = []
    var names: [String] = []
    var outcomes: Set<Outcome> = []
    for suite in results.suites {
      for one in suite.cases where one.outcome != .passed && one.outcome != .skipped {
        outcomes.insert(one.outcome)
        if !files.contains(suite.file) { files.append(suite.file) }
        if names.count <= Self.mostNames, !names.contains(one.caseID) { names.append(one.caseID) }
      }
    }
    guard !names.isEmpty else { return nil }
    let what = "run again what did not pass: "
    if names.count <= Self.mostNames {
      return what + command(files, names.flatMap { ["--case", $0] })
    }
    guard let journalPath else { return nil }
    var options: [String] = []
    if outcomes.contains(.failed) { options += ["--failed", journalPath] }
    if outcomes != [.failed] { options += ["--errored", journalPath] }
    return what + command(files, options)
  }

  private func command(_ suites: [String], _ options: [String]) -> String {
    var words = ["assay", "run"] + suites
    if mode != "replay" { words += ["--mode", mode] }
    if let fixtures { words += ["--fixtures", fixtures] }
    return (words + options).map(ShellWord.text).joined(separator: " ")
  }
}

extension StopReason {
  /// Whether somebody would go on with what is left, rather than look into what failed.
  fileprivate var leavesRest: Bool {
    switch self {
    case .interrupted, .budget, .deadline: true
    case .failures: false
    }
  }
}

package import ArgumentParser

/// `assay`.
package struct AssayCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Test prompts: did anything get worse?",
    discussion: """
      Suites are JSON files. Without another mode, a run replays recorded HTTP: no network, no \
      key, the same answer every time.

      Exit codes: 0 all passed · 1 a case failed · 2 nothing failed, but something errored or was \
      inconclusive · 3 nothing was selected · 64 invalid usage, suite or configuration · \
      130 interrupted.
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, PlanCommand.self, ReportCommand.self, RescoreCommand.self,
      ValidateCommand.self, InitCommand.self, FixturesCommand.self, SimulateCommand.self,
    ])

  package init() {}
}

/// The version of Assay.
package enum Version {
  package static let current = "0.1.0"
}

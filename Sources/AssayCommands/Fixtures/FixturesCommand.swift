import ArgumentParser

/// `assay fixtures`.
struct FixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixtures",
    abstract: "Look after the recordings that runs replay.",
    discussion: """
      Recordings are HAR files in fixtures/, in a folder for each suite. None of these commands \
      uses the network; only "prune --delete" changes anything.
      """,
    subcommands: [
      ListFixturesCommand.self, ShowFixtureCommand.self, AuditFixturesCommand.self,
      FixtureStatisticsCommand.self, PruneFixturesCommand.self,
    ])
}

/// Where the recordings are, and which of them are meant.
struct FixtureSelection: ParsableArguments {
  @Option(help: "The folder with the recordings.", completion: .directory)
  var fixtures = "fixtures"

  @Option(name: .customLong("suite"), help: "Only the recordings of this suite. Can be repeated.")
  var suiteNames: [String] = []

  @Option(help: "Only the recordings of this case.")
  var `case`: String?

  @Option(help: "Only the recordings of this model.")
  var model: String?
}

/// How a command of `assay fixtures` writes its result.
enum FixtureFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

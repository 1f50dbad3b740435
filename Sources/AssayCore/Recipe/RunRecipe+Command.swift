import AssayInput
import HTTPFixtures

extension RunRecipe {
  /// The command that runs suites as this run was made, with another selection.
  ///
  /// - Parameters:
  ///   - suites: Their files, or folders of them.
  ///   - rest: What chooses the cases, and what else is said; see ``ShellCommand/option(_:_:)``.
  package func command(_ suites: [String], _ rest: [String] = []) -> String {
    var words = ["assay", "run"] + suites.map(ShellCommand.path)
    if mode != .replay { words += ["--mode", mode.description] }
    words += options
    if allowsPrograms { words.append("--allow-exec") }
    return ShellCommand.text(words + rest)
  }

  /// What chooses the cases of this run.
  package var choice: [String] { selection + earlierRuns }

  /// What is said to go on with this run where another one was asked for: its choice, and its
  /// gateway, where that was not said and is not the one that would be asked now.
  func goingOn(as other: RunRecipe) -> [String] {
    let name = Endpoint.gateway.name
    guard let url = servers[name], url != other.servers[name],
      !options.contains(where: { $0.hasPrefix("--base-url") })
    else { return choice }
    return ShellCommand.option("--base-url", url) + choice
  }

  /// The part of the cases that the run took, where they were shared out.
  package var shard: Shard? {
    selection.firstIndex(of: "--shard").flatMap { try? Shard(parsing: selection[$0 + 1]) }
  }

  /// What chooses one case with its prompt and model.
  ///
  /// - Parameters:
  ///   - namesPrompt: Whether the prompt must be said, since there are several.
  ///   - models: Those that are to answer.
  ///   - count: How many models there are.
  package func choice(
    of one: CaseIdentity, namesPrompt: Bool, models: [String], of count: Int
  ) -> [String] {
    var words = Self.choosing("--case", one.caseID)
    // A run of some prompts or models does not know of the others.
    if namesPrompt || isNarrowed(by: "--prompt") {
      words += Self.choosing("--prompt", one.prompt)
    }
    if models.count < count || isNarrowed(by: "--model") {
      words += models.flatMap { Self.choosing("--model", $0) }
    }
    return words
  }

  /// Whether an option, or earlier runs, took only some of the prompts or models.
  package func isNarrowed(by option: String) -> Bool {
    namedCases != nil || selection.contains { $0 == option || $0.hasPrefix("\(option)=") }
  }

  /// The words that choose this name and no other: names may look like globs or like expressions
  /// between slashes.
  package static func choosing(_ option: String, _ name: String) -> [String] {
    ShellCommand.option(option, NamePattern.exactly(name))
  }
}

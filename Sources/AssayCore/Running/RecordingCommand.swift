import AssaySuites
import HTTPFixtures

/// The command that records what somebody misses, and nothing that can be left out.
struct RecordingCommand: Sendable {
  private let recipe: RunRecipe
  private let file: String
  /// What has to be said of an asker, so that no other case is run.
  private let selectors: [String]

  init(_ suite: Suite, _ configuration: RunConfiguration) {
    var recipe = RunRecipe(configuration, [suite])
    recipe.mode = .missing
    self.recipe = recipe
    file = suite.file
    selectors =
      ["case"] + (suite.prompts.count > 1 ? ["prompt"] : [])
      + (suite.models.count > 1 ? ["model"] : [])
  }

  func text(_ labels: ExchangeLabels) -> String {
    recipe.command(
      [file],
      selectors.flatMap { name in
        labels[name].map { RunRecipe.choosing("--\(name)", $0) } ?? []
      })
  }
}

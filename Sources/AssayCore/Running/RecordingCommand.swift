import AssayInput
import AssaySuites
import HTTPFixtures

/// The command that records what somebody misses, and nothing that can be left out.
struct RecordingCommand: Sendable {
  private let words: [String]
  /// What has to be said of an asker, so that no other case is run.
  private let selectors: [String]

  init(_ suite: Suite, fixtures: String) {
    words =
      ["assay", "run", ShellWord.text(suite.file)]
      + (fixtures == RunConfiguration().fixtures
        ? [] : ["--fixtures", ShellWord.text(fixtures)])
    selectors =
      ["case"] + (suite.prompts.count > 1 ? ["prompt"] : [])
      + (suite.models.count > 1 ? ["model"] : [])
  }

  func text(_ labels: ExchangeLabels) -> String {
    let selection = selectors.compactMap { name in
      labels[name].map { "--\(name)" + Self.value($0) }
    }
    return (words + selection + ["--mode", "missing"]).joined(separator: " ")
  }

  /// A name as the option takes it, which has a meaning for slashes around it.
  private static func value(_ name: String) -> String {
    let isExpression = name.count > 1 && name.hasPrefix("/") && name.hasSuffix("/")
    let word = ShellWord.text(isExpression ? "?" + name.dropFirst() : name)
    return (name.hasPrefix("-") ? "=" : " ") + word
  }
}

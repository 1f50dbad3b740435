import ArgumentParser
import AssayCore
import Foundation
import HTTPFixtures
import JSONModel

/// `assay fixtures stats`.
struct FixtureStatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count recordings: size, age, models and cases, for each suite.",
    discussion: """
      With --max-age, exits with 1 if a recording is older, or if a recording does not tell how \
      old it is.
      """)

  @OptionGroup var selection: FixtureSelection

  @Option(
    help: "Fail if a recording is older, such as 30d; units are s, min, h, d and w.",
    transform: AgeLimit.init(option:))
  var maxAge: AgeLimit?

  @Option(help: "text or json (one object a folder).")
  var format = FixtureFormat.text

  func run() throws {
    let inventory = try selection.inventory()
    let now = Date()
    for folder in inventory.folders {
      switch format {
      case .text: Standard.output.write(FixtureStatistics(folder).text(now: now))
      case .json: Standard.output.write(FixtureStatistics(folder).json.text() + "\n")
      }
    }
    guard let maxAge else { return }
    let stale = StaleRecordings(inventory.recordings, maxAge, now: now)
    if let message = stale.message {
      Standard.error.write(message)
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}

extension AgeLimit {
  /// Reads an option's value.
  init(option text: String) throws {
    do {
      try self.init(parsing: text)
    } catch let error as FixtureError {
      throw ValidationError(error.message)
    }
  }
}

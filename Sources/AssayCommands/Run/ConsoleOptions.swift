import ArgumentParser
import AssayReports
import Foundation

/// How a command talks to its terminal.
struct ConsoleOptions: ParsableArguments {
  @Flag(help: "Print no colours.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Print results only: no notes, no progress.")
  var quiet = false

  /// Colours go to terminals only, and not where `NO_COLOR` or `CI` is set (no-color.org).
  var style: ConsoleStyle {
    ConsoleStyle(
      usesColor: Standard.output.isTerminal && !noColor && !Self.isSet("NO_COLOR") && !isInCI)
  }

  /// Whether a bar can be drawn and drawn over.
  var showsBar: Bool {
    !quiet && Standard.error.isTerminal && !isInCI
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  var isInCI: Bool { Self.isSet("CI") }

  private static func isSet(_ name: String) -> Bool {
    ProcessInfo.processInfo.environment[name].map { !$0.isEmpty } ?? false
  }

  /// Says something that is not a result.
  func note(_ text: String) {
    if !quiet { Standard.error.write(text + "\n") }
  }
}

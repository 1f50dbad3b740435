import AssayInput
import HTTPFixtures

extension RunRecipe {
  /// Why the results of a run that is made like this are none of one that was made in another way.
  struct Difference: Hashable {
    /// `with --mode live, not with --mode replay`
    var text: String
    /// Whether it may be the same thing in another place.
    var mayHaveMoved = false
  }

  /// How an earlier run was made that this one would go on with, as far as its results would be of
  /// another kind; empty if it can be gone on with.
  func differences(from earlier: RunRecipe) -> [Difference] {
    var differences: [Difference] = []
    if !mode.canGoOn(with: earlier.mode) {
      differences.append(Difference(text: "with --mode \(earlier.mode), not \(mode)"))
    } else {
      differences += places(earlier)
    }
    if selection != earlier.selection {
      differences.append(
        Difference(text: "\(Self.text(earlier.selection)), not \(Self.text(selection))"))
    }
    if namedCases != earlier.namedCases {
      differences.append(Difference(text: Self.named(earlier, self)))
    }
    return differences
  }

  /// Who answers, from other places.
  private func places(_ earlier: RunRecipe) -> [Difference] {
    var differences: [Difference] = []
    if let was = earlier.fixtures, let now = fixtures, was != now {
      differences.append(
        Difference(text: "with the recordings of \(was), not of \(now)", mayHaveMoved: true))
    }
    for (name, was) in earlier.servers.sorted(by: { $0.key < $1.key }) {
      guard let now = servers[name], was != now else { continue }
      differences.append(
        Difference(text: "that asked \(was) (\(name)), not \(now)", mayHaveMoved: true))
    }
    return differences
  }

  private static func text(_ selection: [String]) -> String {
    selection.isEmpty ? "of all cases" : "with \(ShellCommand.text(selection))"
  }

  private static func named(_ earlier: RunRecipe, _ now: RunRecipe) -> String {
    let was = ShellCommand.text(earlier.earlierRuns)
    if earlier.namedCases == nil { return "without \(ShellCommand.text(now.earlierRuns))" }
    if now.namedCases == nil { return "with \(was), not without" }
    if now.earlierRuns == earlier.earlierRuns { return "with \(was), which named other cases then" }
    return "with \(was), not \(ShellCommand.text(now.earlierRuns))"
  }
}

extension FixtureMode {
  /// Whether attempts in this mode and in an earlier one are results of one kind. What was recorded
  /// some day is none of what a server says today; of what is recorded, no part may be missing.
  fileprivate func canGoOn(with earlier: FixtureMode) -> Bool {
    self == earlier || (writes && earlier.writes)
  }
}

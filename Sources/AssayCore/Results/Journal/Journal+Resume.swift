public import AssayAssertions
public import AssaySuites
import HTTPFixtures

extension Journal {
  /// What a run that goes on with this journal need not do again.
  ///
  /// - Throws: ``JournalError`` if the journal is of other suites, or of the same ones as they
  ///   were: then verdicts of two kinds would be mixed.
  public func earlierRun(of suites: [Suite]) throws -> EarlierRun {
    let names = header.suites.map(\.name)
    let others = suites.map(\.name)
    guard names == others else {
      throw JournalError(
        "this is the journal of \(Self.list(names)), not of \(Self.list(others))", path: path,
        hint: "name the same suites in the same order, or begin a new journal")
    }
    for (suite, recorded) in zip(suites, header.suites) where suite.digest != recorded.hash {
      throw JournalError(
        "the suite \"\(suite.name)\" (\(suite.file)) has changed since this journal was begun",
        path: path,
        hint: "begin a new journal; assay rescore applies changed assertions to what is there")
    }
    return EarlierRun(results, openJobs: openJobs) { (try? self.attempt($0))?.result }
  }

  /// How the last run of this journal was made. Of an early journal only the mode is known.
  public var recipe: RunRecipe? {
    lastHeader.recipe ?? (try? FixtureMode(parsing: lastHeader.mode)).map(RunRecipe.init(mode:))
  }

  /// Holds a run that would go on with this journal to how it was made: its results are about one
  /// selection, and about replies from one source.
  ///
  /// Limits, budgets and times may be others. A run that records may go on with one that recorded
  /// only what was missing, and the other way round.
  ///
  /// - Parameters:
  ///   - suites: As named for the new run; for the command that is shown.
  ///   - allowingMoves: Whether servers and recordings are the same ones in another place.
  /// - Throws: ``JournalError`` that names what differs and the command that goes on.
  public func check(
    _ recipe: RunRecipe, suites: [String], allowingMoves: Bool = false
  ) throws {
    guard let was = self.recipe else { return }
    var differences =
      lastHeader.recipe == nil
      ? RunRecipe(mode: recipe.mode).differences(from: was) : recipe.differences(from: was)
    if allowingMoves { differences.removeAll(where: \.mayHaveMoved) }
    guard !differences.isEmpty else { return }
    var hint = "go on by: " + was.command(suites, was.goingOn(as: recipe) + ["--resume", path])
    if differences.allSatisfy(\.mayHaveMoved) {
      hint += "; say --moved if it is the same in another place"
    }
    throw JournalError(
      "this is the journal of a run " + differences.map(\.text).joined(separator: "; "),
      path: path, hint: hint + "; or begin a new journal")
  }

  /// The cases that ended in one of these ways.
  public func identities(_ outcomes: Set<Outcome>) -> Set<CaseIdentity> {
    var found: Set<CaseIdentity> = []
    for suite in runResults().suites {
      for one in suite.cases where outcomes.contains(one.outcome) { found.insert(one.identity) }
    }
    return found
  }

  private static func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

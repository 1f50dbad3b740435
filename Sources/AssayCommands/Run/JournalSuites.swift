import AssayCore
import AssaySuites

/// How suites that are named beside a journal stand to those that it is of.
struct JournalSuites {
  /// Suites that the journal does not have.
  let others: [Suite]
  /// The names of its suites that are not there.
  let missing: [String]

  /// - Parameter consequence: What comes of it if it is of none of them.
  /// - Throws: ``CommandFailure`` then.
  init(_ suites: [Suite], beside journal: Journal, or consequence: String) throws {
    let names = journal.header.suites.map(\.name)
    others = suites.filter { !names.contains($0.name) }
    missing = names.filter { name in !suites.contains { $0.name == name } }
    guard others.count < suites.count else {
      let given = suites.map { "\"\($0.name)\" (\($0.file))" }.joined(separator: ", ")
      let known = names.map { "\"\($0)\"" }.joined(separator: ", ")
      throw CommandFailure(
        .invalidInput,
        "\(journal.path): this is the journal of \(known), not of \(given): \(consequence)")
    }
  }
}

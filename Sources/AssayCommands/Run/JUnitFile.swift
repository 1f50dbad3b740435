import AssayAssertions
import AssayCore
import AssayInput
import AssayReports

/// Writes JUnit reports to files.
enum JUnitFile {
  /// - Parameters:
  ///   - recipe: How they were got, for the commands that get them again.
  ///   - replyText: Gives the replies that the results do not hold.
  static func write(
    _ results: RunResults, _ recipe: RunRecipe?, to path: String,
    replyText: @escaping JUnitProjection.ReplyText
  ) throws {
    do {
      try AtomicFile.write(to: path) { write in
        try JUnitProjection.write(results, recipe, replyText: replyText, to: write)
      }
    } catch {
      throw CommandFailure(.invalidInput, "the JUnit report could not be written: \(error)")
    }
  }
}

extension Journal {
  /// The text of a reply, to attempts that have one.
  func replyText(_ id: AttemptID) -> String? {
    (try? attempt(id))?.result.reply?.text
  }
}

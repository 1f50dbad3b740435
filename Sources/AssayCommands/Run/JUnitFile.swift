import AssayAssertions
import AssayCore
import AssayInput
import AssayReports

/// Writes JUnit reports to files.
enum JUnitFile {
  /// - Parameter journalPath: Where replies are that the results do not hold.
  static func write(_ results: RunResults, to path: String, journalPath: String?) throws {
    do {
      let journal = try journalPath.map { try Journal(reading: $0) }
      let xml = try JUnitProjection.xml(results) { id in
        (try? journal?.attempt(id))?.result.reply?.text
      }
      try AtomicFile.write(xml, to: path)
    } catch {
      throw CommandFailure(.invalidInput, "the JUnit report could not be written: \(error)")
    }
  }
}

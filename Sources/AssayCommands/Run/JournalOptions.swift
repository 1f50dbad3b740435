import ArgumentParser
import AssayCore
import AssayInput
import AssaySuites
import Foundation
import HTTPFixtures

/// Where the results are kept while they come.
struct JournalOptions: ParsableArguments {
  @Option(
    help: "Write the journal to this file; otherwise into .assay/runs.",
    completion: .file(extensions: ["jsonl"]))
  var journal: String?

  @Option(
    help: """
      Go on with this journal, or with the "last": what passed or failed there is kept, the rest \
      is run. The rest of the command must be the same, but for limits.
      """,
    completion: .file(extensions: ["jsonl"]))
  var resume: String?

  @Flag(help: "The server or the recordings of the resumed run are in another place now.")
  var moved = false

  @Flag(help: "Keep no journal.")
  var noJournal = false

  func validate() throws {
    if noJournal, journal != nil || resume != nil {
      throw ValidationError("--no-journal keeps none; leave out --journal and --resume.")
    }
    if moved, resume == nil {
      throw ValidationError("--moved is about the run that --resume goes on with.")
    }
    if [journal, resume].contains("") {
      throw ValidationError("The path of a journal cannot be empty.")
    }
    if journal != nil, resume != nil {
      throw ValidationError("--resume goes on with the journal it names; leave out --journal.")
    }
  }

  /// A journal that is ready to be written, and what is in it already.
  struct Opened {
    var writer: JournalWriter
    var earlierRun = EarlierRun()
    /// The journal as it was, where it is gone on with.
    var earlier: Journal?

    var isResumed: Bool { earlier != nil }
  }

  /// The journals that are named.
  ///
  /// - Throws: ``CommandFailure`` if the last one is meant and there is none.
  var paths: [String] {
    get throws { try [journal, resume.map { try JournalFiles.path($0) }].compactMap { $0 } }
  }

  /// - Parameters:
  ///   - recipe: How the run is made that is going to be written.
  ///   - paths: Its suites, as named.
  /// - Throws: ``CommandFailure``.
  func open(_ suites: [Suite], _ recipe: RunRecipe, paths: [String]) throws -> Opened? {
    if noJournal { return nil }
    do {
      guard let resume else {
        let path = try journal ?? JournalFiles.newPath(mode: recipe.mode)
        return Opened(writer: try JournalWriter.create(path))
      }
      let path = try JournalFiles.path(resume)
      // Killed before it wrote anything whole, a run has left nothing to keep.
      if Journal.isBlank(path) {
        return Opened(writer: try JournalWriter.resume(path, length: 0))
      }
      let earlier = try JournalFiles.read(path)
      let earlierRun = try earlier.earlierRun(of: suites)
      try earlier.check(recipe, suites: paths, allowingMoves: moved)
      return Opened(
        writer: try JournalWriter.resume(
          earlier.path, length: earlier.length, size: earlier.size),
        earlierRun: earlierRun, earlier: earlier)
    } catch let error as JournalError {
      throw CommandFailure(.invalidInput, "\(error)")
    }
  }
}

/// The journals of the folder that assay runs in.
enum JournalFiles {
  static let folder = ".assay/runs"
  /// Journals of replays can be had again at any time; of these, so many stay.
  private static let keptReplays = 20

  /// Reads a journal by its path, or the "last" one.
  ///
  /// - Parameter later: Which journal, by its path, comes after the last.
  /// - Throws: ``CommandFailure``.
  static func read(_ name: String, before later: String? = nil) throws -> Journal {
    do {
      return try Journal(reading: path(name, before: later.map { try path($0) }))
    } catch let error as JournalError {
      throw CommandFailure(.invalidInput, "\(error)")
    }
  }

  /// The path of a journal by its name, which may be "last".
  ///
  /// - Parameter later: The path of a journal that comes after the last.
  /// - Throws: ``CommandFailure`` if there is no last one.
  static func path(_ name: String, before later: String? = nil) throws -> String {
    guard name == "last" else { return name }
    var names = all
    if let later {
      let later = URL(filePath: later)
      let place = URL(filePath: folder).standardizedFileURL.path
      if later.deletingLastPathComponent().standardizedFileURL.path == place {
        names.removeAll { $0 >= later.lastPathComponent }
      }
    }
    guard let last = names.last else {
      throw CommandFailure(
        .invalidInput, "there is no journal in \(folder): name a file, or run something first")
    }
    return "\(folder)/\(last)"
  }

  /// The last journal with results of any of these suites.
  ///
  /// - Parameter say: Hears of journals that cannot be read; the one before is taken then.
  static func last(of suites: [Suite], _ say: (String) -> Void) -> Journal? {
    let names = Set(suites.map(\.name))
    for name in all.reversed() {
      let path = "\(folder)/\(name)"
      do {
        guard let header = try Journal.header(of: path),
          header.suites.contains(where: { names.contains($0.name) })
        else { continue }
        let journal = try Journal(reading: path)
        if journal.results.keys.contains(where: { names.contains($0.suite) }) { return journal }
      } catch {
        say("\(error); nothing is estimated by it")
      }
    }
    return nil
  }

  /// The names of the journals, the oldest first.
  private static var all: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).filter { $0.hasSuffix(".jsonl") }.sorted()
  }

  /// A path for a journal of this moment. The folder keeps itself out of Git.
  static func newPath(mode: FixtureMode) throws -> String {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let ignore = ".assay/.gitignore"
      if !FileManager.default.fileExists(atPath: ignore) {
        try "*\n".write(toFile: ignore, atomically: true, encoding: .utf8)
      }
    } catch {
      throw CommandFailure(
        .invalidInput,
        "the folder .assay for journals cannot be made: \(SystemError.reason(of: error)); "
          + "--journal names a file elsewhere, --no-journal keeps none")
    }
    let replays = all.filter { $0.hasSuffix("-replay.jsonl") }
    for name in replays.dropLast(keptReplays - 1) { unlink("\(folder)/\(name)") }
    // The time in microseconds: names sort by age, and two runs at once get different ones.
    let microseconds = Int(Date().timeIntervalSince1970 * 1_000_000)
    let date = Date(timeIntervalSince1970: Double(microseconds / 1_000_000))
    let stamp = date.formatted(
      .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
        .timeSeparator(.omitted))
    let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
    let digits = stamp.filter { $0.isNumber || $0 == "T" }
    return "\(folder)/\(digits)-\(fraction)-\(mode).jsonl"
  }
}

extension String {
  fileprivate func write(toFile path: String, atomically: Bool, encoding: Encoding) throws {
    try write(to: URL(filePath: path), atomically: atomically, encoding: encoding)
  }
}

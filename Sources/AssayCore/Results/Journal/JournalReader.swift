import AssayAssertions
public import AssaySuites
import Foundation
import HTTPFixtures
import JSONModel

/// A journal that was read once, line by line: who ran what, which attempts it holds and where
/// they stand. Replies are not kept; ``attempt(_:)`` fetches them.
public final class Journal: Sendable {
  public let path: String
  public let header: JournalHeader
  /// That of the last run that went on with it; ``header`` where none did.
  public let lastHeader: JournalHeader
  /// Of the last run that came to its end.
  public let footer: JournalFooter?
  /// Whether the last line was cut off by a kill or a crash; it is left out.
  public let isTorn: Bool
  /// The bytes of the whole lines.
  public let length: Int
  /// The same with a line that was cut off.
  public let size: Int
  /// The gateway's jobs of all runs that went on with it.
  public let jobs: [JobSummary]
  /// Whether one of these runs was killed, so that nobody told its jobs.
  public let missesJobs: Bool
  /// Where the last line of each attempt stands.
  private let places: [AttemptID: JournalPlace]
  /// The results without replies, the last one of each attempt.
  public let results: [AttemptID: AttemptResult]
  /// What all its runs took together, also by attempts that were made again.
  public let spending: Spending
  /// The cases in their order, suite by suite, without attempts.
  private let cases: [[CaseResult]]

  /// - Throws: ``JournalError`` where a line is not what it should be.
  public init(reading path: String) throws {
    self.path = path
    var state = JournalReading(path: path)
    try Self.data(of: path).withUnsafeBytes { try state.read($0) }
    guard let header = state.header else {
      guard Self.isBlank(path) else {
        throw JournalError("this is no journal: it has no header", path: path)
      }
      throw JournalError(
        "nothing is in this journal: its run was killed before it had begun", path: path,
        hint: "--resume begins it anew")
    }
    self.header = header
    lastHeader = state.lastHeader ?? header
    footer = state.footer
    jobs = state.jobs
    missesJobs = state.missesJobs || state.footer == nil
    isTorn = state.isTorn
    length = state.length
    size = state.size
    places = state.places
    results = state.results
    spending = state.spending
    cases = state.sortedCases
  }

  /// The attempts that it holds, in the order of the suites.
  public var attemptIDs: [AttemptID] {
    cases.joined().flatMap { one in
      (1...one.repetition.attempts).map { one.identity.attempt($0) }
    }.filter { results[$0] != nil }
  }

  /// One attempt with its reply; nil if the journal does not hold it.
  public func attempt(_ id: AttemptID) throws -> JournalAttempt? {
    let file = try Self.open(path)
    defer { try? file.close() }
    return try read(id, file)
  }

  /// Reads all attempts with their replies, one after the other, in the order of the suites.
  func forEachAttempt(_ body: (JournalAttempt) async throws -> Void) async throws {
    let file = try Self.open(path)
    defer { try? file.close() }
    for id in attemptIDs {
      if let attempt = try read(id, file) { try await body(attempt) }
    }
  }

  private static func open(_ path: String) throws -> FileHandle {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw JournalError("the journal cannot be read", path: path)
    }
    return file
  }

  private func read(_ id: AttemptID, _ file: FileHandle) throws -> JournalAttempt? {
    guard let place = places[id] else { return nil }
    let suite = header.suites.firstIndex { $0.name == id.suite } ?? 0
    return try JournalAttempt(reading: place, of: file, suite: suite)
  }

  /// Jobs that nobody has completed, as far as it tells.
  var openJobs: [JobSummary] { jobs.filter { $0.status == nil } }

  /// Why the last run ended before its end. One that was killed could not say so.
  private var stop: StopReason? {
    guard let footer else { return .interrupted }
    guard let text = footer.stop else { return nil }
    return text == StopReason.interrupted.description ? .interrupted : .budget(text)
  }

  /// What is missing of a suite whose run did not come to its end.
  private func leftovers(_ suite: RunStart.PlannedSuite, _ known: Int) -> [String] {
    var texts: [String] = []
    if known < suite.cases {
      texts.append(
        "\(suite.cases - known) of \(suite.cases) cases were never begun: the run did not come to its "
          + "end, and its journal does not name them")
    }
    let open = Dictionary(
      grouping: openJobs.filter { $0.suite == suite.name }, by: \.model)
    for (model, jobs) in open.sorted(by: { $0.key < $1.key }) {
      let what = jobs.count == 1 ? "the job \(jobs[0].id)" : "\(jobs.count) jobs"
      texts.append(
        "\(what) of \(model) may be open still; a run with --resume completes what is, as failed")
    }
    return texts
  }

  /// The results as a run gives them, without replies.
  ///
  /// - Parameter gates: What the suites ask for; a journal does not say.
  public func runResults(gates: [String: SuiteGates] = [:]) -> RunResults {
    let suites = header.suites.enumerated().map { place, suite in
      var result = SuiteResult(
        name: suite.name, file: suite.file,
        cases: cases.indices.contains(place) ? cases[place] : [],
        troubles: footer?.troubles[suite.name] ?? [],
        jobs: jobs.filter { $0.suite == suite.name },
        gates: gates[suite.name] ?? SuiteGates())
      result.isPartial = !suite.isWhole
      for slot in result.cases.indices {
        let one = result.cases[slot]
        result.cases[slot].attempts = (1...one.repetition.attempts).compactMap { number in
          let id = one.identity.attempt(number)
          return results[id] ?? (one.isSkippedBySuite(results) ? nil : .neverMade(id))
        }
      }
      if footer == nil { result.troubles += leftovers(suite, result.cases.count) }
      return result
    }
    var whole = RunResults(
      suites: suites, stop: stop, spending: spending, duration: .seconds(footer?.duration ?? 0))
    // The jobs of a replay are those that were recorded, in every run the same.
    whole.missesJobs = missesJobs && header.mode != FixtureMode.replay.description
    return whole
  }
}

extension CaseResult {
  /// Whether the suite leaves it out: then one line stands for all its attempts.
  fileprivate func isSkippedBySuite(_ results: [AttemptID: AttemptResult]) -> Bool {
    results[identity.attempt(1)]?.outcome == .skipped
      && (2...max(repetition.attempts, 2)).allSatisfy { results[identity.attempt($0)] == nil }
  }
}

extension AttemptResult {
  /// An attempt of which a journal tells nothing, although it was to be made.
  fileprivate static func neverMade(_ id: AttemptID) -> AttemptResult {
    AttemptResult(
      id: id, outcome: .skipped, reason: "never made: the run did not come to its end")
  }
}

extension JournalAttempt {
  /// Reads one line; nil where the file has none there.
  init?(reading place: JournalPlace, of file: FileHandle, suite: Int) throws {
    try file.seek(toOffset: UInt64(place.offset))
    guard let data = try file.read(upToCount: place.count) else { return nil }
    try self.init(reading: JSONDocument(parsing: [UInt8](data)).root, suite: suite)
  }
}

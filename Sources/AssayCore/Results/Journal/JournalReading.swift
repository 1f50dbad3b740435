import AssayAssertions
import AssayInput
import Foundation
import JSONModel

extension Journal {
  /// Whether a run was ended by force before it had written the first line: the file is empty, or
  /// is a part of that line.
  public static func isBlank(_ path: String) -> Bool {
    guard let data = try? data(of: path), !data.contains(UInt8(ascii: "\n"))
    else { return false }
    let beginning = Data(#"{"kind":"header","#.utf8)
    return data.starts(with: beginning) || beginning.starts(with: data)
  }
}

extension Journal {
  /// Reads the first line alone; nil if the run was ended by force before it had written that.
  ///
  /// - Throws: ``JournalError``.
  public static func header(of path: String) throws -> JournalHeader? {
    if isBlank(path) { return nil }
    var state = JournalReading(path: path)
    let data = try data(of: path)
    let end = data.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? data.endIndex
    try data[..<end].withUnsafeBytes { try state.read($0) }
    guard let header = state.header else {
      throw JournalError("this is no journal: it has no header", path: path)
    }
    return header
  }
}

extension Journal {
  /// - Throws: ``JournalError``.
  static func data(of path: String) throws -> Data {
    do {
      // A folder, a pipe or a device is told from a file that cannot be read.
      _ = try InputFile.open(path, limit: .max)
      return try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch let error as InputFile.Failure {
      throw JournalError(error.message, path: path, hint: error.hint)
    } catch {
      throw JournalError(
        "the journal cannot be read: \(SystemError.reason(of: error))", path: path)
    }
  }
}

/// Reads the bytes of a journal.
struct JournalReading {
  let path: String
  var header: JournalHeader?
  var lastHeader: JournalHeader?
  var footer: JournalFooter?
  /// The gateway's jobs of all runs; of one that two runs name, what the last says.
  var jobs: [JobSummary] = []
  /// Whether a run ended without telling its jobs.
  var missesJobs = false
  var isTorn = false
  var length = 0
  /// The same with what follows them.
  var size = 0
  var places: [AttemptID: JournalPlace] = [:]
  var results: [AttemptID: AttemptResult] = [:]
  private var jobPlaces: [[String]: Int] = [:]
  var spending = Spending()
  private var suites: [String: Int] = [:]
  private var cases: [CaseIdentity: (slot: Int, result: CaseResult)] = [:]

  init(path: String) {
    self.path = path
  }

  mutating func read(_ bytes: UnsafeRawBufferPointer) throws {
    size = bytes.count
    var start = 0
    var number = 0
    while start < bytes.count {
      number += 1
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      guard let count = rest.firstIndex(of: UInt8(ascii: "\n")) else {
        // Only a whole line counts: what is left has no end.
        isTorn = true
        return
      }
      let line = [UInt8](rest[..<count])
      do {
        try read(line, at: start)
      } catch let error as JSONSyntaxError where start + count + 1 == bytes.count {
        // A line end may have been written after a hole.
        _ = error
        isTorn = true
        return
      } catch is JSONSyntaxError where header == nil {
        throw JournalError("this is no journal: its first line is no JSON", path: path)
      } catch let error as JournalError {
        throw JournalError(error.message, path: path, line: number, hint: error.hint)
      } catch {
        throw JournalError("\(error)", path: path, line: number)
      }
      start += count + 1
      length = start
    }
  }

  private mutating func read(_ line: [UInt8], at offset: Int) throws {
    let root = try JSONDocument(parsing: line).root
    let word = try root.text("kind")
    guard let kind = JournalFormat.Kind(rawValue: word) else {
      throw JournalError("\"\(word)\" is no kind of line")
    }
    guard header != nil || kind == .header else {
      throw JournalError("this is no journal: its first line is no header")
    }
    switch kind {
    case .header, .resumed:
      let header = try JournalHeader(reading: root, kind: kind)
      // The run that was resumed is the one that says what was to be done.
      if self.header == nil { self.header = header }
      if lastHeader != nil, footer == nil { missesJobs = true }
      lastHeader = header
      footer = nil
      for (place, suite) in (self.header ?? header).suites.enumerated() {
        suites[suite.name] = place
      }
    case .attempt: try readAttempt(root, at: offset, count: line.count)
    case .job:
      if let job = JobSummary(reading: root) { add(job) }
    case .footer:
      let footer = try JournalFooter(reading: root)
      self.footer = footer
      for job in footer.jobs { add(job) }
    }
  }

  private mutating func add(_ job: JobSummary) {
    let name = [job.suite, job.model, job.id]
    guard let place = jobPlaces[name] else {
      jobPlaces[name] = jobs.count
      jobs.append(job)
      return
    }
    // Of a job that was completed at once, the creation may be told later.
    if job.status != nil || jobs[place].status == nil { jobs[place] = job }
  }

  private mutating func readAttempt(_ root: JSONNode, at offset: Int, count: Int) throws {
    let name = try root.text("suite")
    guard let suite = suites[name] else {
      throw JournalError("the header names no suite \"\(name)\"")
    }
    let attempt = try JournalAttempt(reading: root, suite: suite, keepsReplies: false)
    let id = attempt.result.id
    places[id] = JournalPlace(offset: offset, count: count)
    results[id] = attempt.result.summarized
    spending += attempt.result.spent ?? Spending()
    if cases[id.identity] == nil {
      cases[id.identity] = (
        attempt.place.slot,
        CaseResult(
          identity: id.identity, title: attempt.title, repetition: attempt.repetition,
          file: attempt.file ?? header?.suites[suite].file ?? "", location: attempt.location,
          comparesReplies: attempt.comparesReplies, attempts: [])
      )
    }
  }

  /// The cases suite by suite in their order.
  var sortedCases: [[CaseResult]] {
    var sorted = Array(repeating: [(slot: Int, result: CaseResult)](), count: suites.count)
    for one in cases.values { sorted[suites[one.result.suite] ?? 0].append(one) }
    return sorted.map { $0.sorted { $0.slot < $1.slot }.map(\.result) }
  }
}

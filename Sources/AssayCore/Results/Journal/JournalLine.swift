import HTTPFixtures
import JSONModel

/// The lines of a journal, format version 1: what `docs/schemas/results.schema.json` describes.
public enum JournalFormat {
  public static let version = 1

  /// What a line is, by its member `kind`.
  public enum Kind: String, Sendable, CaseIterable {
    /// Begins a journal.
    case header
    /// Begins what another run added to it.
    case resumed
    case attempt
    /// Tells of a job of the gateway that was created, or of one that was completed.
    case job
    /// Ends what a run wrote; missing where it was killed.
    case footer
  }
}

/// What the first line of a journal says.
public struct JournalHeader: Sendable, Hashable {
  public var kind: JournalFormat.Kind
  public var runID: String
  /// When the run began, ISO 8601 in UTC.
  public var started: String
  public var toolVersion: String
  public var mode: String
  /// Of what else decides over the results: ``RunRecipe/hash``.
  public var configurationHash: String
  /// How the run was made; nil where the journal does not say, as early ones did not.
  public var recipe: RunRecipe?
  public var suites: [RunStart.PlannedSuite]

  public init(
    kind: JournalFormat.Kind = .header, runID: String, started: String, toolVersion: String,
    mode: String, configurationHash: String, recipe: RunRecipe? = nil,
    suites: [RunStart.PlannedSuite]
  ) {
    self.kind = kind
    self.runID = runID
    self.started = started
    self.toolVersion = toolVersion
    self.mode = mode
    self.configurationHash = configurationHash
    self.recipe = recipe
    self.suites = suites
  }

  var json: JSONValue {
    var object: JSONObject = [
      "kind": .string(kind.rawValue), "version": .number(JSONNumber(JournalFormat.version)),
      "runID": .string(runID), "started": .string(started), "tool": .string("assay"),
      "toolVersion": .string(toolVersion), "mode": .string(mode),
      "configuration": .string(configurationHash),
    ]
    object["run"] = recipe?.json
    object["suites"] = .array(
      suites.map { suite in
        [
          "name": .string(suite.name), "file": .string(suite.file), "hash": .string(suite.hash),
          "cases": .number(JSONNumber(suite.cases)),
          "attempts": .number(JSONNumber(suite.attempts)), "whole": .bool(suite.isWhole),
        ]
      })
    return .object(object)
  }

  init(reading node: JSONNode, kind: JournalFormat.Kind) throws {
    self.kind = kind
    let version = node["version"]?.intValue
    guard let version, version >= 1 else { throw JournalError("the header has no version") }
    guard version <= JournalFormat.version else {
      throw JournalError(
        "this journal is of version \(version); this Assay reads up to \(JournalFormat.version)",
        hint: "use a newer Assay")
    }
    runID = try node.text("runID")
    started = try node.text("started")
    toolVersion = try node.text("toolVersion")
    mode = try node.text("mode")
    configurationHash = try node.text("configuration")
    if let run = node["run"], let mode = try? FixtureMode(parsing: mode) {
      recipe = RunRecipe(reading: run, mode: mode)
    }
    suites =
      try node["suites"]?.elements.map { suite in
        RunStart.PlannedSuite(
          name: try suite.text("name"), file: try suite.text("file"),
          hash: try suite.text("hash"), cases: suite["cases"]?.intValue ?? 0,
          attempts: suite["attempts"]?.intValue ?? 0, isWhole: suite["whole"]?.boolValue ?? false)
      } ?? []
  }
}

/// What the last line of a journal says.
public struct JournalFooter: Sendable {
  public var runID: String
  /// When the run ended, ISO 8601 in UTC.
  public var ended: String
  /// In seconds; nil where the line does not tell.
  public var duration: Double?
  /// Why the run ended before its end; nil if it did not.
  public var stop: String?
  /// The exit code; nil where the line does not tell.
  public var status: Int?
  /// What failed although no case says it; see ``Verdict/RunVerdict``.
  public var complaints: [String]
  /// What decided although it is no failure.
  public var notes: [String]
  public var troubles: [String: [String]]
  public var jobs: [JobSummary]
  public var spending: Spending

  var json: JSONValue {
    var object: JSONObject = [
      "kind": .string(JournalFormat.Kind.footer.rawValue), "runID": .string(runID),
      "ended": .string(ended),
    ]
    object["duration"] = duration.flatMap { JSONNumber($0).map(JSONValue.number) }
    object["status"] = status.map { .number(JSONNumber($0)) }
    object["stop"] = stop.map(JSONValue.string)
    if !complaints.isEmpty {
      object["complaints"] = .array(complaints.map(JSONValue.string))
    }
    if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
    if !troubles.isEmpty {
      object["troubles"] = .object(
        JSONObject(
          troubles.sorted { $0.key < $1.key }.map {
            JSONObject.Member(key: $0.key, value: .array($0.value.map(JSONValue.string)))
          }))
    }
    object["jobs"] = .array(jobs.map(\.json))
    object["spending"] = spending.json
    return .object(object)
  }

  init(
    runID: String, ended: String, results: RunResults, verdict: Verdict.RunVerdict
  ) {
    self.runID = runID
    self.ended = ended
    duration = (results.duration / .milliseconds(1)).rounded() / 1000
    stop = results.stop?.description
    status = Int(verdict.status.rawValue)
    complaints = verdict.complaints
    notes = verdict.notes
    troubles = results.suites.reduce(into: [:]) { all, suite in
      if !suite.troubles.isEmpty { all[suite.name] = suite.troubles }
    }
    jobs = results.suites.flatMap(\.jobs)
    spending = results.spending
  }

  init(reading node: JSONNode) throws {
    runID = try node.text("runID")
    ended = try node.text("ended")
    duration = node["duration"]?.doubleValue
    stop = node["stop"]?.stringValue
    status = node["status"]?.intValue
    complaints = node["complaints"]?.elements.compactMap(\.stringValue) ?? []
    notes = node["notes"]?.elements.compactMap(\.stringValue) ?? []
    troubles =
      node["troubles"]?.members.reduce(into: [:]) { all, member in
        all[member.key] = member.value.elements.compactMap(\.stringValue)
      } ?? [:]
    jobs = node["jobs"]?.elements.compactMap { JobSummary(reading: $0) } ?? []
    spending = node["spending"].map(Spending.init(reading:)) ?? Spending()
  }
}

extension JournalFooter {
  /// The verdict that the run was given.
  public var verdict: Verdict.RunVerdict? {
    status.flatMap { ExitStatus(rawValue: Int32(clamping: $0)) }.map {
      Verdict.RunVerdict(status: $0, complaints: complaints, notes: notes)
    }
  }
}

extension JobSummary {
  /// The line of a job that was created or has ended.
  var line: JSONValue {
    var object: JSONObject = ["kind": .string(JournalFormat.Kind.job.rawValue)]
    for member in json.objectValue ?? [:] { object[member.key] = member.value }
    return .object(object)
  }

  var json: JSONValue {
    var object: JSONObject = [
      "suite": .string(suite), "model": .string(model), "id": .string(id),
    ]
    object["case"] = caseID.map(JSONValue.string)
    object["prompt"] = prompt.map(JSONValue.string)
    object["status"] = status.map(JSONValue.string)
    object["creditsRemaining"] = creditsRemaining.map { .number(JSONNumber($0)) }
    object["cost"] = cost.flatMap { JSONNumber($0).map(JSONValue.number) }
    object["tokens"] = tokens.map { .number(JSONNumber($0)) }
    return .object(object)
  }

  init?(reading node: JSONNode) {
    guard let suite = node["suite"]?.stringValue, let model = node["model"]?.stringValue,
      let id = node["id"]?.stringValue
    else { return nil }
    self.init(suite: suite, model: model, id: id)
    caseID = node["case"]?.stringValue
    prompt = node["prompt"]?.stringValue
    status = node["status"]?.stringValue
    creditsRemaining = node["creditsRemaining"]?.intValue
    cost = node["cost"]?.doubleValue
    tokens = node["tokens"]?.intValue
  }
}

/// A journal that cannot be used, and what to do.
public struct JournalError: Error, Sendable, CustomStringConvertible {
  public var path: String?
  public var line: Int?
  public var message: String
  public var hint: String?

  init(_ message: String, path: String? = nil, line: Int? = nil, hint: String? = nil) {
    self.message = message
    self.path = path
    self.line = line
    self.hint = hint
  }

  public var description: String {
    let place = path.map { path in line.map { "\(path):\($0): " } ?? "\(path): " } ?? ""
    return place + message + (hint.map { " (\($0))" } ?? "")
  }
}

extension JSONNode {
  func text(_ key: String) throws -> String {
    guard let text = self[key]?.stringValue else {
      throw JournalError("the member \"\(key)\" is missing or no text")
    }
    return text
  }
}

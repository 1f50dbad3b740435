import AssaySuites
import Foundation
import HTTPFixtures
import HTTPTransport
import JSONModel
import TestSupport
import Testing

@testable import AssayCore

/// How a run was made: what of it decides, how it is written, and what is said of differences.
@Suite struct RunRecipeTests {
  private struct Nobody: HTTPTransport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
      throw CancellationError()
    }
  }

  private static func configuration(
    _ mode: FixtureMode = .replay, fixtures: String = "fixtures", server: String = "http://a",
    _ change: (inout RunConfiguration) throws -> Void = { _ in }
  ) rethrows -> RunConfiguration {
    var configuration = RunConfiguration(mode: mode, fixtures: fixtures)
    configuration.gateway = .init(
      baseURL: server, teamID: "t", virtualKey: "sk-never-shown-anywhere", network: Nobody())
    try change(&configuration)
    return configuration
  }

  private static func suites() throws -> [Suite] { [try RunnerTests.suite(cases: 2)] }

  private static func recipe(_ configuration: RunConfiguration) throws -> RunRecipe {
    RunRecipe(configuration, try suites())
  }

  private static func selecting(_ change: (inout Selection) throws -> Void) throws -> RunRecipe {
    try recipe(configuration { try change(&$0.selection) })
  }

  @Test func whatIsTheSameHasTheSameHash() throws {
    let plain = try Self.recipe(Self.configuration())
    let same = try [
      Self.recipe(Self.configuration(fixtures: "./fixtures/")),
      Self.recipe(Self.configuration(fixtures: "x/../fixtures") { $0.namesFixtures = true }),
      // A replay asks nobody.
      Self.recipe(Self.configuration(server: "http://b")),
      // Limits decide how much is done, not what comes of it.
      Self.recipe(
        Self.configuration {
          $0.concurrency = 99
          $0.budget.calls = 1
          $0.maximumFailures = 1
          $0.deadlines.call = .seconds(1)
        }),
      Self.selecting { $0.shard = try Shard(index: 1, count: 1) },
    ]
    for one in same { #expect(one.hash == plain.hash) }
    let forth = try Self.selecting { $0.cases = try [NamePattern("a"), NamePattern("b")] }
    let back = try Self.selecting {
      $0.cases = try [NamePattern("b"), NamePattern("a"), NamePattern("b")]
    }
    #expect(forth.hash == back.hash && forth == back)
    let live = try Self.recipe(Self.configuration(.live, server: "http://a:80/x"))
    #expect(
      try live.hash == Self.recipe(Self.configuration(.live, server: "HTTP://A:80/x/")).hash)
    #expect(
      try live.hash != Self.recipe(Self.configuration(.live, server: "http://a:80/X")).hash)
    #expect(plain.hash.count == 64)
  }

  @Test func whatDecidesIsInTheHash() throws {
    let recipes = try [
      Self.recipe(Self.configuration()),
      Self.recipe(Self.configuration(fixtures: "other")),
      Self.recipe(Self.configuration(.live)),
      Self.recipe(Self.configuration(.live, server: "http://b")),
      Self.recipe(Self.configuration(.missing)),
      Self.recipe(Self.configuration(.record)),
      Self.recipe(Self.configuration { $0.allowsPrograms = true }),
      Self.selecting { $0.cases = [try NamePattern("a")] },
      Self.selecting { $0.cases = [try NamePattern("/a/")] },
      Self.selecting { $0.tags = [try NamePattern("a")] },
      Self.selecting { $0.models = [try NamePattern("a")] },
      Self.selecting { $0.prompts = [try NamePattern("a")] },
      // Two words are not one of both.
      Self.selecting { $0.cases = try [NamePattern("a"), NamePattern("b")] },
      Self.selecting { $0.cases = [try NamePattern("a --case b")] },
      Self.selecting { $0.sample = (3, 0) },
      Self.selecting { $0.sample = (3, 1) },
      Self.selecting { $0.shard = try Shard(index: 1, count: 2) },
      Self.selecting { $0.identities = [] },
      Self.selecting {
        $0.identities = [CaseIdentity(suite: "s", caseID: "c", prompt: "p", model: "m")]
      },
    ]
    #expect(Set(recipes.map(\.hash)).count == recipes.count)
  }

  /// Whatever is known of a run is in its journal again, and no key is.
  @Test func theHeaderHasAllOfIt() throws {
    let recipe = try Self.recipe(
      Self.configuration(.missing, server: "http://user:secret@a/") {
        $0.selection.cases = [try NamePattern("-x")]
        $0.selection.identities = []
        $0.selection.earlierRuns = [.init(choice: .failed, path: "a b.jsonl")]
        $0.allowsPrograms = true
        $0.namesFixtures = true
        $0.gatewayOptions = ["--team", "t"]
      })
    #expect(recipe.servers == ["gateway": "http://redacted@a"], "\(recipe.servers)")
    let header = JournalHeader(
      runID: "r", started: "2026-11-25T00:00:00Z", toolVersion: "0.1.0", mode: "missing",
      configurationHash: recipe.hash, recipe: recipe,
      suites: [.init(name: "s", file: "s", hash: "h", cases: 1, attempts: 1, isWhole: false)])
    let text = header.json.text()
    #expect(!text.contains("secret") && !text.contains("sk-never"))
    let read = try JournalHeader(reading: JSONDocument(parsing: text).root, kind: .header)
    #expect(read == header)
    #expect(read.recipe?.hash == recipe.hash)
    let file = Repository.root.appending(path: "docs/schemas/results.schema.json")
    let schema = try JSONSchema(compiling: JSONValue(parsing: [UInt8](Data(contentsOf: file))))
    #expect(try schema.isValid(header.json))
  }

  struct Change: Sendable, CustomTestStringConvertible {
    var was: @Sendable () throws -> RunConfiguration
    var now: @Sendable () throws -> RunConfiguration
    /// Empty where the run can be gone on with.
    var says: [String] = []
    var mayHaveMoved = false

    var testDescription: String { says.first ?? "nothing" }
  }

  private static func selection(_ texts: String...) throws -> RunConfiguration {
    try configuration { $0.selection.cases = try texts.map { try NamePattern($0) } }
  }

  private static func named(_ path: String, _ ids: String...) throws -> RunConfiguration {
    configuration {
      $0.selection.identities = Set(
        ids.map { CaseIdentity(suite: "s", caseID: $0, prompt: "p", model: "m") })
      $0.selection.earlierRuns = [.init(choice: .failed, path: path)]
    }
  }

  static let changes: [Change] = [
    Change(was: { try configuration() }, now: { try configuration() }),
    Change(was: { try configuration(.record) }, now: { try configuration(.missing) }),
    Change(was: { try configuration(.missing) }, now: { try configuration(.record) }),
    Change(
      was: { try configuration() }, now: { try configuration(.live) },
      says: ["with --mode replay, not live"]),
    Change(
      was: { try configuration(.live) }, now: { try configuration(.record) },
      says: ["with --mode live, not record"]),
    Change(
      was: { try configuration(.live) }, now: { try configuration(.live, server: "http://b") },
      says: ["that asked http://a (gateway), not http://b"], mayHaveMoved: true),
    Change(was: { try configuration() }, now: { try configuration(server: "http://b") }),
    Change(
      was: { try configuration() }, now: { try configuration(fixtures: "old") },
      says: ["with the recordings of fixtures, not of old"], mayHaveMoved: true),
    Change(
      was: { try configuration(.live) }, now: { try configuration(.live, fixtures: "old") }),
    Change(
      was: { try selection() }, now: { try selection("a*") },
      says: ["of all cases, not with --case 'a*'"]),
    Change(
      was: { try selection("a", "-b") }, now: { try selection() },
      says: ["with '--case=-b' --case a, not of all cases"]),
    Change(was: { try selection("a", "b") }, now: { try selection("b", "a") }),
    Change(
      was: { try named("j", "a") }, now: { try named("j", "a", "b") },
      says: ["with --failed j, which named other cases then"]),
    Change(was: { try named("j", "a") }, now: { try named("other path", "a") }),
    Change(
      was: { try named("j", "a") }, now: { try configuration() },
      says: ["with --failed j, not without"]),
    Change(
      was: { try configuration() }, now: { try named("j", "a") }, says: ["without --failed j"]),
    Change(
      was: { try configuration(fixtures: "x") }, now: { try selection("a") },
      says: [
        "with the recordings of x, not of fixtures", "of all cases, not with --case a",
      ]),
  ]

  @Test(arguments: changes)
  func differencesAreNamed(change: Change) throws {
    let was = try Self.recipe(change.was())
    let differences = try Self.recipe(change.now()).differences(from: was)
    #expect(differences.map(\.text) == change.says)
    #expect(differences.allSatisfy(\.mayHaveMoved) == (change.mayHaveMoved || change.says.isEmpty))
  }

  @Test(arguments: [
    ("fixtures", "fixtures"), ("./fixtures//", "fixtures"), ("a/./b/../c/", "a/c"), ("", "."),
    ("..", ".."), ("../../a", "../../a"), ("a/../..", ".."), ("/a/../b", "/b"), ("/", "/"),
  ])
  func pathsHaveOneSpelling(path: String, plain: String) {
    #expect(RunRecipe.plain(path: path) == plain)
  }

  /// Ids may look like anything; the pattern for one matches that one alone.
  @Test func aNameIsChosenAlone() throws {
    let names = [
      "a", "a*", "*", "?", "/x/", "?x/", "//", "/", "a+b?", "-x", "(", "[a]*", "\\*", "{1}?", "^*$",
      "é?", "a|b*", "x/y*", "a.*", "axx",
    ]
    for name in names {
      let pattern = try NamePattern(NamePattern.exactly(name))
      #expect(names.filter(pattern.matches) == [name])
    }
  }
}

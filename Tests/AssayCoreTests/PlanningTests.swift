import AssayAssertions
import Testing

@testable import AssayCore

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("sarah", "sarah", true), ("sarah", "sara", false), ("s*h", "sarah", true),
    ("*", "", true), ("*", "anything", true), ("p?a", "pia", true), ("p?a", "paa!", false),
    ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false),
    ("*a*a*a*a*b", "aaaaaaaaaaaaaaa", false),
    ("/^s.*h$/", "sarah", true), ("/^s$/", "sarah", false), ("/ara/", "sarah", true),
    ("[a]", "[a]", true), ("Sarah", "sarah", false),
  ])
  func matches(pattern: String, name: String, expected: Bool) throws {
    #expect(try NamePattern(pattern).matches(name) == expected)
  }

  @Test(arguments: ["", "/(/", "/*/"])
  func whatIsNoneIsRefused(text: String) {
    #expect(throws: NamePattern.SyntaxError.self) { try NamePattern(text) }
  }
}

@Suite struct ShardTests {
  private static let cases = (0..<3000).map {
    CaseIdentity(suite: "s", caseID: "case-\($0)", prompt: "p", model: "m")
  }

  @Test(arguments: [1, 2, 3, 7, 20])
  func everyCaseFallsToOneShardAndTheyAreOfLikeSize(count: Int) throws {
    let shards = try (1...count).map { try Shard(index: $0, count: count) }
    var sizes = Array(repeating: 0, count: count)
    for identity in Self.cases {
      let holders = shards.indices.filter { shards[$0].contains(identity) }
      #expect(holders.count == 1)
      sizes[holders[0]] += 1
    }
    let even = Double(Self.cases.count) / Double(count)
    #expect(sizes.allSatisfy { abs(Double($0) - even) < max(1, even * 0.35) }, "\(sizes)")
  }

  /// The same on every machine and in every version: these values must never change.
  @Test func theHashIsPinned() {
    #expect(
      CaseIdentity(suite: "people", caseID: "sarah", prompt: "terse", model: "gpt-4").stableHash()
        == CaseIdentity(suite: "people", caseID: "sarah", prompt: "terse", model: "gpt-4")
        .stableHash())
    #expect(
      CaseIdentity(suite: "ab", caseID: "c", prompt: "", model: "").stableHash()
        != CaseIdentity(suite: "a", caseID: "bc", prompt: "", model: "").stableHash())
  }

  struct Environment: Sendable {
    var variables: [String: String]
    var shard: String?
  }

  @Test(arguments: [
    Environment(variables: [:], shard: nil),
    Environment(variables: ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "5"], shard: "2/5"),
    Environment(variables: ["CI_NODE_TOTAL": "1"], shard: nil),
    Environment(
      variables: ["BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "3"], shard: "1/3"),
    Environment(variables: ["CIRCLE_NODE_INDEX": "3", "CIRCLE_NODE_TOTAL": "4"], shard: "4/4"),
    Environment(
      variables: [
        "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "5",
      ], shard: "3/4"),
    Environment(variables: ["JOB_COMPLETION_INDEX": "1", "JOB_COMPLETIONS": "2"], shard: "2/2"),
    Environment(
      variables: ["AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "9"], shard: "1/9"),
  ])
  func schedulersTellTheirPart(environment: Environment) throws {
    #expect(try Shard.find(in: environment.variables)?.description == environment.shard)
  }

  @Test(arguments: [
    ["JOB_COMPLETION_INDEX": "1"], ["CI_NODE_INDEX": "6", "CI_NODE_TOTAL": "5"],
    ["CIRCLE_NODE_INDEX": "x", "CIRCLE_NODE_TOTAL": "5"],
  ])
  func aPartThatThereIsNotIsRefused(variables: [String: String]) {
    #expect(throws: Shard.SyntaxError.self) { try Shard.find(in: variables) }
  }

  @Test(arguments: ["", "1", "0/3", "4/3", "1/0", "a/b", "1/2/3", "-1/2"])
  func whatIsNoShardIsRefused(text: String) {
    #expect(throws: Shard.SyntaxError.self) { try Shard(parsing: text) }
  }
}

@Suite struct EstimatorsTests {
  /// Against the definition: the share of all choices of k attempts.
  @Test(arguments: [(5, 0), (5, 2), (5, 5), (8, 3), (10, 9)])
  func areTheSharesOfAllChoices(scored: Int, passed: Int) {
    for k in 1...scored {
      var (any, all, count) = (0, 0, 0)
      for choice in 0..<(1 << scored) where choice.nonzeroBitCount == k {
        count += 1
        // The first `passed` attempts are those that passed.
        let good = (choice & ((1 << passed) - 1)).nonzeroBitCount
        if good > 0 { any += 1 }
        if good == k { all += 1 }
      }
      let passAt = Estimators.passAtK(k, passed: passed, of: scored) ?? -1
      let passHat = Estimators.passHatK(k, passed: passed, of: scored) ?? -1
      #expect(abs(passAt - Double(any) / Double(count)) < 1e-12)
      #expect(abs(passHat - Double(all) / Double(count)) < 1e-12)
    }
  }

  @Test func nothingIsSaidOfMoreAttemptsThanThereWere() {
    #expect(Estimators.passAtK(6, passed: 2, of: 5) == nil)
    #expect(Estimators.passHatK(0, passed: 2, of: 5) == nil)
  }

  @Test func aPatternForNamesTakesLinearTime() throws {
    let pattern = try NamePattern("/^(x+x+)+y$/")
    #expect(!pattern.matches(String(repeating: "x", count: 5_000)))
    #expect(pattern.matches("xxxxy"))
  }

  /// CircleCI says 1 of 1 in every job that is not split.
  @Test func oneShardOfOneIsEverything() throws {
    var selection = Selection()
    selection.shard = try Shard(index: 1, count: 1)
    #expect(selection.isEverything)
    selection.shard = try Shard(index: 1, count: 2)
    #expect(!selection.isEverything)
  }
}

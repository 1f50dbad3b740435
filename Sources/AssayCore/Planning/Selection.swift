import AssayAssertions
import AssayInput
import AssaySuites

/// Which cases of the suites are run. Everything that is given must hold.
public struct Selection: Sendable {
  /// Cases by id; any of these.
  public var cases: [NamePattern] = []
  /// Cases by tag; any of these.
  public var tags: [NamePattern] = []
  /// Models by label; any of these.
  public var models: [NamePattern] = []
  public var prompts: [NamePattern] = []
  /// These cases, as an earlier run left them; nil for all.
  public var identities: Set<CaseIdentity>? {
    didSet { compared = identities.map { Set($0.map(\.ofAnyModel)) } }
  }
  /// The journals that ``identities`` are from, as far as anybody has to be told.
  public var earlierRuns: [EarlierRun] = []
  /// These cases, whatever their models.
  private var compared: Set<CaseIdentity>?
  /// So many cases, drawn by the seed: the same ones every time, for all prompts and models.
  public var sample: (count: Int, seed: UInt64)?
  public var shard: Shard?

  /// A journal that cases are taken from.
  public struct EarlierRun: Sendable, Hashable {
    /// Which of its cases.
    public enum Choice: String, Sendable, Hashable, CaseIterable {
      case failed
      /// Also those that were inconclusive.
      case errored

      var outcomes: Set<Outcome> {
        switch self {
        case .failed: [.failed]
        case .errored: [.errored, .inconclusive]
        }
      }
    }

    public var choice: Choice
    /// The path of the journal.
    public var path: String

    var words: [String] { ShellCommand.option("--\(choice.rawValue)", path) }
  }

  /// Takes only what ended so in an earlier run; of several, what any of them names.
  public mutating func take(_ choice: EarlierRun.Choice, of journal: Journal) {
    let found = journal.identities(choice.outcomes)
    identities = identities.map { $0.union(found) } ?? found
    earlierRuns.append(EarlierRun(choice: choice, path: journal.path))
  }

  public init() {}

  public var isEverything: Bool {
    cases.isEmpty && tags.isEmpty && models.isEmpty && prompts.isEmpty && identities == nil
      && sample == nil && (shard?.count ?? 1) == 1
  }

  /// What each suite contributes.
  func plans(_ suites: [Suite]) -> [AttemptPlan] {
    guard let sample else {
      return suites.map { suite in
        AttemptPlan(suite) { identity, testCase in includes(identity, testCase) }
      }
    }
    // Drawn from all, and then shared out: each part draws the same.
    let chosen = suites.map { suite in
      AttemptPlan(suite) { identity, testCase in isChosen(identity, testCase) }
    }
    struct Drawn: Hashable {
      var suite: String
      var caseID: String
    }
    var drawn: Set<Drawn> = []
    for plan in chosen {
      for slot in plan.slots {
        drawn.insert(Drawn(suite: plan.suite.name, caseID: plan.testCase(slot).id))
      }
    }
    let ranked = drawn.map { one in
      var hash = StableHash(seed: sample.seed)
      hash.combine(one.suite)
      hash.combine(one.caseID)
      return (hash.finish(), one)
    }.sorted { ($0.0, $0.1.suite, $0.1.caseID) < ($1.0, $1.1.suite, $1.1.caseID) }
    let kept = Set(ranked.prefix(sample.count).map(\.1))
    return suites.map { suite in
      AttemptPlan(suite) { identity, testCase in
        includes(identity, testCase)
          && kept.contains(Drawn(suite: identity.suite, caseID: identity.caseID))
      }
    }
  }

  func includes(_ identity: CaseIdentity, _ testCase: Suite.Case) -> Bool {
    isChosen(identity, testCase) && isInShard(identity, testCase)
  }

  /// Whether it is one of those that are shared out.
  private func isChosen(_ identity: CaseIdentity, _ testCase: Suite.Case) -> Bool {
    func fits(_ patterns: [NamePattern], _ names: [String]) -> Bool {
      patterns.isEmpty || patterns.contains { pattern in names.contains { pattern.matches($0) } }
    }
    return fits(cases, [identity.caseID]) && fits(tags, testCase.tags)
      && fits(models, [identity.model]) && fits(prompts, [identity.prompt])
      && isNamed(identity, testCase)
  }

  private func isNamed(_ identity: CaseIdentity, _ testCase: Suite.Case) -> Bool {
    guard let identities else { return true }
    if identities.contains(identity) { return true }
    guard testCase.assertions.comparesReplies else { return false }
    return compared?.contains(identity.ofAnyModel) ?? false
  }

  private func isInShard(_ identity: CaseIdentity, _ testCase: Suite.Case) -> Bool {
    guard let shard else { return true }
    guard testCase.assertions.comparesReplies else { return shard.contains(identity) }
    // Replies that are compared must be on one machine.
    return shard.contains(identity.ofAnyModel)
  }
}

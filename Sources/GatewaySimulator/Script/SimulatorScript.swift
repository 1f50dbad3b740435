/// What a simulated gateway knows and how it answers: teams, models, rules and the seed of its
/// draws. `docs/simulator.md` describes the file, `docs/schemas/simulator-script.schema.json`
/// is its schema.
public struct SimulatorScript: Sendable {
  /// Whose shapes of requests and answers are spoken.
  public enum Shapes: String, Sendable, CaseIterable {
    /// What the gateway really answers.
    case running
    /// What the gateway's documentation says and its documented client expects.
    case documented
  }

  /// The newest version of the format that is read.
  package static let version = 1

  /// What every draw is made from, beside what was asked.
  public var seed: UInt64
  public var shapes: Shapes
  package var teams: [Team]
  /// The models there are; nil where any name will do.
  package var models: [Model]?
  /// The pace of models that have none of their own.
  package var pace: Pace
  package var streamUsage: StreamUsage
  package var rules: [Rule]

  /// One team with a million credits, any model, no rule: replies fill the schema that was
  /// asked for, call the tool that was offered, or repeat the last message.
  public static let `default` = SimulatorScript()

  package init(
    seed: UInt64 = 0, shapes: Shapes = .running, teams: [Team] = [.demonstration],
    models: [Model]? = nil, pace: Pace = Pace(), streamUsage: StreamUsage = .chunk,
    rules: [Rule] = []
  ) {
    self.seed = seed
    self.shapes = shapes
    self.teams = teams
    self.models = models
    self.pace = pace
    self.streamUsage = streamUsage
    self.rules = rules
  }
}

/// Where the tokens of a streamed reply are told.
package enum StreamUsage: String, Sendable, CaseIterable {
  /// In a chunk of their own, with no choices.
  case chunk
  /// In the chunk with the finish reason.
  case finish
  /// Nowhere, as a provider does that was not asked for them.
  case none
}

/// A team: who may call, and what it pays.
package struct Team: Sendable {
  package enum BudgetMode: String, Sendable, CaseIterable {
    case jobBased = "job_based"
    case consumptionUSD = "consumption_usd"
    case consumptionTokens = "consumption_tokens"
  }

  package enum Status: String, Sendable, CaseIterable {
    case active, suspended, paused
  }

  package var id: String
  package var key: String
  package var organization = "org-simulated"
  package var credits = 1_000_000
  package var budgetMode = BudgetMode.jobBased
  package var creditsPerDollar = 10.0
  package var tokensPerCredit = 10_000
  package var markupPercent = 0.0
  package var status = Status.active
  /// The models it may use; nil for all.
  package var models: [String]?
  /// Whether its organization has a key for the providers.
  package var hasProviderCredential = true

  package init(id: String, key: String) {
    self.id = id
    self.key = key
  }

  static let demonstration = Team(id: "team-demo", key: "sk-simulated-team-demo")
}

/// A model that teams may call.
package struct Model: Sendable {
  package enum Provider: String, Sendable, CaseIterable {
    case openai, anthropic, gemini, fireworks
  }

  package var name: String
  package var provider = Provider.openai
  /// What the provider calls it.
  package var providerModel: String
  /// US dollars for a million tokens.
  package var inputPrice = 0.15
  package var outputPrice = 0.6
  package var pace: Pace?
  /// Whether a team must name the model to use it, and then is refused by "alias".
  package var isRestricted = false
  package var hasProviderCredential = true

  package init(name: String) {
    self.name = name
    providerModel = name
  }
}

import ArgumentParser
import AssayCore
import AssayInput
import AssaySuites
import HTTPFixtures

/// What a run may use up. When it has, nothing more is begun, and the rest is skipped.
struct BudgetOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "End when the attempts have cost so many US dollars, as far as that is known.")
  var maxCost: Double?

  @Option(
    parsing: .unconditional,
    help: "End after so many requests to models, judges and repetitions included.")
  var maxCalls: Int?

  @Option(
    parsing: .unconditional, help: "End when so many tokens have been used, as far as servers tell."
  )
  var maxTokens: Int?

  func validate() throws {
    if let maxCost, !(maxCost > 0 && maxCost.isFinite) {
      throw ValidationError("--max-cost must be a number above 0.")
    }
    if let maxCalls, maxCalls < 1 { throw ValidationError("--max-calls must be at least 1.") }
    if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1.") }
  }

  /// - Parameter project: What `assay.json` says where no option does.
  func limits(_ project: RunLimits) -> BudgetLimits {
    var limits = BudgetLimits(
      cost: maxCost ?? project.cost, calls: maxCalls ?? project.calls,
      tokens: maxTokens ?? project.tokens)
    if maxCost == nil { limits.ofProject.insert(.cost) }
    if maxCalls == nil { limits.ofProject.insert(.calls) }
    if maxTokens == nil { limits.ofProject.insert(.tokens) }
    return limits
  }

  /// What to say of a budget that may not be kept, since nobody may know what calls cost.
  static func warning(_ suites: [Suite], _ configuration: RunConfiguration) -> String? {
    guard let limit = configuration.budget.cost, configuration.mode.usesNetwork else { return nil }
    let models = suites.flatMap { $0.models + $0.judges }.filter {
      configuration.prices[$0.label] == nil && configuration.prices[$0.name] == nil
    }
    guard !models.isEmpty else { return nil }
    var names: [String] = []
    for model in models where !names.contains(model.label) { names.append(model.label) }
    return "assay.json has no price for \(names.joined(separator: ", ")): unless the server tells "
      + "what replies cost, the budget of \(Dollars.text(limit)) cannot be kept; --max-tokens and "
      + "--max-calls can"
  }
}

import ArgumentParser
import AssayCore
import AssayInput

/// What a run may use up. When it has, nothing more is begun, and the rest is skipped.
struct BudgetOptions: ParsableArguments {
  @Option(help: "End when the attempts have cost so many US dollars, as far as that is known.")
  var maxCost: Double?

  @Option(help: "End after so many requests to models, judges and repetitions included.")
  var maxCalls: Int?

  @Option(help: "End when so many tokens have been used, as far as servers tell.")
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
    BudgetLimits(
      cost: maxCost ?? project.cost, calls: maxCalls ?? project.calls,
      tokens: maxTokens ?? project.tokens)
  }
}

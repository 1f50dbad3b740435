import AssayAssertions
import AssaySuites

/// One attempt that a run will make.
struct PlannedAttempt: Sendable {
  var id: AttemptID
  var testCase: Suite.Case
  var prompt: Suite.Prompt
  var model: Suite.Model
  /// The place of its case in the results.
  var slot: Int
}

/// What a run will do: the matrix of models, prompts, cases and attempts, narrowed by the cases.
struct AttemptPlan: Sendable {
  /// A result for each case of the matrix, without its attempts.
  var slots: [CaseResult] = []
  var attempts: [PlannedAttempt] = []

  init(_ suite: Suite) {
    for model in suite.models {
      for prompt in suite.prompts {
        for testCase in suite.cases where testCase.runs(with: prompt, model) {
          add(suite, testCase, prompt, model)
        }
      }
    }
  }

  private mutating func add(
    _ suite: Suite, _ testCase: Suite.Case, _ prompt: Suite.Prompt, _ model: Suite.Model
  ) {
    func id(_ attempt: Int) -> AttemptID {
      AttemptID(
        suite: suite.name, caseID: testCase.id, prompt: prompt.id, model: model.label,
        attempt: attempt)
    }
    var slot = CaseResult(
      suite: suite.name, caseID: testCase.id, title: testCase.title, prompt: prompt.id,
      model: model.label, repetition: testCase.repetition,
      location: testCase.location, attempts: [])
    if let reason = testCase.skipReason {
      slot.attempts = [AttemptResult(id: id(1), outcome: .skipped, reason: reason)]
    } else {
      for attempt in 1...testCase.repetition.attempts {
        attempts.append(
          PlannedAttempt(
            id: id(attempt), testCase: testCase, prompt: prompt, model: model, slot: slots.count))
      }
    }
    slots.append(slot)
  }
}

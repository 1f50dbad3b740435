import JSONModel
import Synchronization

@testable import AssayAssertions

/// A judge who gives prepared answers, and remembers what it was asked.
final class ScriptedJudge: JudgeModel {
  struct Asked: Sendable {
    var question: JudgeQuestion
    var step: String

    var text: String { question.messages.map(\.text).joined(separator: "\n") }
  }

  struct OutOfAnswers: Error, CustomStringConvertible {
    var description: String { "the judge is not there" }
  }

  private let state: Mutex<(answers: [String], asked: [Asked])>

  init(_ answers: [String]) {
    state = Mutex((answers, []))
  }

  var asked: [Asked] { state.withLock { $0.asked } }

  func ask(_ question: JudgeQuestion, step: String) async throws -> Reply {
    let answer = state.withLock { state -> String? in
      state.asked.append(Asked(question: question, step: step))
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    guard let answer else { throw OutOfAnswers() }
    return Reply(text: answer)
  }
}

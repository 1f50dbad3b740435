/// An assertion that asks a judge, and how often: for plans.
protocol JudgedAssertion: Assertion {
  /// The questions about one reply, or about the replies that are compared, where every answer is of
  /// use. Fewer are asked where an answer makes the next question needless.
  var questions: Int { get }
}

extension RubricAssertion: JudgedAssertion {
  var questions: Int { panel.names.count }
}

extension GEvalAssertion: JudgedAssertion {
  var questions: Int { panel.names.count * (steps == nil ? 2 : 1) }
}

extension FactualityAssertion: JudgedAssertion {
  var questions: Int { panel.names.count }
}

extension ClosedQuestionAssertion: JudgedAssertion {
  var questions: Int { panel.names.count }
}

extension AnswerRelevanceAssertion: JudgedAssertion {
  var questions: Int { panel.names.count * 2 }
}

extension SelectBestAssertion: JudgedAssertion {
  var questions: Int { 2 }
}

extension ConfiguredAssertion {
  /// How often it asks a judge, at most, where every answer is of use; what somebody's own
  /// assertions ask, nobody knows.
  package var judgeQuestions: Int {
    if let set = assertion as? SetAssertion {
      return set.assertions.reduce(0) { $0 + $1.judgeQuestions }
    }
    return (assertion as? any JudgedAssertion)?.questions ?? 0
  }
}

extension AssertionSet {
  /// The questions to judges about one reply; see ``ConfiguredAssertion/judgeQuestions``.
  package var questionsAboutAReply: Int { count { !$0.isComparative } }
  /// Those about all replies that are compared.
  package var questionsOfComparisons: Int { count(\.isComparative) }

  private func count(_ isCounted: (ConfiguredAssertion) -> Bool) -> Int {
    assertions.reduce(0) { isCounted($1) ? $0 + $1.judgeQuestions : $0 }
  }
}

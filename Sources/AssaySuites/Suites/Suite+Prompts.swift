extension Suite {
  /// The messages of one prompt and case, as they are sent.
  public struct RenderedPrompt: Sendable {
    public var promptID: String
    public var caseID: String
    public var messages: [(role: String, content: String)]
  }

  /// What every case sends with every prompt that it runs with.
  package func renderedPrompts() throws -> [RenderedPrompt] {
    try prompts.flatMap { prompt in
      try cases.filter { $0.promptIDs?.contains(prompt.id) ?? true }.map { testCase in
        RenderedPrompt(
          promptID: prompt.id, caseID: testCase.id,
          messages: try prompt.messages.map {
            ($0.role, try $0.content.render(testCase.variables))
          })
      }
    }
  }
}

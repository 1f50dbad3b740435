extension AssertionRegistry {
  /// The types that come with Assay, in the order in which the documents have them.
  public static let standard: AssertionRegistry = {
    var registry = AssertionRegistry()
    registry.registerTexts()
    registry.registerStructures()
    registry.registerCalls()
    registry.registerSimilarities()
    registry.registerJudged()
    registry.registerSets()
    registry.register(ExecAssertion.self)
    return registry
  }()

  private mutating func registerTexts() {
    register(EqualsAssertion.self)
    register(ContainsAssertion.self)
    register("icontains", ContainsAssertion.caseless) {
      ContainsAssertion(reading: &$0, ignoresCase: true)
    }
    for (prefix, ignoresCase) in [("", false), ("i", true)] {
      register("\(prefix)contains-all", ContainsListAssertion.allDocumentation) {
        ContainsListAssertion(reading: &$0, needsAll: true, ignoresCase: ignoresCase)
      }
      register("\(prefix)contains-any", ContainsListAssertion.anyDocumentation) {
        ContainsListAssertion(reading: &$0, needsAll: false, ignoresCase: ignoresCase)
      }
    }
    register("starts-with", AffixAssertion.documentation) {
      AffixAssertion(reading: &$0, isAtEnd: false)
    }
    register("ends-with", AffixAssertion.endDocumentation) {
      AffixAssertion(reading: &$0, isAtEnd: true)
    }
    register(RegexAssertion.self)
    register(WordCountAssertion.self)
    register(CharacterCountAssertion.self)
    register(LevenshteinAssertion.self)
    register(NumberAssertion.self)
    register(ChoiceAssertion.self)
    register(RefusalAssertion.self)
  }

  private mutating func registerStructures() {
    register(IsJSONAssertion.self)
    register(ContainsJSONAssertion.self)
    register(JSONSchemaAssertion.self)
    register(ShapeAssertion.self)
    register(JSONPathAssertion.self)
    register(JSONEqualsAssertion.self)
    register("is-xml", MarkupAssertion.isXML) { MarkupAssertion(reading: &$0, .wholeXML) }
    register("contains-xml", MarkupAssertion.containsXML) {
      MarkupAssertion(reading: &$0, .embeddedXML)
    }
    register(XPathAssertion.self)
    register("is-html", MarkupAssertion.isHTML) { MarkupAssertion(reading: &$0, .wholeHTML) }
  }

  private mutating func registerCalls() {
    register(ToolCalledAssertion.self)
    register(ToolArgumentsAssertion.self)
    register(ToolSequenceAssertion.self)
    register(FinishReasonAssertion.self)
    register(LatencyAssertion.self)
    register("time-to-first-token", LatencyAssertion.firstTokenDocumentation) {
      LatencyAssertion(reading: &$0, .timeToFirstToken)
    }
    register(TokensAssertion.self)
    register(CostAssertion.self)
  }

  private mutating func registerSimilarities() {
    register(RougeNAssertion.self)
    register(RougeLAssertion.self)
    register(BLEUAssertion.self)
    register(GLEUAssertion.self)
    register(TokenF1Assertion.self)
  }

  private mutating func registerJudged() {
    register(RubricAssertion.self)
    register(FactualityAssertion.self)
    register(ClosedQuestionAssertion.self)
    register(GEvalAssertion.self)
    register(AnswerRelevanceAssertion.self)
    register(SelectBestAssertion.self)
  }

  private mutating func registerSets() {
    register("all", SetAssertion.all) { SetAssertion(reading: &$0, .all) }
    register("any", SetAssertion.any) { SetAssertion(reading: &$0, .any) }
    register("at-least", SetAssertion.atLeast) { SetAssertion(reading: &$0, .atLeast) }
  }
}

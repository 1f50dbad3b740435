import AssayInput
import Testing

@Suite struct NearestNameTests {
  static let names = ["assert", "cases", "models", "prompts", "max_tokens", "regex", "latency"]

  @Test(arguments: [
    ("asert", "assert"), ("Assert", "assert"), ("model", "models"), ("maxTokens", "max_tokens"),
    ("rgeex", "regex"), ("latencyy", "latency"), ("promts", "prompts"),
  ])
  func findsSlips(written: String, meant: String) {
    #expect(NearestName.find(written, among: Self.names) == meant)
  }

  @Test(arguments: ["xyz", "temperature", "", "c"])
  func isSilentWhereNothingIsNear(written: String) {
    #expect(NearestName.find(written, among: Self.names) == nil)
  }
}

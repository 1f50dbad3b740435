import Testing

@testable import SaaSLiteLLM

struct CredentialPatternTests {
  private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

  @Test(arguments: ["", " ", "=", "%3D", "\\n", "x-", "token_", "eyJ"])
  func webTokensAreMaskedWhateverStandsBefore(text: String) {
    let masked = CredentialPatterns.mask(text + Self.token + " end", with: "*")
    #expect(!masked.contains("c2lnbmF0"), "\(masked)")
    #expect(masked.hasSuffix(" end"))
  }

  /// As long as any text that is looked at, and made to be searched again and again. The last once
  /// took ten seconds.
  @Test(arguments: ["a.", "key=\t", "a-://", "key%3D ", "eyJ"])
  func noTextTakesLong(piece: String) {
    let text = "key @ " + String(repeating: piece, count: 16_384 / piece.utf8.count)
    #expect(CredentialPatterns.mask(text, with: "*").hasPrefix("key @"))
  }
}

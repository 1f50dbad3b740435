/// What a credential looks like in a text.
enum CredentialPatterns {
  // A stored Regex is not Sendable; each is built where it is used, and only when the cheap
  // test finds a reason to.

  static func mask(_ text: String, with mark: String) -> String {
    guard mayHoldCredential(text) else { return text }
    var result = text
    // `?key=…` and its relatives in URLs, `api_key: …` in quoted settings, also percent-encoded.
    result.replace(
      #/(?i)(^|[^a-z0-9_]|%[0-9a-f]{2})(key|token|secret|password|signature|sig)(["']?\s*[=:]\s*["']?|%3D)(?!\s)[^\s&"'<>,;)}\]]{4,}/#
    ) { "\($0.output.1)\($0.output.2)\($0.output.3)\(mark)" }
    result.replace(
      #/(?i)(api[-_]?key|(?:access|auth|refresh|id)[-_]?token|(?:client|api)[-_]?secret|(?:secret|virtual|private)[-_]?key)(["']?\s*[=:]\s*["']?|%3D)(?!\s)[^\s&"'<>,;)}\]]{4,}/#
    ) { "\($0.output.1)\($0.output.2)\(mark)" }
    result.replace(#/(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+\/=-]{6,}/#) { match in
      "\(match.output.1) \(mark)"
    }
    // Keys that are known by their beginnings: OpenAI, Anthropic, LiteLLM and others; Google;
    // AWS; Groq, Hugging Face, xAI, Perplexity, NVIDIA, Replicate; JSON web tokens. They may
    // follow anything but a letter: an underscore, or the digit of a percent-encoding.
    result.replace(#/(^|[^A-Za-z])sk-[A-Za-z0-9_*-]{6,}/#) { "\($0.output.1)\(mark)" }
    result.replace(#/(AIza[A-Za-z0-9_-]{10,}|ya29\.[A-Za-z0-9._-]{10,})/#) { _ in mark }
    result.replace(#/(^|[^A-Za-z])(AKIA|ASIA)[A-Z0-9]{12,}/#) { "\($0.output.1)\(mark)" }
    result.replace(
      #/(^|[^A-Za-z])(gsk_|hf_|xai-|pplx-|nvapi-|r8_|glpat-|gh[pousr]_)[A-Za-z0-9_-]{16,}/#
    ) { "\($0.output.1)\(mark)" }
    // By words and without going back: a text of nothing but `eyJ` would take long otherwise.
    result.replace(#/(^|[^A-Za-z0-9_-])([A-Za-z0-9_-]{13,}+\.[A-Za-z0-9._-]+)/#) { match in
      let (before, word) = (match.output.1, match.output.2)
      guard let token = word.firstRange(of: "eyJ") else { return "\(before)\(word)" }
      return "\(before)\(word[..<token.lowerBound])\(mark)"
    }
    // `https://user:password@host`.
    result.replace(#/(?i)\b([a-z][a-z0-9+.-]*:\/\/)[^\s\/@]+@/#) { match in
      "\(match.output.1)\(mark)@"
    }
    return result
  }

  private static func mayHoldCredential(_ text: String) -> Bool {
    let lowered = text.lowercased()
    return [
      "key", "token", "secret", "password", "sig", "bearer", "basic", "sk-", "aiza", "ya29",
      "akia", "asia", "gsk_", "hf_", "xai-", "pplx-", "nvapi-", "r8_", "glpat-", "gh", "eyj", "@",
    ].contains { lowered.contains($0) }
  }
}

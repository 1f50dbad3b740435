/// What a credential looks like in a text.
enum CredentialPatterns {
  // A stored Regex is not Sendable; each is built where it is used, and only when the cheap
  // test finds a reason to.

  static func mask(_ text: String, with mark: String) -> String {
    guard mayHoldCredential(text) else { return text }
    var result = text
    // `?key=…` and its relatives in URLs, and `api_key: …` in quoted settings.
    result.replace(
      #/(?i)\b(key|api[-_]?key|x-goog-api-key|access[-_]?token|token|secret|password|signature|sig)(["']?\s*[=:]\s*["']?)(?!\s)(?<value>[^\s&"'<>,;)}\]]{4,})/#
    ) { match in "\(match.output.1)\(match.output.2)\(mark)" }
    result.replace(#/(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+\/=-]{6,}/#) { match in
      "\(match.output.1) \(mark)"
    }
    // Keys of OpenAI, Anthropic, LiteLLM and Google; JSON web tokens.
    result.replace(#/\bsk-[A-Za-z0-9_*-]{6,}/#) { _ in mark }
    result.replace(#/\bAIza[A-Za-z0-9_-]{10,}/#) { _ in mark }
    result.replace(#/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9._-]+/#) { _ in mark }
    // `https://user:password@host`.
    result.replace(#/(?i)\b([a-z][a-z0-9+.-]*:\/\/)[^\s\/@]+@/#) { match in
      "\(match.output.1)\(mark)@"
    }
    return result
  }

  private static func mayHoldCredential(_ text: String) -> Bool {
    let lowered = text.lowercased()
    return [
      "key", "token", "secret", "password", "sig", "bearer", "basic", "sk-", "aiza", "eyj", "@",
    ].contains { lowered.contains($0) }
  }
}

extension Fault {
  /// The names of faults in scripts, headers, logs and counts.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case status, html, provider, reset, close, hang, crlf
    case rateLimit = "rate-limit"
    case brokenStream = "broken-stream"
    case truncatedJSON = "truncated-json"
    case missingDone = "missing-done"
    case truncatedStream = "truncated-stream"
    case inBandError = "in-band-error"
    case noSpace = "no-space"
    case splitCharacters = "split-characters"
    case slowDrip = "slow-drip"
  }

  package var kind: Kind {
    switch self {
    case .status: .status
    case .html: .html
    case .rateLimit: .rateLimit
    case .provider: .provider
    case .brokenStream: .brokenStream
    case .reset: .reset
    case .close: .close
    case .truncatedJSON: .truncatedJSON
    case .missingDone: .missingDone
    case .truncatedStream: .truncatedStream
    case .inBandError: .inBandError
    case .crlf: .crlf
    case .noSpace: .noSpace
    case .splitCharacters: .splitCharacters
    case .slowDrip: .slowDrip
    case .hang: .hang
    }
  }
}

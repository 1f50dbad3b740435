extension Fault {
  /// The name of the fault in scripts, headers, logs and counts.
  package var kind: String {
    switch self {
    case .status: "status"
    case .html: "html"
    case .rateLimit: "rate-limit"
    case .provider: "provider"
    case .brokenStream: "broken-stream"
    case .reset: "reset"
    case .close: "close"
    case .truncatedJSON: "truncated-json"
    case .missingDone: "missing-done"
    case .truncatedStream: "truncated-stream"
    case .inBandError: "in-band-error"
    case .crlf: "crlf"
    case .noSpace: "no-space"
    case .splitCharacters: "split-characters"
    case .slowDrip: "slow-drip"
    case .hang: "hang"
    }
  }
}

extension RunConfiguration.Gateway: CustomStringConvertible, CustomReflectable {
  /// The server and the team, without the key.
  public var description: String { "the gateway at \(shownURL), team \(teamID)" }

  /// The server and the team, without the key, for `dump`.
  public var customMirror: Mirror {
    Mirror(self, children: ["baseURL": shownURL, "teamID": teamID])
  }

  /// The URL without user information, which a client refuses, and which may be a password.
  private var shownURL: String {
    guard let scheme = baseURL.firstRange(of: "://"), let mark = baseURL.lastIndex(of: "@"),
      mark >= scheme.upperBound
    else { return baseURL }
    return baseURL[..<scheme.upperBound] + "…" + baseURL[mark...]
  }
}

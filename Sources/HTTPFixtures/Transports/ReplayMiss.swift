import JSONModel

/// A request that no recording answers.
public struct ReplayMiss: Error, Sendable {
  public enum Reason: Sendable, Hashable {
    /// Nothing like it was ever recorded.
    case neverRecorded
    /// It was recorded this many times, and all of the recordings were served already.
    case consumed(count: Int)
  }

  /// A recording that comes close, and how it differs.
  public struct Near: Sendable, Hashable {
    public var recording: FixtureStore.Reference
    public var differences: [RequestDifference]
  }

  public var reason: Reason
  public var method: String
  /// The path that was asked for, with the names of its changing parts.
  public var path: String
  /// The URL that was asked for, without secrets.
  public var url: String
  public var labels: ExchangeLabels
  /// The closest recordings, the closest first.
  public var nearest: [Near]
  /// How many recordings there are at all.
  public var recordingCount: Int
  /// What records the exchange, if the caller said.
  public var hint: String?
}

/// One point in which a request differs from a recording.
public struct RequestDifference: Sendable, Hashable {
  static let labelPrefix = "labels."

  /// What differs: `method`, `path`, `query`, `labels.case`, `body`, or `body` and a JSON
  /// pointer, such as `body/messages/0/content`.
  public var place: String
  /// What was asked; nil where it is not there.
  public var asked: String?
  /// What was recorded; nil where it is not there.
  public var recorded: String?
}

extension ReplayMiss: CustomStringConvertible {
  /// Some lines: what was asked, how the nearest recording differs, and how to record it.
  public var description: String {
    let who = labels.isEmpty ? "" : " [\(labels)]"
    var lines: [String] = []
    switch reason {
    case .neverRecorded:
      lines.append("no recording answers \(method) \(path)\(who)")
    case .consumed(let count):
      lines.append(
        "no recording is left for \(method) \(path)\(who): "
          + "already consumed (\(count) of \(count))")
    }
    if recordingCount == 0 { lines.append("  there are no recordings at all") }
    if let near = nearest.first { lines += Self.explain(near) }
    if let hint { lines.append("  to record it: \(hint)") }
    return lines.joined(separator: "\n")
  }

  private static func explain(_ near: Near) -> [String] {
    let place = "\(near.recording.file), entry \(near.recording.index)"
    let labels = near.differences.filter { $0.place.hasPrefix(RequestDifference.labelPrefix) }
    if !labels.isEmpty, labels.count == near.differences.count {
      let others = labels.map { difference in
        let name = difference.place.dropFirst(RequestDifference.labelPrefix.count)
        return "\(name) \(difference.recorded ?? "")"
          + (difference.asked.map { " instead of \($0)" } ?? "")
      }
      return ["  this request was recorded, but for \(others.joined(separator: ", ")) (\(place))"]
    }
    return ["  the nearest recording differs (\(place)):"]
      + near.differences.map { "    \($0)" }
  }
}

extension RequestDifference: CustomStringConvertible {
  /// `body/messages/0/content: asked "Hi", recorded "Hello"`
  public var description: String {
    "\(place): asked \(Self.short(asked)), recorded \(Self.short(recorded))"
  }

  private static func short(_ text: String?) -> String {
    guard let text else { return "nothing" }
    return text.count <= 120 ? text : text.prefix(117) + "..."
  }
}

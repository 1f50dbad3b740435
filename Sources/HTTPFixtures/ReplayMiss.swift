import JSONModel

/// A request that no recording answers: what was asked, and how near the recordings come.
public struct ReplayMiss: Error, Sendable, CustomStringConvertible {
  let asked: RequestIdentity
  let labels: ExchangeLabels
  /// How many recordings of this request there are, all of them served already.
  let consumed: Int
  /// Whom the recordings of this very request were made for.
  let recordedFor: [ExchangeLabels]
  let nearest: RequestIdentity?
  let folder: String

  public var description: String {
    var text = "no recording answers \(asked)"
    if consumed > 0 {
      text += ": it was recorded \(consumed == 1 ? "once" : "\(consumed) times"), and all are used"
    } else if let other = closestLabels {
      text += ": this request was recorded, but for "
      text += Self.differences(other, labels)
    } else if let nearest {
      text += "; the nearest recording in \(folder) differs:"
      text += Self.differences(nearest.body, asked.body).map { "\n\($0)" }.joined()
    } else {
      text += ": nothing like it was ever recorded in \(folder)"
    }
    return text
  }

  /// The labels of a recording of this request that differ least from the asked ones.
  private var closestLabels: ExchangeLabels? {
    recordedFor.min { Self.changed($0, labels).count < Self.changed($1, labels).count }
  }

  private static func changed(_ recorded: ExchangeLabels, _ asked: ExchangeLabels) -> [String] {
    recorded.values.keys.sorted().filter { recorded[$0] != asked[$0] }
  }

  private static func differences(_ recorded: ExchangeLabels, _ asked: ExchangeLabels) -> String {
    changed(recorded, asked).map { name in
      "\(name) \(recorded[name] ?? "") instead of \(asked[name] ?? "none")"
    }.joined(separator: ", ")
  }

  private static func differences(
    _ recorded: RequestIdentity.Body, _ asked: RequestIdentity.Body
  ) -> [String] {
    guard case .json(let recorded) = recorded, case .json(let asked) = asked else {
      return ["the body"]
    }
    var lines: [String] = []
    compare(recorded, asked, .root, &lines)
    return lines
  }

  private static func compare(
    _ recorded: JSONValue, _ asked: JSONValue, _ place: JSONPointer, _ lines: inout [String]
  ) {
    switch (recorded, asked) {
    case (.object(let left), .object(let right)):
      for key in left.keys + right.keys.filter({ left[$0] == nil }) {
        switch (left[key], right[key]) {
        case (let left?, let right?): compare(left, right, place.appending(key), &lines)
        case (let left?, nil):
          lines.append("\(place.appending(key)): recorded \(short(left)), not asked")
        case (nil, let right?):
          lines.append("\(place.appending(key)): asked \(short(right)), not recorded")
        case (nil, nil): break
        }
      }
    case (.array(let left), .array(let right)) where left.count == right.count:
      for (position, pair) in zip(left, right).enumerated() {
        compare(pair.0, pair.1, place.appending(position), &lines)
      }
    default:
      if recorded != asked {
        lines.append("\(place): recorded \(short(recorded)), asked \(short(asked))")
      }
    }
  }

  private static func short(_ value: JSONValue) -> String {
    let text = value.text()
    return text.count <= 120 ? text : text.prefix(120) + "…"
  }
}

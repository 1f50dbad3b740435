import JSONModel

/// Finds the recordings that come closest to a request that none answers.
struct NearMisses {
  let store: FixtureStore
  let canonicalizer: RequestCanonicalizer
  let redactor: Redactor

  private static let maximumCandidates = 100
  private static let maximumResults = 3
  private static let maximumDifferences = 8

  struct Asked {
    var method: String
    var url: String
    var body: [UInt8]
    var labels: ExchangeLabels
  }

  /// How far a recording is from what was asked; the smallest is the closest.
  private struct Candidate {
    var place: FixtureStore.Place
    var labelMismatches: Int
    var isOtherPath: Bool

    var rank: (Int, Int) { (isOtherPath ? 1 : 0, labelMismatches) }
  }

  func nearest(to asked: Asked) -> [ReplayMiss.Near] {
    let path = canonicalizer.templatedPath(URLParts(asked.url))
    var candidates: [Candidate] = []
    for (fileIndex, file) in store.files.enumerated() {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        let isOtherPath =
          recording.method != asked.method
          || canonicalizer.templatedPath(URLParts(recording.url)) != path
        let mismatches = recording.labels.count { asked.labels[$0.name] != $0.value }
        if isOtherPath, mismatches > 0 || recording.labels.isEmpty { continue }
        candidates.append(
          Candidate(
            place: FixtureStore.Place(file: fileIndex, index: index),
            labelMismatches: mismatches, isOtherPath: isOtherPath))
      }
    }
    candidates.sort { $0.rank < $1.rank }
    let compared = candidates.prefix(Self.maximumCandidates).map { candidate in
      (candidate.rank, near(asked, path, candidate.place))
    }
    return compared.enumerated().sorted { left, right in
      let (leftRank, leftNear) = left.element
      let (rightRank, rightNear) = right.element
      if leftRank.0 != rightRank.0 { return leftRank.0 < rightRank.0 }
      return (leftRank.1, leftNear.differences.count, left.offset)
        < (rightRank.1, rightNear.differences.count, right.offset)
    }.prefix(Self.maximumResults).map(\.element.1)
  }

  private func near(
    _ asked: Asked, _ path: String, _ place: FixtureStore.Place
  ) -> ReplayMiss.Near {
    let file = store.files[place.file]
    let recording = file.recordings[place.index]
    let url = URLParts(redactor.redact(url: recording.url))
    var differences: [RequestDifference] = []
    func add(_ place: String, _ asked: String?, _ recorded: String?) {
      guard asked != recorded else { return }
      differences.append(RequestDifference(place: place, asked: asked, recorded: recorded))
    }
    add("method", asked.method, recording.method)
    add("path", path, canonicalizer.templatedPath(url))
    add("query", URLParts(asked.url).query.map(String.init), url.query.map(String.init))
    for label in recording.labels {
      add(RequestDifference.labelPrefix + label.name, asked.labels[label.name], label.value)
    }
    let recorded = redactor.redact(
      (try? file.requestBody(place.index)) ?? [], mimeType: recording.mimeType
    ).bytes
    differences += BodyDifference.between(asked.body, recorded, limit: Self.maximumDifferences)
    return ReplayMiss.Near(recording: store.reference(place), differences: differences)
  }
}

/// Compares bodies: JSON by its values, others as a whole.
enum BodyDifference {
  static func between(
    _ asked: [UInt8], _ recorded: [UInt8], limit: Int
  ) -> [RequestDifference] {
    guard asked != recorded else { return [] }
    guard let askedValue = try? JSONValue(parsing: asked),
      let recordedValue = try? JSONValue(parsing: recorded)
    else {
      return [
        RequestDifference(place: "body", asked: text(asked), recorded: text(recorded))
      ]
    }
    var differences: [RequestDifference] = []
    compare(askedValue, recordedValue, .root, limit, &differences)
    return differences
  }

  private static func text(_ body: [UInt8]) -> String? {
    guard !body.isEmpty else { return nil }
    return String(validating: body, as: UTF8.self).map { JSONValue.string($0).text() }
      ?? "\(body.count) bytes"
  }

  private static func compare(
    _ asked: JSONValue?, _ recorded: JSONValue?, _ pointer: JSONPointer, _ limit: Int,
    _ differences: inout [RequestDifference]
  ) {
    guard asked != recorded, differences.count < limit else { return }
    switch (asked, recorded) {
    case (.object(let asked), .object(let recorded)):
      for key in asked.keys + recorded.keys.filter({ asked[$0] == nil }) {
        compare(asked[key], recorded[key], pointer.appending(key), limit, &differences)
      }
    case (.array(let asked), .array(let recorded)):
      for index in 0..<max(asked.count, recorded.count) {
        compare(
          index < asked.count ? asked[index] : nil,
          index < recorded.count ? recorded[index] : nil,
          pointer.appending(index), limit, &differences)
      }
    default:
      differences.append(
        RequestDifference(
          place: "body\(pointer)", asked: asked?.text(), recorded: recorded?.text()))
    }
  }
}

import JSONModel
import Synchronization

/// Finds the recordings that come closest to a request that none answers.
///
/// Where a prompt was changed, every request of a run may come here, so that neither all recordings
/// are looked at for each, nor many bodies compared.
final class NearMisses: Sendable {
  private let store: FixtureStore
  private let canonicalizer: RequestCanonicalizer
  private let redactor: Redactor
  private let state = Mutex(State())

  private struct State {
    /// Made for the first miss.
    var index: NearMissIndex?
    /// How many more bodies are compared only to find the closest of equally close ones.
    var comparisons = 10_000
  }

  private static let maximumCandidates = 100
  private static let maximumResults = 3
  private static let maximumDifferences = 8

  struct Asked {
    var method: String
    var url: String
    var body: [UInt8]
    var labels: ExchangeLabels
  }

  init(store: FixtureStore, canonicalizer: RequestCanonicalizer, redactor: Redactor) {
    self.store = store
    self.canonicalizer = canonicalizer
    self.redactor = redactor
  }

  /// The closest: of the same path before others, then those with the fewest labels otherwise, then
  /// those with the fewest differences.
  func nearest(to asked: Asked) -> [ReplayMiss.Near] {
    let path = canonicalizer.templatedPath(URLParts(asked.url))
    let index = index
    let candidates = index.candidates(
      method: asked.method, path: path, labels: asked.labels, limit: Self.maximumCandidates)
    guard let best = candidates.first?.rank else { return [] }
    let closest = candidates.prefix { $0.rank == best }
    return closest.prefix(allowance(closest.count)).map { near(asked, path, $0.place) }.enumerated()
      .sorted {
        ($0.element.differences.count, $0.offset) < ($1.element.differences.count, $1.offset)
      }.prefix(Self.maximumResults).map(\.element)
  }

  private var index: NearMissIndex {
    state.withLock { state in
      if let index = state.index { return index }
      let index = NearMissIndex(store, canonicalizer)
      state.index = index
      return index
    }
  }

  private func allowance(_ wanted: Int) -> Int {
    state.withLock { state in
      state.comparisons = max(0, state.comparisons - wanted)
      return state.comparisons > 0 ? wanted : Self.maximumResults
    }
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

/// The recordings by what a request that none answers may share with them: labels and path.
struct NearMissIndex {
  struct Candidate {
    var place: FixtureStore.Place
    /// How far it is from what was asked; the smallest is the closest.
    var rank: Rank
  }

  struct Rank: Comparable {
    var isOtherPath: Bool
    var labelMismatches: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.isOtherPath ? 1 : 0, left.labelMismatches)
        < (right.isOtherPath ? 1 : 0, right.labelMismatches)
    }
  }

  private struct Target: Hashable {
    var method: String
    var path: String
  }

  private let store: FixtureStore
  /// Of all recordings with an answer, in the order of the files.
  private var places: [FixtureStore.Place] = []
  /// The number of each one's method and path.
  private var targets: [Int32] = []
  private var numbers: [Target: Int32] = [:]
  private var byLabel: [ExchangeLabels.Label: [Int32]] = [:]
  private var byTarget: [[Int32]] = []

  /// So many of those that share a label are looked at. The label that the fewest share comes
  /// first, mostly the case.
  private static let depth = 1000

  init(_ store: FixtureStore, _ canonicalizer: RequestCanonicalizer) {
    self.store = store
    var known: [String: String] = [:]
    for (fileIndex, file) in store.files.enumerated() {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        let path = known[recording.url] ?? canonicalizer.templatedPath(URLParts(recording.url))
        known[recording.url] = path
        add(
          FixtureStore.Place(file: fileIndex, index: index),
          Target(method: recording.method, path: path), recording.labels)
      }
    }
  }

  private mutating func add(
    _ place: FixtureStore.Place, _ target: Target, _ labels: ExchangeLabels
  ) {
    let position = Int32(places.count)
    let number = numbers[target] ?? Int32(byTarget.count)
    if number == byTarget.count {
      numbers[target] = number
      byTarget.append([])
    }
    byTarget[Int(number)].append(position)
    targets.append(number)
    places.append(place)
    for label in labels { byLabel[label, default: []].append(position) }
  }

  /// Recordings that come close, the closest first.
  func candidates(
    method: String, path: String, labels: ExchangeLabels, limit: Int
  ) -> [Candidate] {
    let target = numbers[Target(method: method, path: path)]
    var lists = labels.compactMap { byLabel[$0] }.sorted { $0.count < $1.count }
    if let target { lists.append(byTarget[Int(target)]) }
    var seen: Set<Int32> = []
    var candidates: [Candidate] = []
    for list in lists where candidates.count < limit {
      for position in list.prefix(Self.depth) where seen.insert(position).inserted {
        let place = places[Int(position)]
        let recorded = store.files[place.file].recordings[place.index].labels
        let rank = Rank(
          isOtherPath: targets[Int(position)] != target,
          labelMismatches: recorded.count { labels[$0.name] != $0.value })
        // What has neither the path nor all labels in common is no help.
        if rank.isOtherPath, rank.labelMismatches > 0 || recorded.isEmpty { continue }
        candidates.append(Candidate(place: place, rank: rank))
      }
    }
    return Array(
      candidates.enumerated()
        .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        .prefix(limit).map(\.element))
  }
}

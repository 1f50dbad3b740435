/// The recordings of a store by the labels that they carry.
///
/// An asker with labels mostly has one recording that carries just these, so whether that is the
/// one can be told by looking at it, without working out what all requests are made of.
struct LabelIndex: Sendable {
  /// The sets of label names that recordings carry, those with the most first.
  let labelNames: [[String]]
  /// By the digest of labels. Negative indexes are those of ``groups``, counted from -1.
  private let places: [UInt64: Packed]
  /// Recordings with one digest, where there are several.
  private let groups: [[FixtureStore.Place]]

  /// A place in little memory.
  private struct Packed {
    var file: Int32
    var index: Int32

    var place: FixtureStore.Place { FixtureStore.Place(file: Int(file), index: Int(index)) }
  }

  /// The recordings with the digest of some labels, in recorded order; in rare cases that is also
  /// the digest of others.
  enum Found {
    case none
    case one(FixtureStore.Place)
    case several([FixtureStore.Place], group: Int)
  }

  init(_ store: FixtureStore) {
    var places: [UInt64: Packed] = [:]
    places.reserveCapacity(store.count)
    var groups: [[FixtureStore.Place]] = []
    var names: Set<[String]> = []
    // Neighbours mostly carry the same labels.
    var lastNames: [String]?
    for (fileIndex, file) in store.files.enumerated() {
      for (index, recording) in file.recordings.enumerated() where recording.isAnswered {
        if !recording.labels.areNamed(lastNames) {
          let own = recording.labels.names
          names.insert(own.sorted())
          lastNames = own
        }
        let digest = recording.labels.digest
        let packed = Packed(file: Int32(fileIndex), index: Int32(index))
        guard let known = places.updateValue(packed, forKey: digest) else { continue }
        if known.index >= 0 { groups.append([known.place]) }
        let group = known.index >= 0 ? groups.count - 1 : -1 - Int(known.index)
        groups[group].append(packed.place)
        places[digest] = Packed(file: -1, index: Int32(-1 - group))
      }
    }
    self.places = places
    self.groups = groups
    labelNames = names.sorted { ($0.count, $1.description) > ($1.count, $0.description) }
  }

  subscript(labels: ExchangeLabels) -> Found {
    guard let packed = places[labels.digest] else { return .none }
    guard packed.index < 0 else { return .one(packed.place) }
    let group = -1 - Int(packed.index)
    return .several(groups[group], group: group)
  }
}

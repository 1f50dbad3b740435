/// The attempts that wait, and which comes next: in the order of the suites, but a model that has no
/// place for one lets others go first.
struct AttemptQueue: Sendable {
  struct Item: Sendable, Hashable {
    /// The place of the suite in the run.
    var suite: Int32
    var entry: AttemptPlan.Entry
    /// The place in the order of the run.
    var number: Int32
  }

  private struct Queue {
    var lane: Lane
    var items: [Item] = []
    var next = 0
  }

  private var queues: [Queue] = []
  private var places: [Lane: Int] = [:]
  private(set) var waiting = 0

  mutating func add(_ item: Item, _ lane: Lane) {
    let place = places[lane] ?? queues.count
    if place == queues.count {
      places[lane] = place
      queues.append(Queue(lane: lane))
    }
    queues[place].items.append(item)
    waiting += 1
  }

  /// The models, in the order in which their attempts came.
  var lanes: [Lane] { queues.map(\.lane) }

  /// The next attempt that there is a place for.
  ///
  /// - Parameter place: Gives a place for an attempt of a model, which is named by its place among
  ///   ``lanes``; nil if there is none.
  mutating func next<Place>(_ place: (Int) -> Place?) -> (item: Item, place: Place)? {
    for lane in queues.indices where queues[lane].next < queues[lane].items.count {
      guard let place = place(lane) else { continue }
      defer {
        queues[lane].next += 1
        waiting -= 1
      }
      return (queues[lane].items[queues[lane].next], place)
    }
    return nil
  }

  /// Everything that still waits, in the order of the run.
  mutating func removeAll() -> [Item] {
    let rest = queues.flatMap { $0.items[$0.next...] }
    for place in queues.indices { queues[place].next = queues[place].items.count }
    waiting = 0
    return rest.sorted { $0.number < $1.number }
  }
}

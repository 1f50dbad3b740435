/// The attempts that wait, and which comes next: in the order of the suites, but a model that has
/// as many under way as it takes lets others go first.
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
    var active = 0
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

  /// The next attempt that may begin.
  ///
  /// - Parameter allowed: How many attempts of a model may be under way.
  mutating func next(_ allowed: (Lane) -> Int) -> (item: Item, lane: Lane)? {
    for place in queues.indices {
      let queue = queues[place]
      guard queue.next < queue.items.count, queue.active < allowed(queue.lane) else { continue }
      queues[place].next += 1
      queues[place].active += 1
      waiting -= 1
      return (queue.items[queue.next], queue.lane)
    }
    return nil
  }

  mutating func ended(_ lane: Lane) {
    if let place = places[lane] { queues[place].active -= 1 }
  }

  /// Everything that still waits, in the order of the run.
  mutating func removeAll() -> [Item] {
    let rest = queues.flatMap { $0.items[$0.next...] }
    for place in queues.indices { queues[place].next = queues[place].items.count }
    waiting = 0
    return rest.sorted { $0.number < $1.number }
  }
}

/// Puts results back into the order in which their attempts were begun.
struct OrderedDelivery {
  private var waiting: [Int32: (AttemptResult, AttemptQueue.Item)] = [:]
  private var next: Int32 = 0

  /// Takes a result and gives those whose turn it is.
  mutating func add(
    _ result: AttemptResult, _ item: AttemptQueue.Item
  ) -> [(AttemptResult, AttemptQueue.Item)] {
    if item.number == next, waiting.isEmpty {
      next += 1
      return [(result, item)]
    }
    waiting[item.number] = (result, item)
    var ready: [(AttemptResult, AttemptQueue.Item)] = []
    while let one = waiting.removeValue(forKey: next) {
      ready.append(one)
      next += 1
    }
    return ready
  }
}

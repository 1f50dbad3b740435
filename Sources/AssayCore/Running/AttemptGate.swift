import Synchronization

/// Counts the attempts that are at it, in all and of each model, so that no more calls are under way
/// than may be. An attempt that has its replies leaves before it is judged, and another that has been
/// let wait goes in at once: between a reply and the next request stands nothing that takes time.
final class AttemptGate: Sendable {
  /// The place of one attempt; it is given back once.
  final class Place: Sendable {
    /// Nil where it counts for all models together.
    fileprivate let lane: Int?
    fileprivate let standing: Mutex<Standing>

    fileprivate init(_ lane: Int?, _ standing: consuming sending Standing) {
      self.lane = lane
      self.standing = Mutex(standing)
    }
  }

  fileprivate enum Standing {
    case waiting
    /// The same, and the attempt's task has come to wait.
    case awaited(CheckedContinuation<Bool, Never>)
    case inside
    /// It has left, or will not be let in.
    case outside
  }

  private struct State {
    var inside: [Int]
    var total = 0
    /// In the order in which they came.
    var waiting: [Place] = []

    mutating func count(_ lane: Int?, _ change: Int) {
      total += change
      if let lane { inside[lane] += change }
    }
  }

  private let most: Int
  private let allowed: @Sendable (_ lane: Int) -> Int
  private let state: Mutex<State>

  /// - Parameters:
  ///   - most: How many may be inside in all.
  ///   - lanes: How many models there are.
  ///   - allowed: How many of a model may be inside; it may change at any time.
  init(most: Int, lanes: Int, allowed: @escaping @Sendable (_ lane: Int) -> Int) {
    self.most = most
    self.allowed = allowed
    state = Mutex(State(inside: Array(repeating: 0, count: lanes)))
  }

  var waiting: Int { state.withLock { $0.waiting.count } }

  /// A place inside; nil if there is none for an attempt of this model.
  func enter(_ lane: Int) -> Place? {
    state.withLock { state in
      guard hasRoom(lane, state) else { return nil }
      state.count(lane, 1)
      return Place(lane, .inside)
    }
  }

  /// A place for what asks about the replies of several models, which is done at once.
  func enter() -> Place {
    state.withLock { $0.count(nil, 1) }
    return Place(nil, .inside)
  }

  /// A place in the queue.
  func queue(_ lane: Int) -> Place {
    state.withLock { state in
      let place = Place(lane, .waiting)
      state.waiting.append(place)
      return place
    }
  }

  /// Waits to be let in.
  ///
  /// - Returns: False if nobody is let in any more.
  func admission(_ place: Place) async -> Bool {
    if let known = place.standing.withLock({ $0.isInside }) { return known }
    return await withCheckedContinuation { continuation in
      let known = place.standing.withLock { standing in
        let known = standing.isInside
        if known == nil { standing = .awaited(continuation) }
        return known
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Gives a place back, if that has not been done, and lets in who waits.
  func leave(_ place: Place) {
    let wasInside = place.standing.withLock { standing in
      guard case .inside = standing else { return false }
      standing = .outside
      return true
    }
    guard wasInside else { return }
    admit { $0.count(place.lane, -1) }
  }

  /// Lets in who waits and has room by now.
  func admit() {
    admit { _ in }
  }

  /// Turns away all who wait.
  func close() {
    let turnedAway = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting.compactMap { $0.change(to: .outside) }
    }
    for continuation in turnedAway { continuation.resume(returning: false) }
  }

  private func admit(after change: (inout State) -> Void) {
    let admitted = state.withLock { state in
      change(&state)
      var admitted: [CheckedContinuation<Bool, Never>] = []
      var next = 0
      while next < state.waiting.count, state.total < most {
        let place = state.waiting[next]
        guard hasRoom(place.lane, state) else {
          next += 1
          continue
        }
        state.waiting.remove(at: next)
        state.count(place.lane, 1)
        if let continuation = place.change(to: .inside) { admitted.append(continuation) }
      }
      return admitted
    }
    for continuation in admitted { continuation.resume(returning: true) }
  }

  private func hasRoom(_ lane: Int?, _ state: State) -> Bool {
    state.total < most && lane.map { state.inside[$0] < allowed($0) } ?? true
  }
}

extension AttemptGate.Standing {
  /// Nil while that is not decided.
  fileprivate var isInside: Bool? {
    switch self {
    case .waiting, .awaited: nil
    case .inside: true
    case .outside: false
    }
  }
}

extension AttemptGate.Place {
  /// - Returns: Who is to be told.
  fileprivate func change(
    to new: sending AttemptGate.Standing
  ) -> CheckedContinuation<Bool, Never>? {
    standing.withLock { standing in
      defer { standing = new }
      if case .awaited(let continuation) = standing { return continuation }
      return nil
    }
  }
}

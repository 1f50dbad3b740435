import Synchronization
import Testing

@testable import AssayCore

/// No more are inside than may be; who waits goes in in turn.
@Suite struct AttemptGateTests {
  private final class Allowed: Sendable {
    private let counts: Mutex<[Int]>
    init(_ counts: [Int]) { self.counts = Mutex(counts) }
    subscript(lane: Int) -> Int {
      get { counts.withLock { $0[lane] } }
      set { counts.withLock { $0[lane] = newValue } }
    }
  }

  private static func gate(_ most: Int, _ allowed: Allowed, lanes: Int = 2) -> AttemptGate {
    AttemptGate(most: most, lanes: lanes) { allowed[$0] }
  }

  @Test func thereIsRoomForSoManyInAllAndOfEachModel() {
    let gate = Self.gate(3, Allowed([2, 5]))
    let places = (0..<3).compactMap { _ in gate.enter(0) }
    #expect(places.count == 2, "the model takes two")
    let other = gate.enter(1)
    #expect(other != nil)
    #expect(gate.enter(1) == nil, "there are three in all")
    gate.leave(places[0])
    gate.leave(places[0])
    #expect(gate.enter(1) != nil)
    #expect(gate.enter(1) == nil, "a place is given back once")
  }

  @Test func whoWaitsGoesInInTurn() async {
    let gate = Self.gate(1, Allowed([1, 1]))
    let inside = gate.enter(0)!
    let waiting = [gate.queue(0), gate.queue(1), gate.queue(0)]
    #expect(gate.waiting == 3)
    gate.leave(inside)
    #expect(await gate.admission(waiting[0]))
    #expect(gate.waiting == 2)
    // The task may have come to wait before it is let in, or after.
    async let second = gate.admission(waiting[1])
    gate.leave(waiting[0])
    #expect(await second)
    gate.leave(waiting[1])
    #expect(await gate.admission(waiting[2]))
    #expect(gate.enter(0) == nil)
    gate.leave(waiting[2])
    #expect(gate.enter(0) != nil)
  }

  @Test func aModelWithoutRoomLetsOthersGoFirst() async {
    let allowed = Allowed([1, 1])
    let gate = Self.gate(2, allowed)
    let (first, second) = (gate.enter(0)!, gate.enter(1)!)
    let (one, other) = (gate.queue(0), gate.queue(1))
    gate.leave(second)
    #expect(await gate.admission(other))
    #expect(gate.waiting == 1)
    // Its server turns out to take more.
    gate.leave(other)
    allowed[0] = 2
    gate.admit()
    #expect(await gate.admission(one))
    gate.leave(first)
    gate.leave(one)
    #expect(gate.enter(0) != nil && gate.enter(1) != nil)
  }

  @Test func whoIsTurnedAwayHearsOfIt() async {
    let gate = Self.gate(1, Allowed([1, 1]))
    let inside = gate.enter(0)!
    let (early, late) = (gate.queue(0), gate.queue(0))
    async let admission = gate.admission(early)
    gate.close()
    #expect(await admission == false)
    #expect(await gate.admission(late) == false)
    #expect(gate.waiting == 0)
    gate.leave(late)
    #expect(gate.enter(0) == nil, "who was not inside leaves no room")
    gate.leave(inside)
    #expect(gate.enter(0) != nil)
  }

  @Test func whatIsDoneAtOnceCountsForAll() {
    let gate = Self.gate(2, Allowed([2, 2]))
    let places = (0..<3).map { _ in gate.enter() }
    #expect(gate.enter(0) == nil)
    gate.leave(places[0])
    #expect(gate.enter(0) == nil)
    gate.leave(places[1])
    #expect(gate.enter(0) != nil)
  }

  private final class Counts: Sendable {
    private let state = Mutex((inside: [0, 0], most: [0, 0, 0]))

    var most: [Int] { state.withLock { $0.most } }

    func add(_ change: Int, _ lane: Int) {
      state.withLock { state in
        state.inside[lane] += change
        state.most[lane] = max(state.most[lane], state.inside[lane])
        state.most[2] = max(state.most[2], state.inside.reduce(0, +))
      }
    }
  }

  /// Many tasks at once: there are never too many inside, and all get in.
  @Test func manyAtOnce() async {
    let gate = Self.gate(8, Allowed([5, 6]))
    let counts = Counts()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<2000 {
        let lane = number % 2
        group.addTask {
          let place = gate.enter(lane) ?? gate.queue(lane)
          // Room may have come up between the two.
          gate.admit()
          guard await gate.admission(place) else { return }
          counts.add(1, lane)
          await Task.yield()
          counts.add(-1, lane)
          gate.leave(place)
        }
      }
    }
    #expect(counts.most[0] <= 5 && counts.most[1] <= 6 && counts.most[2] <= 8, "\(counts.most)")
    #expect(counts.most[2] > 0)
    #expect(gate.waiting == 0)
  }
}

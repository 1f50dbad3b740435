import Testing

@testable import AssayCore

@Suite struct AdaptiveLimitTests {
  /// Begins as many calls as are allowed.
  private static func fill(_ limit: inout AdaptiveLimit, at now: Duration = .zero)
    -> [AdaptiveLimit.Permit]
  {
    var permits: [AdaptiveLimit.Permit] = []
    while case .granted(let permit) = limit.begin(at: now) { permits.append(permit) }
    return permits
  }

  @Test(arguments: [(1, 1), (4, 4), (8, 4), (16, 4), (64, 16), (1000, 250)])
  func startsLow(ceiling: Int, start: Int) {
    var limit = AdaptiveLimit(ceiling: ceiling)
    #expect(Self.fill(&limit).count == start)
    #expect(limit.begin(at: .zero) == .full)
  }

  /// How many round trips it takes from the start to the ceiling, where all that is allowed is used
  /// and all goes well.
  @Test(arguments: [(1, 0), (4, 0), (8, 1), (64, 1), (256, 1), (1000, 1)])
  func growsToTheCeilingInARoundTripAndNotBeyond(ceiling: Int, rounds: Int) {
    var limit = AdaptiveLimit(ceiling: ceiling)
    for round in 0...3 {
      #expect((limit.allowed == ceiling) == (round >= rounds), "\(limit.allowed) in round \(round)")
      for permit in Self.fill(&limit) { limit.end(permit, .good, at: .zero) }
    }
  }

  /// Calls that begin as others end grow it as much as calls that all begin at once.
  @Test func growsAlsoWhereCallsDoNotBeginAndEndTogether() {
    var limit = AdaptiveLimit(ceiling: 64)
    var open = Self.fill(&limit)
    for _ in 0..<16 {
      limit.end(open.removeFirst(), .good, at: .zero)
      guard case .granted(let permit) = limit.begin(at: .zero) else { return }
      open.append(permit)
    }
    #expect(limit.allowed == 64)
  }

  @Test func anUnusedLimitDoesNotGrow() {
    var limit = AdaptiveLimit(ceiling: 64)
    for _ in 0..<100 {
      guard case .granted(let permit) = limit.begin(at: .zero) else { return }
      limit.end(permit, .good, at: .zero)
    }
    #expect(limit.allowed == 16)
  }

  /// Half of what is allowed is a use of it; less is none.
  @Test(arguments: [(7, 16), (8, 40)])
  func howMuchIsUsedDecides(calls: Int, allowed: Int) {
    var limit = AdaptiveLimit(ceiling: 64)
    for _ in 0..<3 {
      let permits = (0..<calls).compactMap { _ in
        if case .granted(let permit) = limit.begin(at: .zero) { permit } else { nil }
      }
      for permit in permits { limit.end(permit, .good, at: .zero) }
    }
    #expect(limit.allowed == allowed)
  }

  @Test func shrinksOnceAnEpisode() {
    var limit = AdaptiveLimit(ceiling: 100)
    let permits = Self.fill(&limit)
    for permit in permits { limit.end(permit, .overloaded(wait: .seconds(2)), at: .seconds(1)) }
    #expect(limit.allowed == 20)  // 25 × 0.8, once
    #expect(limit.begin(at: .seconds(2)) == .paused(until: .seconds(3)))
    // Calls of the next episode shrink it once more.
    let next = Self.fill(&limit, at: .seconds(3))
    #expect(next.count == 20)
    for permit in next { limit.end(permit, .overloaded(wait: .zero), at: .seconds(4)) }
    #expect(limit.allowed == 16)
  }

  @Test func afterAnOverloadGrowthIsCareful() {
    var limit = AdaptiveLimit(ceiling: 100)
    for permit in Self.fill(&limit) { limit.end(permit, .overloaded(wait: .zero), at: .zero) }
    let before = limit.limit
    for permit in Self.fill(&limit) { limit.end(permit, .good, at: .zero) }
    #expect(limit.limit > before && limit.limit < before + 1.1)
  }

  @Test func theLongestWaitOfAnEpisodeCounts() {
    var limit = AdaptiveLimit(ceiling: 8)
    let permits = Self.fill(&limit)
    limit.end(permits[0], .overloaded(wait: .seconds(5)), at: .zero)
    limit.end(permits[1], .overloaded(wait: .seconds(9)), at: .zero)
    limit.end(permits[2], .overloaded(wait: .seconds(1)), at: .zero)
    #expect(limit.pausedUntil == .seconds(9))
  }

  @Test func withoutAWordOfTheServerTheWaitsDouble() {
    var limit = AdaptiveLimit(ceiling: 8)
    var now = Duration.zero
    var waits: [Duration] = []
    for _ in 0..<10 {
      guard case .granted(let permit) = limit.begin(at: now) else { break }
      limit.end(permit, .overloaded(wait: nil), at: now)
      let end = limit.pausedUntil ?? now
      waits.append(end - now)
      now = end
    }
    #expect(waits.prefix(3) == [.milliseconds(250), .milliseconds(500), .seconds(1)])
    #expect(waits.last == .seconds(15))
  }

  // MARK: A storm

  /// A server that admits so many calls in each window of time and refuses the others;
  /// simulated time, no sleeping.
  struct Storm: Sendable, CustomTestStringConvertible {
    var rate: Int
    var window = Duration.seconds(1)
    var latency: Duration
    var ceiling: Int
    /// What the server asks to wait; nil for what is left of the window.
    var wait: Duration?

    var testDescription: String {
      "\(rate) in \(window), \(latency), \(ceiling) at once, wait \(wait.map { "\($0)" } ?? "exact")"
    }
  }

  static let storms = [
    Storm(rate: 100, latency: .milliseconds(20), ceiling: 64, wait: .seconds(1)),
    Storm(rate: 20, latency: .milliseconds(500), ceiling: 256),
    // As the simulator and LiteLLM do it.
    Storm(rate: 600, window: .seconds(60), latency: .milliseconds(50), ceiling: 64),
    Storm(rate: 1000, latency: .milliseconds(5), ceiling: 512, wait: .seconds(1)),
    Storm(rate: 50, latency: .milliseconds(100), ceiling: 64, wait: .milliseconds(100)),
  ]

  /// In the second half of two minutes, the calls that come through are within a tenth of what
  /// the server admits.
  @Test(arguments: storms)
  func aStormSettlesNearWhatTheServerAdmits(storm: Storm) {
    var limit = AdaptiveLimit(ceiling: storm.ceiling)
    var ends: [(at: Duration, permit: AdaptiveLimit.Permit, isGood: Bool)] = []
    var now = Duration.zero
    var admitted: [Int: Int] = [:]
    var goodLate = 0
    let length = Duration.seconds(120)
    func left(_ now: Duration) -> Duration {
      storm.window * (Int(now / storm.window) + 1) - now + .milliseconds(1)
    }
    while now < length {
      switch limit.begin(at: now) {
      case .granted(let permit):
        let window = Int(now / storm.window)
        let isGood = admitted[window, default: 0] < storm.rate
        if isGood { admitted[window, default: 0] += 1 }
        // A refusal comes at once.
        ends.append((now + (isGood ? storm.latency : .milliseconds(1)), permit, isGood))
        continue
      case .full:
        let next = ends.indices.min { ends[$0].at < ends[$1].at }
        guard let next else { return }
        let end = ends.remove(at: next)
        now = max(now, end.at)
        if end.isGood, now >= length / 2 { goodLate += 1 }
        limit.end(
          end.permit, end.isGood ? .good : .overloaded(wait: storm.wait ?? left(now)), at: now)
      case .paused(let until):
        // What is under way goes on meanwhile.
        if let next = ends.indices.min(by: { ends[$0].at < ends[$1].at }), ends[next].at <= until {
          let end = ends.remove(at: next)
          now = max(now, end.at)
          if end.isGood, now >= length / 2 { goodLate += 1 }
          limit.end(
            end.permit, end.isGood ? .good : .overloaded(wait: storm.wait ?? left(now)), at: now)
        } else {
          now = until
        }
      }
    }
    let share = Double(goodLate) / (Double(storm.rate) * (length / 2 / storm.window))
    #expect(share > 0.9 && share < 1.1, "\(share)")
  }
}

@Suite struct PacerTests {
  /// Whoever takes whenever it is allowed gets the configured rate.
  @Test(arguments: [6, 60, 600, 60_000])
  func holdsTheRate(perMinute: Int) {
    var pacer = Pacer(perMinute: perMinute)
    var now = Duration.zero
    var taken = 0
    while now < .seconds(600) {
      let wait = pacer.wait(for: 1, at: now)
      if wait > .zero {
        now += wait
      } else {
        pacer.take(1, at: now)
        taken += 1
      }
    }
    let expected = Double(perMinute) * 10
    #expect(abs(Double(taken) - expected) <= max(1, expected * 0.01) + Double(perMinute) / 60)
  }

  @Test func moreThanTheBucketHoldsLeavesADebt() {
    var pacer = Pacer(perMinute: 60)
    #expect(pacer.wait(for: 10, at: .zero) == .zero)
    pacer.take(10, at: .zero)
    let wait = pacer.wait(for: 1, at: .zero) / .seconds(1)
    #expect(abs(wait - 10) < 0.001)
    // What was not used is given back.
    pacer.take(-5, at: .zero)
    #expect(abs(pacer.wait(for: 1, at: .zero) / .seconds(1) - 5) < 0.001)
  }
}

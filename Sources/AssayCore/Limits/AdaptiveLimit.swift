/// How many calls one model of one endpoint is given at once: starts low, grows while it goes
/// well, shrinks when the server has too much to do ("additive increase, multiplicative
/// decrease", as TCP does it: RFC 5681; slow near what was too much, as CUBIC: RFC 9438). A value
/// without a clock, decided by tables of tests.
struct AdaptiveLimit: Sendable {
  /// The leave to make one call.
  struct Permit: Sendable, Hashable {
    /// Which shrinking it was given after.
    fileprivate var episode: Int
    /// Which round it was given in; see ``AdaptiveLimit/round``.
    fileprivate var round: Int
    /// How many calls were allowed.
    fileprivate var allowed: Int
  }

  enum Answer: Sendable, Hashable {
    case granted(Permit)
    /// As many calls as allowed are under way; ask again when one ends.
    case full
    /// The server asked to be left alone until then.
    case paused(until: Duration)
  }

  /// How a call ended, as far as the limit is concerned.
  enum Ending: Sendable, Hashable {
    case good
    /// It says nothing about the server's load.
    case neutral
    /// The server had too much to do; how long it asks to wait, if it says.
    case overloaded(wait: Duration?)
  }

  let ceiling: Int
  private(set) var limit: Double
  private(set) var inFlight = 0
  private(set) var pausedUntil: Duration?
  /// Growth is fast up to here, and one call a round beyond.
  private var threshold = Double.infinity
  /// What was too much the last time. From here on growth begins anew, very slowly, and gets
  /// faster the longer nothing happens: probing costs the wait that the server asks for.
  private var known = Double.infinity
  private var probed = 0.0
  private var episode = 0
  /// A round ends when a call ends that was begun in it.
  private var round = 0
  /// The most calls that were under way at once in this round and in the last. A limit that is not
  /// used teaches nothing (as in RFC 7661), but who uses it shows only when all have begun.
  private var peak = 0
  private var lastPeak = 0
  /// Episodes since a call last went well.
  private var row = 0

  /// Of what is allowed, how much is left after an overload.
  static let shrinkage = 0.8
  /// The wait after an overload where the server names none; doubles in a row of them.
  static let ownWait = Duration.milliseconds(250)
  static let longestOwnWait = Duration.seconds(15)

  init(ceiling: Int) {
    self.ceiling = max(1, ceiling)
    limit = Double(min(self.ceiling, max(4, self.ceiling / 4)))
  }

  /// How many calls may be under way now.
  var allowed: Int { max(1, Int(limit)) }

  mutating func begin(at now: Duration) -> Answer {
    if let pausedUntil {
      if now < pausedUntil { return .paused(until: pausedUntil) }
      self.pausedUntil = nil
    }
    guard inFlight < allowed else { return .full }
    inFlight += 1
    peak = max(peak, inFlight)
    return .granted(Permit(episode: episode, round: round, allowed: allowed))
  }

  mutating func end(_ permit: Permit, _ ending: Ending, at now: Duration) {
    if permit.round == round {
      round += 1
      lastPeak = peak
      peak = inFlight - 1
    }
    inFlight -= 1
    switch ending {
    case .neutral: break
    case .good:
      row = 0
      if max(peak, lastPeak) * 2 >= permit.allowed { grow() }
    case .overloaded(let wait):
      // Calls that were under way before the last shrinking belong to the same episode.
      if permit.episode == episode {
        episode += 1
        row += 1
        known = limit * 0.9
        probed = 0
        limit = max(1, limit * Self.shrinkage)
        threshold = limit
      }
      let own = min(Self.ownWait * (1 << min(max(row - 1, 0), 10)), Self.longestOwnWait)
      let end = now + (wait ?? own)
      pausedUntil = max(pausedUntil ?? end, end)
    }
  }

  private mutating func grow() {
    let step: Double
    if limit < threshold {
      // Four times as many in a round: from the start to the ceiling in one.
      step = 3
    } else if limit < known {
      step = 1 / limit
    } else {
      step = min(0.1 * (1 + probed * probed) / limit, 1)
      probed += step
    }
    limit = min(Double(ceiling), limit + step)
  }
}

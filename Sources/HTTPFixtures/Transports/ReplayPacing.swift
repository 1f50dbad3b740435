import HTTPTransport

/// In which pieces, and when, recorded bodies are served.
///
/// In all of them ``BodyChunk/elapsed`` tells the recorded times.
public struct ReplayPacing: Sendable, Hashable {
  enum Value: Hashable {
    case instant, recorded
    case resplit(seed: UInt64)
  }

  let value: Value

  /// The recorded pieces, at once.
  public static let instant = ReplayPacing(value: .instant)
  /// The recorded pieces, each when it arrived then.
  public static let recorded = ReplayPacing(value: .recorded)
  /// At once, cut anew at places that follow from the seed and the recording alone: what reads
  /// a stream must not depend on where the network happened to cut it.
  public static func resplit(seed: UInt64) -> ReplayPacing {
    ReplayPacing(value: .resplit(seed: seed))
  }
}

extension ReplayPacing: CustomStringConvertible {
  /// Reads `instant`, `recorded`, or `resplit` with an optional seed: `resplit=42`.
  ///
  /// - Throws: ``FixtureError`` that lists the forms.
  public init(parsing text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let seed = parts.count > 1 ? UInt64(parts[1]) : 1
    switch (parts[0], parts.count, seed) {
    case ("instant", 1, _): self = .instant
    case ("recorded", 1, _): self = .recorded
    case ("resplit", _, let seed?): self = .resplit(seed: seed)
    default:
      throw FixtureError(
        code: .invalidArgument, path: "",
        message: "there is no pace '\(text)'; it is instant, recorded, or resplit=SEED with a "
          + "whole number as the seed")
    }
  }

  /// The form that ``init(parsing:)`` reads.
  public var description: String {
    switch value {
    case .instant: "instant"
    case .recorded: "recorded"
    case .resplit(let seed): "resplit=\(seed)"
    }
  }
}

extension RecordedResponse {
  /// The body as the pacing wants it.
  ///
  /// - Parameter salt: What tells this recording from others, for the random places.
  func body<C: Clock<Duration>>(_ pacing: ReplayPacing, salt: UInt64, clock: C) -> ResponseBody {
    switch pacing.value {
    case .instant:
      return ResponseBody(pieces)
    case .resplit(let seed):
      return ResponseBody(Self.resplit(pieces, seed: seed ^ salt))
    case .recorded:
      let pieces = pieces
      let start = clock.now
      return ResponseBody {
        var remaining = pieces.makeIterator()
        return {
          guard let piece = remaining.next() else { return nil }
          if let elapsed = piece.elapsed {
            try await clock.sleep(until: start.advanced(by: elapsed), tolerance: nil)
          }
          return piece
        }
      }
    }
  }

  /// The same bytes in other pieces of 1 to 64 bytes; each tells the time at which its last
  /// byte arrived.
  static func resplit(_ pieces: [BodyChunk], seed: UInt64) -> [BodyChunk] {
    let longest: UInt64 = 64
    var random = SplitMix64(state: seed)
    let bytes = pieces.flatMap(\.bytes)
    var ends: [(end: Int, elapsed: Duration?)] = []
    for piece in pieces {
      ends.append(((ends.last?.end ?? 0) + piece.bytes.count, piece.elapsed))
    }
    var result: [BodyChunk] = []
    var position = 0
    var current = 0
    while position < bytes.count {
      let end = min(bytes.count, position + 1 + Int(random.next() % longest))
      while ends[current].end < end { current += 1 }
      result.append(BodyChunk(bytes: Array(bytes[position..<end]), elapsed: ends[current].elapsed))
      position = end
    }
    return result
  }
}

/// Random numbers that are the same for the same seed, everywhere (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

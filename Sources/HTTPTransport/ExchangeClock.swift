/// Which deadline of an exchange is due next. A value without a clock of its own, so that its
/// rules can be tested without waiting.
struct ExchangeClock: Sendable {
  /// How far an exchange has come.
  enum Phase: Sendable, Hashable {
    /// No connection yet.
    case connecting
    /// The request is on its way or has been sent; nothing has come back.
    case waiting
    /// The head has come, and the body is coming.
    case receiving
    /// Nothing is read, because the receiver has not asked for what is there.
    case paused
    case finished
  }

  let deadlines: Deadlines
  let start: Duration
  private(set) var phase = Phase.connecting
  /// When the phase began or, while receiving, when the last piece came.
  private(set) var lastProgress: Duration

  init(deadlines: Deadlines, start: Duration) {
    self.deadlines = deadlines
    self.start = start
    lastProgress = start
  }

  mutating func enter(_ phase: Phase, at now: Duration) {
    self.phase = phase
    lastProgress = now
  }

  /// A moment and the error that it brings.
  struct Due: Sendable, Hashable {
    var moment: Duration
    var code: TransportError.Code
  }

  /// The deadline that comes first as things stand; nil if none.
  var due: Due? {
    let stage: Due? =
      switch phase {
      case .connecting:
        deadlines.connect.map { Due(moment: lastProgress + $0, code: .connectTimeout) }
      case .waiting:
        deadlines.firstByte.map { Due(moment: lastProgress + $0, code: .firstByteTimeout) }
      case .receiving:
        deadlines.idle.map { Due(moment: lastProgress + $0, code: .idleTimeout) }
      case .paused, .finished: nil
      }
    guard phase != .finished, let total = deadlines.total else { return stage }
    let whole = Due(moment: start + total, code: .totalTimeout)
    guard let stage, stage.moment < whole.moment else { return whole }
    return stage
  }

  /// What is said of a deadline that has passed.
  func message(_ code: TransportError.Code) -> String {
    switch code {
    case .connectTimeout:
      "no connection within \(Self.text(deadlines.connect))"
    case .firstByteTimeout:
      "no answer within \(Self.text(deadlines.firstByte)) of sending the request"
    case .idleTimeout:
      "the server fell silent for \(Self.text(deadlines.idle)) in the middle of its answer"
    default:
      "the whole exchange took more than \(Self.text(deadlines.total))"
    }
  }

  private static func text(_ duration: Duration?) -> String {
    guard let duration else { return "the time allowed" }
    return duration.formattedSeconds
  }
}

extension Duration {
  /// `120 s`, `0.25 s`.
  var formattedSeconds: String {
    let (seconds, attoseconds) = components
    let value = Double(seconds) + Double(attoseconds) / 1e18
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value)) s" : "\(value) s"
  }
}

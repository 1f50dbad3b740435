import ArgumentParser
import AssayCore
import AssayInput

/// How long is waited.
struct DeadlineOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "For a connection, such as 5s (ms, s, min, h); otherwise 10s.",
    transform: TimeSpan.init(option:))
  var connectTimeout: TimeSpan?

  @Option(
    parsing: .unconditional, help: "From sending a request to the first byte of the answer.",
    transform: TimeSpan.init(option:))
  var firstByteTimeout: TimeSpan?

  @Option(
    parsing: .unconditional, help: "Between two pieces of an answer.",
    transform: TimeSpan.init(option:))
  var idleTimeout: TimeSpan?

  @Option(
    parsing: .unconditional, help: "For one call, each repetition by itself; otherwise 120s.",
    transform: TimeSpan.init(option:))
  var timeout: TimeSpan?

  @Option(
    parsing: .unconditional, help: "For an attempt, with its repetitions and judges.",
    transform: TimeSpan.init(option:))
  var attemptTimeout: TimeSpan?

  @Option(
    parsing: .unconditional, help: "For all attempts of a case.",
    transform: TimeSpan.init(option:))
  var caseTimeout: TimeSpan?

  @Option(
    parsing: .unconditional,
    help: "For the whole run: what is under way then is errored, what is left is skipped.",
    transform: TimeSpan.init(option:))
  var runTimeout: TimeSpan?

  @Option(
    parsing: .unconditional,
    help: "How long what is in flight may go on after Ctrl-C; otherwise 10s.",
    transform: TimeSpan.init(option:))
  var grace: TimeSpan?

  /// - Parameter project: What `assay.json` says where no option does.
  func deadlines(_ project: RunLimits) -> RunDeadlines {
    var deadlines = RunDeadlines()
    deadlines.connect = connectTimeout?.duration
    deadlines.firstByte = firstByteTimeout?.duration
    deadlines.idle = idleTimeout?.duration
    deadlines.call = timeout?.duration ?? project.timeout.map { .seconds($0) }
    deadlines.attempt = attemptTimeout?.duration
    deadlines.testCase = caseTimeout?.duration
    deadlines.run = runTimeout?.duration ?? project.duration.map { .seconds($0) }
    if runTimeout == nil { deadlines.runName = "limits.duration in assay.json" }
    return deadlines
  }
}

/// `500ms`, `2.5s`, `10min`, `2h`; a bare number is in seconds.
struct TimeSpan: Sendable {
  var duration: Duration

  private static let units: [(suffix: String, seconds: Double)] = [
    ("ms", 0.001), ("min", 60), ("s", 1), ("h", 3600), ("", 1),
  ]

  init(option text: String) throws {
    guard let span = TimeSpan(text) else {
      throw ValidationError(
        "\"\(text)\" is no time; write 500ms, 30s, 10min or 2h, and more than nothing")
    }
    self = span
  }

  init?(_ argument: String) {
    for unit in Self.units where argument.hasSuffix(unit.suffix) {
      guard let number = Double(argument.dropLast(unit.suffix.count)) else { return nil }
      guard number.isFinite, number > 0, number * unit.seconds < 1e9 else { return nil }
      duration = .seconds(number * unit.seconds)
      return
    }
    return nil
  }
}

import ArgumentParser
import AssayCore
import AssayInput
import AssaySuites

/// How much is asked at once, and how fast.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditionalSingleValue,
    help: """
      How many attempts run at once, at most; fewer while a server has too much to do. \
      MODEL=N limits one model or endpoint; may be given several times.
      """)
  var concurrency: [LimitSetting] = []

  @Option(
    name: .customLong("requests-per-minute"), parsing: .unconditionalSingleValue,
    help: "At most so many requests a minute for each model; MODEL=N for one.")
  var requestsPerMinute: [LimitSetting] = []

  @Option(
    name: .customLong("tokens-per-minute"), parsing: .unconditionalSingleValue,
    help: "At most so many tokens a minute for each model; MODEL=N for one.")
  var tokensPerMinute: [LimitSetting] = []

  static let defaultConcurrency = 8

  func validate() throws {
    if concurrency.contains(where: { $0.value < 1 }) {
      throw ValidationError("--concurrency must be at least 1.")
    }
    if (requestsPerMinute + tokensPerMinute).contains(where: { $0.value < 1 }) {
      throw ValidationError("a limit per minute must be at least 1.")
    }
  }

  /// Names that no model and no endpoint has, each with the nearest that one has: a limit that
  /// holds for nobody is a slip.
  func unknownNames(_ suites: [Suite]) -> [String] {
    let models = suites.flatMap { $0.models + $0.judges }
    let names = Set(models.flatMap { [$0.name, $0.label, $0.endpoint.name] })
    let options = [
      ("--concurrency", concurrency), ("--requests-per-minute", requestsPerMinute),
      ("--tokens-per-minute", tokensPerMinute),
    ]
    return options.flatMap { option, settings in
      settings.compactMap(\.name).filter { !names.contains($0) }.map { name in
        let nearest = NearestName.find(name, among: names.sorted())
        return "\(option): no model or endpoint is named \"\(name)\""
          + (nearest.map { "; did you mean \"\($0)\"?" }
            ?? "; there are \(names.sorted().joined(separator: ", "))")
      }
    }
  }

  /// The limit over all models; nil if none was given.
  var total: Int? { concurrency.last { $0.name == nil }?.value }

  /// - Parameter suites: Whose models may be named by their labels. Limits are kept for names on
  ///   the wire and endpoints, which go before labels.
  func limits(_ suites: [Suite]) -> CallLimits {
    let models = suites.flatMap { $0.models + $0.judges }
    let names = Set(models.flatMap { [$0.name, $0.endpoint.name] })
    let labels = Dictionary(models.map { ($0.label, $0.name) }) { first, _ in first }
      .filter { !names.contains($0.key) }
    var limits = CallLimits()
    limits.concurrency = Self.setting(concurrency.filter { $0.name != nil }, labels)
    limits.requestsPerMinute = Self.setting(requestsPerMinute, labels)
    limits.tokensPerMinute = Self.setting(tokensPerMinute, labels)
    return limits
  }

  private static func setting(
    _ given: [LimitSetting], _ labels: [String: String]
  ) -> CallLimits.Setting {
    given.reduce(into: CallLimits.Setting()) { setting, one in
      if let name = one.name {
        setting.particular[labels[name] ?? name] = one.value
      } else {
        setting.all = one.value
      }
    }
  }
}

/// `8`, or `gpt-4=8`.
struct LimitSetting: ExpressibleByArgument, Sendable {
  var name: String?
  var value: Int

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "=") else {
      guard let value = Int(argument) else { return nil }
      self.value = value
      return
    }
    guard let value = Int(argument[argument.index(after: equals)...]), equals > argument.startIndex
    else { return nil }
    name = String(argument[..<equals])
    self.value = value
  }
}

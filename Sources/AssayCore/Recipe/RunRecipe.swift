import AssayInput
public import AssaySuites
import Crypto
public import HTTPFixtures
import JSONModel

/// How a run is made, as far as that decides over its results or has to be said to make it again.
///
/// The header of a journal has it, a run that is gone on with is held to it, and every command that
/// is shown is made from it. Limits, budgets and times are no part of it: they decide how much is
/// done, not what comes of it.
public struct RunRecipe: Sendable, Hashable {
  public var mode: FixtureMode
  /// The folder of the recordings, in its plainest spelling; nil where none are used.
  public var fixtures: String?
  /// The URLs of those who are asked, by the names of their endpoints; empty in a replay. Without
  /// anything secret, in their plainest spelling.
  public var servers: [String: String] = [:]
  /// What chose the cases, in the words of a command line, in an order that is always the same.
  public var selection: [String] = []
  /// The journals that named the cases, in the words of a command line.
  public var earlierRuns: [String] = []
  /// SHA-256 of the cases that they named, hexadecimal; nil where none was asked.
  public var namedCases: String?
  /// Whether assertions may run programs.
  public var allowsPrograms = false
  /// What else has to be said: of the gateway, and of the recordings' folder.
  public var options: [String] = []

  public init(mode: FixtureMode = .replay) {
    self.mode = mode
  }

  /// - Parameter suites: Those of the run.
  public init(_ configuration: RunConfiguration, _ suites: [Suite]) {
    mode = configuration.mode
    if mode != .live { fixtures = Self.plain(path: configuration.fixtures) }
    if mode.usesNetwork { servers = Self.servers(configuration, suites) }
    selection = configuration.selection.words
    earlierRuns = configuration.selection.earlierRuns.flatMap(\.words)
    namedCases = configuration.selection.identities.map { Self.digest($0) }
    allowsPrograms = configuration.allowsPrograms
    if configuration.namesFixtures || configuration.fixtures != RunConfiguration().fixtures {
      options += ShellCommand.option("--fixtures", configuration.fixtures)
    }
    options += configuration.gatewayOptions
  }

  /// Tells whether two runs were made alike: SHA-256 of the canonical JSON, hexadecimal.
  public var hash: String {
    SHA256.hash(data: deciding.canonicalBytes()).hexadecimal
  }

  /// What decides over the results.
  private var deciding: JSONValue {
    var object: JSONObject = [
      "mode": .string(mode.description), "servers": Self.json(servers),
      "selection": .array(selection.map(JSONValue.string)), "programs": .bool(allowsPrograms),
    ]
    object["fixtures"] = fixtures.map(JSONValue.string)
    object["cases"] = namedCases.map(JSONValue.string)
    return .object(object)
  }

  static func json(_ servers: [String: String]) -> JSONValue {
    .object(
      JSONObject(
        servers.sorted { $0.key < $1.key }.map {
          JSONObject.Member(key: $0.key, value: .string($0.value))
        }))
  }

  private static func digest(_ cases: Set<CaseIdentity>) -> String {
    let lines: [JSONValue] = cases.map { [$0.suite, $0.caseID, $0.prompt, $0.model] }
      .sorted { $0.lexicographicallyPrecedes($1) }
      .map { .array($0.map(JSONValue.string)) }
    return SHA256.hash(data: JSONValue.array(lines).canonicalBytes()).hexadecimal
  }
}

// MARK: Spellings

extension RunRecipe {
  private static func servers(
    _ configuration: RunConfiguration, _ suites: [Suite]
  ) -> [String: String] {
    var servers: [String: String] = [:]
    for model in suites.flatMap({ $0.models + $0.judges }) {
      switch model.endpoint.kind {
      case .gateway:
        if let url = configuration.gateway?.baseURL {
          servers[model.endpoint.name] = plain(url: url)
        }
      case .openAICompatible(let baseURL, _):
        servers[model.endpoint.name] = plain(url: baseURL)
      }
    }
    return servers
  }

  /// A URL that may be shown. Equal servers have equal ones as far as the spelling tells: a slash
  /// at the end, or capital letters in the host's name, make no other.
  package static func plain(url: String) -> String {
    var text = Redactor().redact(url: url)
    while text.hasSuffix("/") { text.removeLast() }
    guard let scheme = text.firstRange(of: "://") else { return text }
    let path = text[scheme.upperBound...].firstIndex(of: "/") ?? text.endIndex
    return text[..<path].lowercased() + text[path...]
  }

  /// `./a//b/../c/` is `a/c`. Nothing is looked up: links stay what they are named.
  static func plain(path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    let plain = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    return plain.isEmpty ? "." : plain
  }
}

extension Selection {
  /// The choice in the words of a command line, without what earlier runs named: the same words for
  /// the same choice.
  package var words: [String] {
    var words: [String] = []
    for (option, patterns) in [
      ("--case", cases), ("--tag", tags), ("--model", models), ("--prompt", prompts),
    ] {
      for text in Set(patterns.map(\.text)).sorted() {
        words += ShellCommand.option(option, text)
      }
    }
    if let sample {
      words += ShellCommand.option("--sample", "\(sample.count)")
      if sample.seed != 0 { words += ShellCommand.option("--seed", "\(sample.seed)") }
    }
    if let shard, shard.count > 1 { words += ShellCommand.option("--shard", "\(shard)") }
    return words
  }
}

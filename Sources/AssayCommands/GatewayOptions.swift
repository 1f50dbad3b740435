import ArgumentParser
import AssayCore
import AssayInput
import AssaySuites
import HTTPFixtures
import HTTPTransport
import SaaSLiteLLM

/// Which gateway is asked, in the modes that use the network.
struct GatewayOptions: ParsableArguments {
  @Option(
    name: .customLong("base-url"),
    help: "The gateway's URL; otherwise SAAS_LITELLM_API_URL.")
  var baseURL: String?

  @Option(
    name: .customLong("team"), help: "The team's id; otherwise SAAS_LITELLM_TEAM_ID.")
  var teamID: String?

  /// What was said, for commands that are shown; what the environment says need not be.
  var words: [String] {
    (baseURL.map { ShellCommand.option("--base-url", RunRecipe.plain(url: $0)) } ?? [])
      + (teamID.map { ShellCommand.option("--team", $0) } ?? [])
  }

  /// Gives `body` what a mode needs to ask: nothing for a replay, which makes no transport.
  ///
  /// Keys come from the environment or a `.env` file only: a command line is seen by every
  /// process.
  func withNetwork<Result>(
    for mode: FixtureMode, _ suites: [Suite], connections: Int,
    _ body: (NetworkAccess) async throws -> Result
  ) async throws -> Result {
    guard mode.usesNetwork else { return try await body(NetworkAccess()) }
    let environment = try EnvironmentVariables()
    var missing: [String] = []
    func value(_ given: String?, _ name: String) -> String {
      if let value = given ?? environment[name], !value.isEmpty { return value }
      missing.append(name)
      return ""
    }
    let needsGateway = suites.contains(where: \.needsGateway)
    let url = needsGateway ? value(baseURL, EnvironmentVariables.Name.apiURL) : ""
    let team = needsGateway ? value(teamID, EnvironmentVariables.Name.teamID) : ""
    let key = needsGateway ? value(nil, EnvironmentVariables.Name.virtualKey) : ""
    for name in Self.keyVariables(suites) { _ = value(nil, name) }
    guard missing.isEmpty else {
      throw CommandFailure(
        .invalidInput,
        "--mode \(mode) needs \(needsGateway ? "a gateway" : "keys"), and the environment lacks "
          + missing.joined(separator: ", ")
          + "; set them, or put them into a file named .env in this folder")
    }
    // Requests beyond the connections would wait for one, which counts as connecting.
    let pool = AsyncHTTPClientTransport.Configuration(
      connectionsPerHost: max(1024, connections))
    return try await AsyncHTTPClientTransport.withTransport(pool) { network in
      try await body(
        NetworkAccess(
          gateway: needsGateway
            ? RunConfiguration.Gateway(
              baseURL: url, teamID: team, virtualKey: key, network: network) : nil,
          network: network, key: { environment[$0] }))
    }
  }

  /// The variables that the endpoints of models and judges name for their keys.
  private static func keyVariables(_ suites: [Suite]) -> [String] {
    var names: Set<String> = []
    for model in suites.flatMap({ $0.models + $0.judges }) {
      if case .openAICompatible(_, let variable?) = model.endpoint.kind { names.insert(variable) }
    }
    return names.sorted()
  }
}

/// Whom a run can ask.
struct NetworkAccess: Sendable {
  var gateway: RunConfiguration.Gateway?
  var network: (any HTTPTransport)?
  var key: @Sendable (String) -> String? = { _ in nil }
}

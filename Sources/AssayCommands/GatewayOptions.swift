import ArgumentParser
import AssayCore
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

  /// Gives `body` the gateway that `mode` needs; nil for a replay, which makes no transport.
  ///
  /// The key comes from the environment or a `.env` file only: a command line is seen by every
  /// process.
  func withGateway<Result>(
    for mode: FixtureMode, _ body: (RunConfiguration.Gateway?) async throws -> Result
  ) async throws -> Result {
    guard mode.usesNetwork else { return try await body(nil) }
    let environment = try EnvironmentVariables()
    var missing: [String] = []
    func value(_ given: String?, _ name: String) -> String {
      if let value = given ?? environment[name], !value.isEmpty { return value }
      missing.append(name)
      return ""
    }
    let url = value(baseURL, EnvironmentVariables.Name.apiURL)
    let team = value(teamID, EnvironmentVariables.Name.teamID)
    let key = value(nil, EnvironmentVariables.Name.virtualKey)
    guard missing.isEmpty else {
      throw CommandFailure(
        .invalidInput,
        "--mode \(mode) needs a gateway, and the environment lacks "
          + missing.joined(separator: ", ")
          + "; set them, or put them into a file named .env in this folder")
    }
    return try await AsyncHTTPClientTransport.withTransport { network in
      try await body(
        RunConfiguration.Gateway(
          baseURL: url, teamID: team, virtualKey: key, network: network))
    }
  }
}

public import Logging

extension SaaSLLMClient {
  /// Makes a client with connections of its own from `SAAS_LITELLM_API_URL`,
  /// `SAAS_LITELLM_TEAM_ID` and `SAAS_LITELLM_VIRTUAL_KEY`; call ``shutdown()`` when done.
  ///
  /// - Throws: ``ClientError`` (`invalidConfiguration`) that names every one missing.
  public init(
    environment: EnvironmentVariables, timeout: Duration = defaultTimeout,
    retry: RetryPolicy = .default, logger: Logger? = nil
  ) throws {
    let values = try environment.required([
      EnvironmentVariables.Name.apiURL, EnvironmentVariables.Name.teamID,
      EnvironmentVariables.Name.virtualKey,
    ])
    self.init(
      baseURL: values[0], teamID: values[1], virtualKey: values[2], timeout: timeout,
      retry: retry, logger: logger)
  }

  /// Gives `body` a client from the environment and shuts it down, however `body` ends.
  ///
  /// - Throws: ``ClientError`` (`invalidConfiguration`) if a variable is missing; what `body`
  ///   throws.
  public static func withClient<Result>(
    environment: EnvironmentVariables, timeout: Duration = defaultTimeout,
    retry: RetryPolicy = .default, logger: Logger? = nil,
    _ body: (SaaSLLMClient) async throws -> Result
  ) async throws -> Result {
    let client = try SaaSLLMClient(
      environment: environment, timeout: timeout, retry: retry, logger: logger)
    return try await client.withShutdown(body)
  }
}

extension OpenAICompatibleClient {
  /// Makes a client with connections of its own; call ``shutdown()`` when done.
  ///
  /// - Parameters:
  ///   - urlVariable: The variable with the server's root.
  ///   - keyVariable: The variable with the key, which may be missing for servers without.
  /// - Throws: ``ClientError`` (`invalidConfiguration`) if the URL is missing.
  public init(
    environment: EnvironmentVariables,
    urlVariable: String = EnvironmentVariables.Name.openAIBaseURL,
    keyVariable: String = EnvironmentVariables.Name.openAIKey,
    timeout: Duration = SaaSLLMClient.defaultTimeout, retry: RetryPolicy = .default,
    logger: Logger? = nil
  ) throws {
    self.init(
      baseURL: try environment.required(urlVariable), apiKey: environment[keyVariable],
      timeout: timeout, retry: retry, logger: logger)
  }
}

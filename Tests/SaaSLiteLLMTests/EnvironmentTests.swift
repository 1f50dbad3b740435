import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// Settings from the environment and `.env` files.
struct EnvironmentTests {
  @Test(arguments: [
    ("A=b", ["A": "b"]), ("export A=b\n", ["A": "b"]), ("  export\tA = b ", ["A": "b"]),
    ("# note\n\nA=b # why\nC=d#e", ["A": "b", "C": "d#e"]), ("A=\"b # c\" # d", ["A": "b # c"]),
    ("A='b\\n$C'", ["A": "b\\n$C"]), (#"A="b\n\"c\"\\\$""#, ["A": "b\n\"c\"\\$"]),
    ("A=b\r\nC=d\r\n", ["A": "b", "C": "d"]), ("A=1\nA=2", ["A": "2"]), ("A=", ["A": ""]),
    ("A=#", ["A": ""]), ("\u{FEFF}A=b", ["A": "b"]), ("A=b=c==", ["A": "b=c=="]),
    ("exported=1", ["exported": "1"]), ("A=  spaced words  ", ["A": "spaced words"]), ("", [:]),
    ("A=żółć", ["A": "żółć"]),
  ])
  func reads(_ text: String, _ values: [String: String]) throws {
    #expect(try DotEnv.parse(text) == values)
  }

  @Test(arguments: [
    ("A", 1), ("\nA b", 2), ("=b", 1), ("A=\"b", 1), ("A='b' c", 1), ("export\n", 1), ("a b=c", 1),
  ])
  func tellsTheLine(_ text: String, _ line: Int) {
    let error = #expect(throws: DotEnv.SyntaxError.self) { try DotEnv.parse(text) }
    #expect(error?.line == line)
  }

  @Test func theEnvironmentGoesBeforeTheFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("SAAS_LITELLM_API_URL=http://file.test\nX=file", to: ".env")
    let variables = try EnvironmentVariables(
      environment: ["SAAS_LITELLM_API_URL": "http://process.test", "X": ""], file: file)
    #expect(variables["SAAS_LITELLM_API_URL"] == "http://process.test")
    #expect(variables["X"] == "file")
    #expect(variables["Y"] == nil)
  }

  @Test func aClientFromAFile() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      # the gateway
      export SAAS_LITELLM_API_URL="http://gateway.test:8003/"
      SAAS_LITELLM_TEAM_ID='team-1'
      SAAS_LITELLM_VIRTUAL_KEY=sk-own-virtual-key # secret
      """, to: ".env")
    let client = try SaaSLLMClient(
      environment: EnvironmentVariables(environment: [:], file: file), retry: .never)
    #expect(client.baseURL == "http://gateway.test:8003")
    #expect(client.teamID == "team-1")
    #expect(client.exchanger.headers[.authorization] == "Bearer sk-own-virtual-key")
    #expect(client.exchanger.deadlines.total == .seconds(120))
    #expect(client.exchanger.retry == .never)
    try await client.shutdown()
    let error = await #expect(throws: ClientError.self) { try await client.health() }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message == "the client was shut down before this call")
    #expect(error?.context.mayHaveTakenEffect == false)
    try await client.shutdown()
  }

  @Test func whatIsMissingIsNamed() throws {
    let none = try EnvironmentVariables(environment: [:], file: nil)
    let error = #expect(throws: ClientError.self) { try SaaSLLMClient(environment: none) }
    #expect(error?.code == .invalidConfiguration)
    for name in ["SAAS_LITELLM_API_URL", "SAAS_LITELLM_TEAM_ID", "SAAS_LITELLM_VIRTUAL_KEY"] {
      #expect(error?.message.contains(name) == true)
    }
    let some = try EnvironmentVariables(
      environment: [
        "SAAS_LITELLM_API_URL": "http://gateway.test", "SAAS_LITELLM_VIRTUAL_KEY": "sk-own-key",
      ], file: "/nowhere/.env")
    let second = #expect(throws: ClientError.self) { try SaaSLLMClient(environment: some) }
    #expect(
      second?.message.hasSuffix(
        "SAAS_LITELLM_TEAM_ID is missing: set it in the environment or in /nowhere/.env, which "
          + "does not exist") == true, "\(second?.message ?? "")")
    let openAI = #expect(throws: ClientError.self) {
      try OpenAICompatibleClient(environment: none)
    }
    #expect(openAI?.message.contains("OPENAI_BASE_URL is missing") == true)
  }

  @Test func brokenFilesTellTheLineAndNotTheContent() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("A=b\nKEY \"sk-own-virtual-key", to: ".env")
    let error = #expect(throws: ClientError.self) {
      try EnvironmentVariables(environment: [:], file: file)
    }
    #expect(error?.message.contains("line 2") == true)
    #expect(error?.description.contains("sk-own") == false)
  }

  @Test func otherServersByVariables() async throws {
    let variables = try EnvironmentVariables(
      environment: ["PROXY": "http://proxy.test/v1/", "PROXY_KEY": "sk-proxy-key"], file: nil)
    let client = try OpenAICompatibleClient(
      environment: variables, urlVariable: "PROXY", keyVariable: "PROXY_KEY")
    #expect(client.baseURL == "http://proxy.test/v1")
    #expect(client.exchanger.headers[.authorization] == "Bearer sk-proxy-key")
    try await client.shutdown()
    let keyless = try OpenAICompatibleClient(
      environment: variables, urlVariable: "PROXY", keyVariable: "NONE")
    #expect(keyless.exchanger.headers[.authorization] == nil)
    try await keyless.shutdown()
  }
}

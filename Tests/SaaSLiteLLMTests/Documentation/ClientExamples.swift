import HTTPTransport
import JSONModel
import SaaSLiteLLM

// The examples of docs/client.md, between `snippet:` and `end`, as they stand there: the tests
// compare the texts and run the code against the simulator.

/// Where the examples find their gateway, and what they would print.
struct ClientExamples {
  var baseURL: String
  var teamID: String
  var virtualKey: String
  var output = ""

  mutating func print(_ items: Any..., terminator: String = "\n") {
    output += items.map { "\($0)" }.joined(separator: " ") + terminator
  }

  mutating func basic() async throws {
    // snippet:
    let client = SaaSLLMClient(baseURL: baseURL, teamID: teamID, virtualKey: virtualKey)

    let job = try await client.createJob(type: "chat_example")
    let response = try await client.chat(job: job, messages: [.user("What is Swift?")])
    print(response.text ?? "")
    try await client.completeJob(job)

    try await client.shutdown()
    // end
  }

  func scoped() async throws -> String {
    // snippet:
    let answer = try await SaaSLLMClient.withClient(
      baseURL: baseURL, teamID: teamID, virtualKey: virtualKey
    ) { client in
      try await client.withJob(type: "chat_example") { job in
        try await client.chat(job: job, messages: [.user("What is Swift?")]).text ?? ""
      }
    }
    // end
    return answer
  }

  /// Not run: it is about the environment of whoever runs it.
  func fromEnvironment() async throws -> String {
    // snippet:
    let status = try await SaaSLLMClient.withClient(environment: EnvironmentVariables()) { client in
      try await client.health().status ?? "unknown"
    }
    // end
    return status
  }

  mutating func streaming(_ client: SaaSLLMClient, _ job: JobID) async throws {
    // snippet:
    let stream = client.chatStream(job: job, messages: [.user("Write a short poem.")])
    for try await text in stream.text {
      print(text, terminator: "")
    }
    // end
  }

  mutating func streamingChunks(_ client: SaaSLLMClient, _ job: JobID) async throws {
    // snippet:
    var assembly = StreamAssembly()
    for try await chunk in client.chatStream(job: job, messages: [.user("Write a short poem.")]) {
      assembly.add(chunk)
      print(chunk.text ?? "", terminator: "")
    }
    print(assembly.response.usage?.totalTokens ?? "unknown", "tokens")
    // end
  }

  // snippet:
  struct Person: Decodable {
    var name: String
    var age: Int
    var email: String?
  }
  // end

  mutating func structured(_ client: SaaSLLMClient, _ job: JobID) async throws {
    // snippet:
    let person = try await client.structuredOutput(
      Person.self, job: job,
      messages: [.user("Extract: Sarah Johnson, 28, sarah@example.com")])
    print("Name: \(person.name), Age: \(person.age)")
    // end
  }

  mutating func structuredWithSecondChance(
    _ client: SaaSLLMClient, _ job: JobID
  ) async throws {
    // snippet:
    var options = StructuredOptions()
    options.maximumAsks = 2
    do {
      let reply = try await client.structuredResponse(
        Person.self, job: job,
        ChatRequest(messages: [.user("Extract: Sarah Johnson, 28, sarah@example.com")]),
        options: options)
      print(reply.value.name, reply.wrapping, reply.asks)
    } catch let error as ClientError {
      guard let fault = error.context.structured else { throw error }
      print(error.code, fault.codingPath, fault.expected, fault.found, fault.rawText)
    }
    // end
  }

  mutating func tools(_ client: OpenAICompatibleClient) async throws {
    // snippet:
    let weather = Tool(
      name: "get_weather", description: "The weather in a city, now",
      parameters: ["type": "object", "properties": ["city": ["type": "string"]]])
    var messages: [Message] = [.user("What is the weather in Lisbon?")]
    let response = try await client.chat(messages: messages, tools: [weather])
    guard let message = response.choices.first?.message else { return }

    messages.append(message)
    for call in message.toolCalls {
      let arguments: [String: String] = try call.decodeArguments()
      messages.append(.toolResult("sunny in \(arguments["city"] ?? "-")", for: call.id))
    }
    print(try await client.chat(messages: messages, tools: [weather]).text ?? "")
    // end
  }

  func images(_ client: SaaSLLMClient, _ job: JobID, png: [UInt8]) async throws {
    // snippet:
    let question: Message = .user([
      .text("What is on these pictures?"),
      .image(url: "https://example.com/cat.jpg", detail: "low"),
      .image(data: png, mediaType: "image/png"),
    ])
    let response = try await client.chat(job: job, messages: [question], model: "gpt-4o")
    // end
    _ = response
  }

  mutating func errors(_ client: SaaSLLMClient, _ job: JobID) async throws {
    // snippet:
    do {
      _ = try await client.chat(job: job, messages: [.user("What is Swift?")])
    } catch let error as ClientError where error.code == .rateLimited {
      print("wait for", error.context.retryAfter ?? .seconds(60))
    } catch let error as ClientError {
      print(error)
    }
    // end
  }

  mutating func accounts(_ client: SaaSLLMClient, _ job: JobID) async throws {
    // snippet:
    try await client.updateMetadata(["reviewed": true], of: job)
    let completion = try await client.completeJob(job)
    print(completion.costs?.totalCostUSD ?? "unknown", "US dollars")
    if completion.costs?.creditApplied == false { print("no credit was taken") }

    let details = try await client.jobDetails(job)
    let costs = try await client.jobCosts(job)
    let balance = try await client.creditBalance()
    print(details.status ?? "unknown", costs.calls.count, balance.creditsRemaining ?? "unknown")
    // end
  }

  mutating func oneRequest(_ client: SaaSLLMClient) async throws {
    // snippet:
    let response = try await client.createAndCall(
      type: "chat_example", ChatRequest(messages: [.user("What is Swift?")]))
    print(response.text ?? "", response.completion?.creditsRemaining ?? "unknown")
    // end
  }

  mutating func localServer(_ url: String, _ key: String?) async throws {
    // snippet:
    let local = OpenAICompatibleClient(baseURL: url, apiKey: key)
    let response = try await local.chat(messages: [.user("What is Swift?")], model: "llama3.2")
    print(response.text ?? "", response.cost?.total ?? "unknown")
    try await local.shutdown()
    // end
  }
}

import Foundation
import SaaSLiteLLM

/// Whether memory stays what it is over many calls.
enum MemoryBenchmark {
  static func run(calls: Int) async throws {
    let steps = 10
    var samples: [Int] = []
    try await SaaSLLMClient.withClient(
      baseURL: BenchmarkServer.url, teamID: "team", virtualKey: "sk-benchmark-key"
    ) { client in
      for step in 1...steps {
        try await BenchmarkServer.calls(calls / steps) {
          _ = try await client.chat(job: ChatBenchmark.job, messages: ChatBenchmark.messages)
        }
        guard let bytes = Usage.residentBytes else { return print("no memory figures here") }
        samples.append(bytes)
        print(
          String(
            format: "after %7d calls: %6.1f MB resident", step * calls / steps, Double(bytes) / 1e6)
        )
      }
    }
    // The first steps fill caches and the allocator's arenas.
    let growth = (samples.last ?? 0) - (samples.dropFirst(2).first ?? 0)
    print(String(format: "growth over the last %d %%: %.1f MB", 70, Double(growth) / 1e6))
  }
}

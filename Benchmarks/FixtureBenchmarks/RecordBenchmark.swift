import GatewaySimulator
import HTTPFixtures
import HTTPTransport

/// What recording adds to a run that asks a server.
enum RecordBenchmark {
  static func run() async throws {}
}

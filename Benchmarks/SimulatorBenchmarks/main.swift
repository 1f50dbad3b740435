import GatewaySimulator
import Hummingbird
import Logging
import NIOCore

// Two servers to measure side by side, see Benchmarks/simulator.sh:
//   SimulatorBenchmarks simulator PORT SCRIPT   the gateway simulator
//   SimulatorBenchmarks bare PORT               Hummingbird alone

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count > 1, let port = Int(arguments[1]) else {
  fatalError("usage: SimulatorBenchmarks simulator PORT SCRIPT | bare PORT")
}
switch arguments[0] {
case "simulator":
  try await GatewaySimulator.withSimulator(
    script: SimulatorScript(contentsOf: arguments[2]), configuration: .init(port: port)
  ) { _ in
    try await Task.sleep(for: .seconds(86_400))
  }
default:
  try await BareServer.run(port: port)
}

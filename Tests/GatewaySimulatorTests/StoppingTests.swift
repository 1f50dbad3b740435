import Dispatch
import GatewaySimulator
import Testing

@Suite struct StoppingTests {
  /// A simulator that stops while somebody connects stops, and takes nothing else with it.
  @Test func stopsWhileOthersConnect() async throws {
    for _ in 0..<60 {
      let port = try await GatewaySimulator.withSimulator { simulator in
        let port = simulator.port
        for _ in 0..<4 {
          DispatchQueue.global().async {
            for _ in 0..<20 { RawConnection(port: port)?.end() }
          }
        }
        return port
      }
      #expect(port > 0)
    }
  }
}

import AssayCore
import HTTPFixtures
import HTTPTransport
import Testing

struct SecrecyTests {
  private struct NoNetwork: HTTPTransport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
      throw TransportError(code: .connect, message: "no network")
    }
  }

  @Test func noTextOfAConfigurationHoldsTheKey() {
    let gateway = RunConfiguration.Gateway(
      baseURL: "http://user:pass-word@gateway.test", teamID: "team-1",
      virtualKey: "sk-own-virtual-key", network: NoNetwork())
    let configuration = RunConfiguration(mode: .record, gateway: gateway)
    for value in [gateway, configuration] as [Any] {
      var text = "\(value) \(String(reflecting: value)) "
      dump(value, to: &text)
      #expect(text.contains("gateway.test") && text.contains("team-1"), "\(text)")
      #expect(!text.contains("sk-own-virtual-key") && !text.contains("pass-word"), "\(text)")
    }
    #expect(gateway.description == "the gateway at http://…@gateway.test, team team-1")
  }
}

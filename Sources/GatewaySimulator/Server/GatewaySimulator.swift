import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// A gateway to develop against: a real HTTP server on this machine that answers from a script.
///
/// ```swift
/// try await GatewaySimulator.withSimulator(script: .default) { simulator in
///   // talk to simulator.baseURL as simulator.teamID with simulator.virtualKey
/// }
/// ```
public struct GatewaySimulator: Sendable {
  /// The root of the gateway's API, such as `http://127.0.0.1:49152`.
  public let baseURL: String
  public let port: Int
  /// The first team of the script.
  public let teamID: String
  /// The key of that team.
  public let virtualKey: String

  private let gateway: Gateway

  /// The variables by which Assay and its client find this gateway.
  public var environment: [String: String] {
    [
      "SAAS_LITELLM_API_URL": baseURL, "SAAS_LITELLM_TEAM_ID": teamID,
      "SAAS_LITELLM_VIRTUAL_KEY": virtualKey,
    ]
  }

  /// What was served so far.
  public var counts: SimulatorCounts { gateway.withState { $0.counts } }

  /// How many jobs have each status, in the gateway's words: `PENDING` and `IN_PROGRESS` are open.
  /// Only the newest jobs are kept, see `docs/simulator.md`.
  public var jobs: [String: Int] { gateway.withState { $0.jobsByStatus } }

  /// Starts a simulator, gives it to `body`, and stops it, however `body` ends. Answers that are
  /// still under way are cut.
  ///
  /// - Throws: ``SimulatorError`` if it cannot listen; what `body` throws.
  public static func withSimulator<Result>(
    script: SimulatorScript = .default, configuration: SimulatorConfiguration = .init(),
    _ body: (GatewaySimulator) async throws -> Result
  ) async throws -> Result {
    let gateway = Gateway(script: script, time: configuration.time)
    let (starts, start) = AsyncThrowingStream<Int, any Error>.makeStream()
    let application = application(gateway, configuration) { port in
      start.yield(port)
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await application.run()
          start.finish()
        } catch {
          start.finish(throwing: error)
        }
      }
      defer { group.cancelAll() }
      var iterator = starts.makeAsyncIterator()
      let port: Int?
      do {
        port = try await iterator.next()
      } catch {
        throw SimulatorError.listening(configuration, error)
      }
      guard let port else { throw CancellationError() }
      let result = try await body(
        GatewaySimulator(gateway, host: configuration.host, port: port, team: script.teams.first))
      group.cancelAll()
      try await group.waitForAll()
      return result
    }
  }

  private init(_ gateway: Gateway, host: String, port: Int, team: Team?) {
    self.gateway = gateway
    self.port = port
    // An address of all interfaces is none to connect to; an IPv6 address needs brackets.
    let reachable = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
    baseURL = "http://\(reachable.contains(":") ? "[\(reachable)]" : reachable):\(port)"
    teamID = team?.id ?? ""
    virtualKey = team?.key ?? ""
  }

  private static func application(
    _ gateway: Gateway, _ configuration: SimulatorConfiguration,
    onStart: @escaping @Sendable (Int) -> Void
  ) -> Application<GatewayResponder> {
    // What the server has to say of broken connections is the point of the faults, not news.
    var logger = Logger(label: "assay.simulator") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    return Application(
      responder: GatewayResponder(
        gateway: gateway, bodyLimit: configuration.bodyLimit, time: configuration.time,
        log: configuration.requestLog.map { RequestLog($0) }),
      server: HTTPServerBuilder { responder in
        ServedConnections(
          http: HTTP1Channel(
            responder: responder,
            configuration: .init(idleTimeout: configuration.idleTimeout.map { TimeAmount($0) })))
      },
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        serverName: "assay-simulator"),
      onServerRunning: { channel in onStart(channel.localAddress?.port ?? configuration.port) },
      logger: logger)
  }
}

extension SimulatorError {
  static func listening(_ configuration: SimulatorConfiguration, _ error: any Error)
    -> any Error
  {
    let address = "\(configuration.host):\(configuration.port)"
    if let failure = error as? IOError, failure.errnoCode == EADDRINUSE {
      let owner = PortOwner.description(of: configuration.port).map { ", by \($0)" } ?? ""
      return SimulatorError(
        code: .portInUse,
        message: "\(address) is in use\(owner); stop that process, choose another port, or "
          + "port 0 for any that is free")
    }
    if error is CancellationError { return error }
    return SimulatorError(code: .cannotListen, message: "cannot listen at \(address): \(error)")
  }
}

public import Foundation
public import HTTPTransport
import HTTPTypes

/// Asks another transport, and keeps the exchanges that came to an end.
///
/// An exchange is kept when its body was read to its end, or when the reader has had enough and
/// lets go of it; not if it failed or was cancelled. The caller gets what the other transport
/// gave, as it came; what is kept is without secrets, as are errors.
public struct RecordingTransport: HTTPTransport {
  private let upstream: any HTTPTransport
  private let recorder: FixtureRecorder
  private let redactor: Redactor
  private let labels: ExchangeLabels
  private let now: @Sendable () -> Date

  /// - Parameter now: The date, for when an exchange started.
  public init(
    upstream: any HTTPTransport, recorder: FixtureRecorder, redactor: Redactor = Redactor(),
    labels: ExchangeLabels = [:], now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.upstream = upstream
    self.recorder = recorder
    self.redactor = redactor
    self.labels = labels
    self.now = now
  }

  /// The same transport, keeping its exchanges as those of the asker with these labels.
  public func labelled(_ labels: ExchangeLabels) -> RecordingTransport {
    RecordingTransport(
      upstream: upstream, recorder: recorder, redactor: redactor, labels: labels, now: now)
  }

  /// - Throws: What the other transport throws, without secrets. Reading the body also throws
  ///   ``FixtureError`` if the exchange could not be written.
  public func send(_ request: TransportRequest) async throws -> TransportResponse {
    try await send(request, as: request, identifiers: [:])
  }

  /// Sends `request` and keeps it as `written`.
  ///
  /// - Parameter identifiers: Ids in the response, and what to put in their place.
  func send(
    _ request: TransportRequest, as written: TransportRequest, identifiers: [String: String]
  ) async throws -> TransportResponse {
    let started = ContinuousClock.now
    let date = now()
    let response: TransportResponse
    do {
      response = try await upstream.send(request)
    } catch {
      recorder.noteUnfinished()
      throw redactor.redact(error)
    }
    let exchange = ExchangeInProgress(
      .init(
        request: written, date: date, labels: labels, status: response.status,
        headers: response.headers, head: ContinuousClock.now - started), recorder)
    let upstreamBody = response.body
    let redactor = redactor
    let body = ResponseBody {
      var iterator = ReplacingIterator(upstreamBody, identifiers)
      return {
        do {
          guard let chunk = try await iterator.next() else {
            try exchange.finish()
            return nil
          }
          exchange.append(chunk)
          return chunk
        } catch is CancellationError where ResponseBody.isDraining {
          try exchange.finish()
          return nil
        } catch let error as FixtureError {
          throw error
        } catch {
          exchange.fail()
          throw redactor.redact(error)
        }
      }
    }
    return TransportResponse(status: response.status, headers: response.headers, body: body)
  }
}

extension Redactor {
  /// An error without secrets in what it says.
  func redact(_ error: any Error) -> any Error {
    guard var error = error as? TransportError else { return error }
    error.message = redact(error.message)
    return error
  }
}

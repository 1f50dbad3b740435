public import HTTPTransport
import HTTPTypes

/// Fixtures as a program uses them: one mode, one folder, transports for those who ask.
///
/// ```swift
/// let session = try FixtureSession(
///   .init(mode: .replay, folder: "Fixtures/weather"), upstream: { network })
/// let response = try await session.transport().send(request)
/// try session.finish()
/// ```
public struct FixtureSession: Sendable {
  /// What a session does, where, and by which rules.
  public struct Configuration: Sendable {
    public var mode: FixtureMode
    /// The folder of the HAR files.
    public var folder: String
    /// What ``folder`` must not lead out of if it is a symbolic link; nil where it may be one to
    /// anywhere.
    public var boundary: String?
    public var rules: MatchingRules
    public var redaction: RedactionRules
    public var recording: RecordingOptions
    public var pacing: ReplayPacing
    /// The command that records what an asker with these labels misses.
    public var recordingHint: (@Sendable (ExchangeLabels) -> String?)?

    public init(
      mode: FixtureMode = .replay, folder: String, boundary: String? = nil,
      rules: MatchingRules = MatchingRules(), redaction: RedactionRules = RedactionRules(),
      recording: RecordingOptions = RecordingOptions(), pacing: ReplayPacing = .instant,
      recordingHint: (@Sendable (ExchangeLabels) -> String?)? = nil
    ) {
      self.mode = mode
      self.folder = folder
      self.boundary = boundary
      self.rules = rules
      self.redaction = redaction
      self.recording = recording
      self.pacing = pacing
      self.recordingHint = recordingHint
    }
  }

  private enum Source: Sendable {
    case replaying(ReplayingTransport)
    case recording(RecordingTransport)
    case filling(FillingTransport)
    case live(any HTTPTransport)
  }

  /// What may be shown of requests and errors.
  public let redactor: Redactor
  private let source: Source
  private let store: FixtureStore?
  private let recorder: FixtureRecorder?

  /// Opens the folder as the mode needs it.
  ///
  /// - Parameter upstream: Makes the transport to the network; only called in modes that use it,
  ///   so that a replay needs none.
  /// - Throws: ``FixtureError``.
  public init(
    _ configuration: Configuration, upstream: () throws -> any HTTPTransport
  ) throws {
    let redactor = Redactor(configuration.redaction)
    self.redactor = redactor
    if let boundary = configuration.boundary, FixtureFolder.isLink(configuration.folder) {
      try FixtureFolder.requireInside(configuration.folder, boundary)
    }
    func makeStore(mayBeEmpty: Bool = false) throws -> FixtureStore {
      try FixtureStore(
        folder: configuration.folder,
        RecordingMerge(configuration.recording, configuration.rules), mayBeEmpty: mayBeEmpty)
    }
    func makeReplaying(_ store: FixtureStore) throws -> ReplayingTransport {
      try ReplayingTransport(
        store: store, rules: configuration.rules, redactor: redactor,
        pacing: configuration.pacing, recordingHint: configuration.recordingHint)
    }
    func makeRecorder() throws -> FixtureRecorder {
      try FixtureRecorder(
        folder: configuration.folder, mode: configuration.mode, rules: configuration.rules,
        redactor: redactor, options: configuration.recording)
    }
    switch configuration.mode {
    case .record:
      let recorder = try makeRecorder()
      (store, self.recorder) = (nil, recorder)
      source = .recording(
        RecordingTransport(upstream: try upstream(), recorder: recorder, redactor: redactor))
    case .missing:
      // The recorder first: it brings in what an earlier recording left.
      let recorder = try makeRecorder()
      let store = try makeStore(mayBeEmpty: true)
      (self.store, self.recorder) = (store, recorder)
      let upstream = try upstream()
      source = .filling(
        FillingTransport(
          replaying: try makeReplaying(store),
          recording: RecordingTransport(
            upstream: upstream, recorder: recorder, redactor: redactor),
          upstream: upstream))
    case .live:
      (store, recorder) = (nil, nil)
      source = .live(try upstream())
    default:
      let store = try makeStore()
      (self.store, recorder) = (store, nil)
      source = .replaying(try makeReplaying(store))
    }
  }

  /// A transport for the asker with these labels.
  public func transport(_ labels: ExchangeLabels = [:]) -> any HTTPTransport {
    switch source {
    case .replaying(let transport): transport.labelled(labels)
    case .recording(let transport): transport.labelled(labels)
    case .filling(let transport): Filling(transport: transport, labels: labels)
    case .live(let transport): RedactingTransport(upstream: transport, redactor: redactor)
    }
  }

  private struct Filling: HTTPTransport {
    let transport: FillingTransport
    let labels: ExchangeLabels

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      try await transport.send(request, labels: labels)
    }
  }

  /// Why an exchange could not be kept, once one could not: of what is asked from then on, nothing is
  /// certain to be kept either.
  public var failure: FixtureError? { recorder?.failure }

  /// The recordings that nobody was served; empty in modes that serve none.
  public var unused: [FixtureStore.Reference] { store?.unused ?? [] }

  /// What is known of the recordings that somebody was served; empty in modes that serve none.
  ///
  /// - Throws: ``FixtureError`` where a recording is not HAR.
  public func usedFacts() throws -> [RecordingFacts] { try store?.usedFacts() ?? [] }

  /// Ends the session; in modes that record, puts what was recorded into the files.
  ///
  /// - Parameter isComplete: See ``FixtureRecorder/finish(isComplete:)``.
  /// - Returns: What was recorded; nil in modes that do not record.
  /// - Throws: ``FixtureError`` if something could not be written.
  @discardableResult
  public func finish(isComplete: Bool = true) throws -> FixtureRecorder.Summary? {
    try recorder?.finish(isComplete: isComplete)
  }
}

/// Passes everything on; only errors lose the secrets in what they say.
struct RedactingTransport: HTTPTransport {
  let upstream: any HTTPTransport
  let redactor: Redactor

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    do {
      return try await upstream.send(request)
    } catch {
      throw redactor.redact(error)
    }
  }
}

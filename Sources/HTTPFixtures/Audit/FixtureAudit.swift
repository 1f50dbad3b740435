public import JSONModel

/// Searches files of recordings, and whatever else lies with them, for secrets.
///
/// Where redaction replaces too much rather than too little, an alarm costs somebody time: so a
/// shape counts only if it looks made by chance, and header fields only if their names say that
/// they hold a secret.
public struct FixtureAudit: Sendable {
  /// Something that looks like a secret. It never holds the secret.
  public struct Finding: Sendable, Hashable {
    public var file: String
    public var location: SourceLocation
    /// The value in the file, where the file is JSON.
    public var pointer: JSONPointer?
    /// What it looks like: `API key (sk-)`, `header 'authorization'`.
    public var name: String
    /// How long it is, in bytes; nil where only its place is known.
    public var length: Int?
  }

  /// What was searched, and what was found.
  public struct Report: Sendable, Hashable {
    /// In order of file and place.
    public var findings: [Finding] = []
    public var files: Int = 0
    public var bytes: Int = 0
  }

  let redactor: Redactor
  /// Texts that are known to be none, though they look like one.
  private let exceptions: [String]

  /// - Parameters:
  ///   - rules: What secrets look like; ``RedactionRules/secrets`` are found however they look.
  ///   - exceptions: Texts that look like secrets and are none, such as a key in a test's prompt.
  public init(_ rules: RedactionRules = RedactionRules(), exceptions: [String] = []) {
    redactor = Redactor(rules, requiresRandomLooks: true)
    self.exceptions = exceptions
  }

  /// Searches a file, or all files in a folder and its sub-folders.
  ///
  /// Symbolic links are not followed: what they lead to is not part of the folder.
  ///
  /// - Throws: ``FixtureError`` for what cannot be read: a file that nobody could look into is
  ///   not a clean one.
  public func search(_ path: String) throws -> Report {
    var report = Report()
    for file in try FixtureFolder.allFiles(in: path) {
      let bytes = try FileBytes(mapping: file)
      report.files += 1
      report.bytes += bytes.count
      report.findings += findings(in: bytes[0..<bytes.count], file: file)
    }
    return report
  }

  /// Searches the text of one file.
  public func findings(in bytes: [UInt8], file: String) -> [Finding] {
    var collector = Collector(file: file, exceptions: exceptions)
    if let document = try? JSONDocument(parsing: bytes) {
      JSONAudit(redactor: redactor).search(document, &collector)
    } else {
      // Lines of JSON, as a journal has them, or something else altogether.
      LineAudit(redactor: redactor).search(bytes, &collector)
    }
    return collector.findings
  }

  /// Gathers findings, each place and kind once.
  struct Collector {
    let file: String
    let exceptions: [String]
    private(set) var findings: [Finding] = []
    private var seen: Set<Finding> = []

    init(file: String, exceptions: [String]) {
      self.file = file
      self.exceptions = exceptions
    }

    /// Whether `text` is known to be no secret.
    func isException(_ text: some Collection<UInt8>) -> Bool {
      exceptions.contains { !$0.isEmpty && !text.ranges(of: Array($0.utf8)).isEmpty }
    }

    mutating func add(
      _ name: String, length: Int?, at location: SourceLocation, _ pointer: JSONPointer?
    ) {
      let finding = Finding(
        file: file, location: location, pointer: pointer, name: name, length: length)
      if seen.insert(finding).inserted { findings.append(finding) }
    }
  }
}

extension FixtureAudit.Finding: CustomStringConvertible {
  /// `fixtures/a/m.har:12:9: /log/entries/0/request/url: query item 'key', 12 characters`
  public var description: String {
    var text = "\(file):\(location.line):\(location.column): "
    if let pointer, !pointer.tokens.isEmpty { text += "\(pointer): " }
    text += name
    if let length { text += ", \(length) characters" }
    return text
  }
}

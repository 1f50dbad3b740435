public import JSONModel

/// One thing that is wrong with an input file, said so that it can be mended: what, where, and
/// what to do next.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, Comparable {
    case warning, error

    public static func < (left: Severity, right: Severity) -> Bool {
      left == .warning && right == .error
    }
  }

  public var severity: Severity
  /// The path of the file, as the user named it.
  public var file: String
  /// The place in the text; nil where the file as a whole is meant.
  public var location: SourceLocation?
  /// The place in the JSON value; nil where there is no JSON.
  public var pointer: JSONPointer?
  public var message: String
  /// What to do about it.
  public var hint: String?

  public init(
    severity: Severity = .error, file: String, location: SourceLocation? = nil,
    pointer: JSONPointer? = nil, message: String, hint: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.location = location
    self.pointer = pointer
    self.message = message
    self.hint = hint
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `suites/people.json:12:7: error: /cases/0/id: … (…)`
  public var description: String {
    var text = file
    if let location { text += ":\(location.line):\(location.column)" }
    text += ": \(severity.rawValue): "
    if let pointer, !pointer.tokens.isEmpty { text += "\(pointer): " }
    text += message
    if let hint { text += " (\(hint))" }
    return text
  }
}

/// All that is wrong with the input files; thrown when nothing can be run.
public struct InvalidInput: Error, Sendable, CustomStringConvertible {
  public var diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}

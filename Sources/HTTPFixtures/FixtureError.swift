public import JSONModel

/// Why recordings cannot be used.
public struct FixtureError: Error, Sendable {
  public enum Code: Sendable, Hashable {
    /// The folder of recordings is not there.
    case missingFolder
    /// The folder has no recordings.
    case noRecordings
    /// A file cannot be read from disk.
    case unreadable
    /// A file is not JSON, or not HAR 1.2.
    case invalid
    /// A file is of a newer format than this version reads.
    case newerFormat
  }

  public var code: Code
  public var path: String
  public var location: SourceLocation?
  public var pointer: JSONPointer?
  public var message: String

  public init(
    code: Code, path: String, location: SourceLocation? = nil, pointer: JSONPointer? = nil,
    message: String
  ) {
    self.code = code
    self.path = path
    self.location = location
    self.pointer = pointer
    self.message = message
  }
}

extension FixtureError: CustomStringConvertible {
  public var description: String {
    var text = path
    if let location { text += ":\(location.line):\(location.column)" }
    text += ": "
    if let pointer, !pointer.tokens.isEmpty { text += "\(pointer): " }
    return text + message
  }
}

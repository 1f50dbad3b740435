/// Why a report could not be written as XML.
public struct JUnitXMLError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// libxml2 refused to write something; out of memory, most likely.
    case write
    /// What was written cannot be read again.
    case notWellFormed
  }

  public var code: Code
  /// What libxml2 said, and of which line.
  public var description: String
}

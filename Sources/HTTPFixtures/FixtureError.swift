public import JSONModel

/// Trouble with fixtures on disk: what is wrong, where, and what to do next.
public struct FixtureError: Error, Sendable, Hashable {
  /// What is wrong. More reasons may come, so this is not an enumeration to switch over.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    enum Value: String {
      case missingFolder, noRecordings, missingFile, notAFolder, unreadable, notWritable, diskFull
      case linkOutOfFolder, invalidJSON, invalidHAR, newerFormat, missingBody, locked
      case changed, invalidArgument, noIdentifier
    }

    let value: Value

    /// The folder of fixtures does not exist.
    public static let missingFolder = Code(value: .missingFolder)
    /// The folder of fixtures holds no HAR file.
    public static let noRecordings = Code(value: .noRecordings)
    /// A file of fixtures does not exist.
    public static let missingFile = Code(value: .missingFile)
    /// What is named as the folder of fixtures is something else.
    public static let notAFolder = Code(value: .notAFolder)
    /// A file or folder cannot be read.
    public static let unreadable = Code(value: .unreadable)
    /// A file or folder cannot be written.
    public static let notWritable = Code(value: .notWritable)
    /// There is no room left to write to.
    public static let diskFull = Code(value: .diskFull)
    /// A file in the folder is a symbolic link to something outside of it.
    public static let linkOutOfFolder = Code(value: .linkOutOfFolder)
    /// A file is not JSON, or ends too early.
    public static let invalidJSON = Code(value: .invalidJSON)
    /// A file is JSON, but not HAR 1.2.
    public static let invalidHAR = Code(value: .invalidHAR)
    /// A file was written by a newer version of this library.
    public static let newerFormat = Code(value: .newerFormat)
    /// A recording says that there was a body, and does not hold it.
    public static let missingBody = Code(value: .missingBody)
    /// Somebody else is recording into the same folder.
    public static let locked = Code(value: .locked)
    /// A file is not what it was when it was looked at.
    public static let changed = Code(value: .changed)
    /// A setting has a value that does not exist.
    public static let invalidArgument = Code(value: .invalidArgument)

    /// A server that was to make up an id anew did not.
    public static let noIdentifier = Code(value: .noIdentifier)

    public var description: String { value.rawValue }
  }

  public var code: Code
  /// The file or folder, as the caller named it; empty where it is about no file.
  public var path: String
  /// The place in the file.
  public var location: SourceLocation?
  /// The value in the file.
  public var pointer: JSONPointer?
  /// What was expected and found and what to do, in a sentence without the place.
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
  /// `file:line:column: /log/entries/3/request/url: message`
  public var description: String {
    var text = path
    if let location { text += ":\(location.line):\(location.column)" }
    if !text.isEmpty { text += ": " }
    if let pointer, !pointer.tokens.isEmpty { text += "\(pointer): " }
    return text + message
  }
}

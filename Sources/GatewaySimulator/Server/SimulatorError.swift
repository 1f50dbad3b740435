/// Why a simulator could not start.
public struct SimulatorError: Error, Sendable, CustomStringConvertible {
  /// What went wrong. More may come, so this is not an enumeration to switch over.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    enum Value: String {
      case portInUse, cannotListen, invalidScript, invalidFault
    }

    let value: Value

    /// Somebody listens at the address already.
    public static let portInUse = Code(value: .portInUse)
    /// The address cannot be listened at for another reason.
    public static let cannotListen = Code(value: .cannotListen)
    /// The script cannot be read or has mistakes; the message lists all of them.
    public static let invalidScript = Code(value: .invalidScript)
    /// A fault was asked for that there is not.
    public static let invalidFault = Code(value: .invalidFault)

    public var description: String { value.rawValue }
  }

  public var code: Code
  /// What happened, where, and what to do.
  public var message: String

  public var description: String { message }
}

/// Where answers come from, and whether they are kept.
public struct FixtureMode: Sendable, Hashable, CaseIterable, CustomStringConvertible {
  private enum Value: String, CaseIterable {
    case replay, record, missing, live
  }

  private let value: Value

  /// From recordings only; what is not recorded is an error. Nothing opens a socket.
  public static let replay = FixtureMode(value: .replay)
  /// From the network, all of it, and kept in place of what was recorded before.
  public static let record = FixtureMode(value: .record)
  /// From recordings where there are some, else from the network, and kept.
  public static let missing = FixtureMode(value: .missing)
  /// From the network; recordings are neither read nor written.
  public static let live = FixtureMode(value: .live)

  public static var allCases: [FixtureMode] { Value.allCases.map(FixtureMode.init) }

  /// The mode with this name.
  ///
  /// - Throws: ``FixtureError`` that lists the names there are. No name stands for another mode
  ///   by default: a slip must not turn a sealed run into a live one.
  public init(parsing name: String) throws {
    guard let value = Value(rawValue: name) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw FixtureError(
        code: .invalidArgument, path: "",
        message: "there is no fixture mode '\(name)'; the modes are \(names)")
    }
    self.value = value
  }

  private init(value: Value) {
    self.value = value
  }

  public var description: String { value.rawValue }

  /// Whether answers may come from the network.
  public var usesNetwork: Bool { value != .replay }
  /// Whether files may be written.
  public var writes: Bool { value == .record || value == .missing }
}

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where settings come from: the process's environment first, then a `.env` file.
public struct EnvironmentVariables: Sendable {
  /// The environment of the process. Shown nowhere.
  private let environment: [String: String]
  private let file: [String: String]
  private let fileName: String?
  private let fileExists: Bool

  /// The names of the variables.
  public enum Name {
    /// The gateway's root.
    public static let apiURL = "SAAS_LITELLM_API_URL"
    /// The team that jobs are made for.
    public static let teamID = "SAAS_LITELLM_TEAM_ID"
    /// The team's key.
    public static let virtualKey = "SAAS_LITELLM_VIRTUAL_KEY"
    /// The root of an OpenAI-compatible server.
    public static let openAIBaseURL = "OPENAI_BASE_URL"
    /// The key for it.
    public static let openAIKey = "OPENAI_API_KEY"
  }

  /// Reads the file, if there is one.
  ///
  /// - Parameters:
  ///   - environment: That of the process unless given.
  ///   - file: The path of a `.env` file. One that does not exist is passed over; nil reads none.
  /// - Throws: ``ClientError`` (`invalidConfiguration`) if the file is there and cannot be read,
  ///   with the line.
  public init(environment: [String: String]? = nil, file: String? = ".env") throws {
    self.environment = environment ?? ProcessInfo.processInfo.environment
    fileName = file
    guard let file, FileManager.default.fileExists(atPath: file) else {
      self.file = [:]
      fileExists = false
      return
    }
    fileExists = true
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ClientError(.invalidConfiguration, because: "\(file) cannot be read as UTF-8 text")
    }
    do {
      self.file = try DotEnv.parse(text)
    } catch {
      throw ClientError(
        .invalidConfiguration, because: "\(file), line \(error.line): \(error.message)")
    }
  }

  /// The value of a variable; nil if it is nowhere set or empty.
  public subscript(name: String) -> String? {
    for value in [environment[name], file[name]] {
      if let value, !value.isEmpty { return value }
    }
    return nil
  }

  /// The value of a variable that must be there.
  ///
  /// - Throws: ``ClientError`` (`invalidConfiguration`) that names it.
  public func required(_ name: String) throws -> String {
    try required([name])[0]
  }

  /// The values of variables that must be there, in the order of `names`.
  ///
  /// - Throws: ``ClientError`` (`invalidConfiguration`) that names all that are missing.
  public func required(_ names: [String]) throws -> [String] {
    let values = names.map { self[$0] }
    let missing = zip(names, values).filter { $0.1 == nil }.map(\.0)
    if missing.isEmpty { return values.compactMap { $0 } }
    let (verb, pronoun) = missing.count == 1 ? ("is", "it") : ("are", "them")
    let place =
      switch (fileName, fileExists) {
      case (let file?, true): "set \(pronoun) in the environment or in \(file)"
      case (let file?, false):
        "set \(pronoun) in the environment or in \(file), which does not exist"
      case (nil, _): "set \(pronoun) in the environment"
      }
    throw ClientError(
      .invalidConfiguration, because: "\(missing.joined(separator: ", ")) \(verb) missing: \(place)"
    )
  }
}

extension EnvironmentVariables: CustomStringConvertible, CustomReflectable {
  /// Without names and values, since either may tell secrets.
  public var description: String {
    fileExists ? "the environment and \(fileName ?? "")" : "the environment"
  }

  /// Nothing, for `dump`.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

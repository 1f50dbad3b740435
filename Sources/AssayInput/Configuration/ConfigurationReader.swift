import Foundation
package import JSONModel

extension ProjectConfiguration {
  /// The newest version of the file that is understood.
  static let version = 1

  /// Reads `assay.json` of `folder`; where there is none, nothing is configured.
  ///
  /// - Throws: ``InvalidInput`` with everything that is wrong with the file.
  public static func find(in folder: String = ".") throws -> ProjectConfiguration {
    let path = folder == "." ? fileName : "\(folder)/\(fileName)"
    guard FileManager.default.fileExists(atPath: path) else { return ProjectConfiguration() }
    return try load(path)
  }

  /// Reads the file at `path`. Paths in it are relative to its folder.
  ///
  /// - Throws: ``InvalidInput`` with everything that is wrong with the file.
  public static func load(_ path: String) throws -> ProjectConfiguration {
    let collector = DiagnosticCollector(file: path)
    var configuration = ProjectConfiguration()
    if let document = InputFile.document(at: path, collector, kind: "assay.json is strict JSON") {
      configuration = ConfigurationReader(collector: collector, file: path).read(document.root)
    }
    guard !collector.hasErrors else { throw InvalidInput(collector.diagnostics) }
    return configuration
  }
}

private struct ConfigurationReader {
  let collector: DiagnosticCollector
  let file: String

  func read(_ root: JSONNode) -> ProjectConfiguration {
    var configuration = ProjectConfiguration()
    guard var object = ObjectReader(root, "the configuration", collector) else {
      return configuration
    }
    configuration.file = file
    _ = object.string("$schema")
    guard
      FormatVersion.check(
        object.required("version"), ProjectConfiguration.version, "configuration", collector)
    else { return configuration }
    configuration.suites = object.strings("suites")?.map(resolved)
    if let node = object.value("suites"), configuration.suites?.isEmpty == true {
      collector.error(node, "\"suites\" must name at least one file or folder")
    }
    configuration.fixtures = object.string("fixtures").map(resolved)
    configuration.concurrency = object.integer("concurrency", atLeast: 1)
    configuration.prices = prices(object.value("prices"))
    configuration.endpoints = EndpointReader(collector).read(object.value("endpoints"))
    configuration.limits = limits(object.value("limits"))
    object.finish()
    return configuration
  }

  /// A path of the file as one from the working folder.
  private func resolved(_ path: String) -> String {
    let folder = (file as NSString).deletingLastPathComponent
    return path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  private func prices(_ node: JSONNode?) -> [String: ModelPrice] {
    guard let node else { return [:] }
    guard node.kind == .object else {
      collector.error(
        node, "\"prices\" must be an object of models, not \(node.kind.withArticle)",
        hint: "{ \"gpt-4\": { \"input\": 30, \"output\": 60 } }, in dollars for a million tokens")
      return [:]
    }
    var prices: [String: ModelPrice] = [:]
    for member in node.members {
      guard var object = ObjectReader(member.value, "a price", collector) else { continue }
      let input =
        object.required("input") == nil ? nil : object.positiveNumber("input", orZero: true)
      let output =
        object.required("output") == nil ? nil : object.positiveNumber("output", orZero: true)
      object.finish()
      if let input, let output { prices[member.key] = ModelPrice(input: input, output: output) }
    }
    return prices
  }

  private func limits(_ node: JSONNode?) -> RunLimits {
    var limits = RunLimits()
    guard let node, var object = ObjectReader(node, "\"limits\"", collector) else { return limits }
    limits.cost = object.positiveNumber("cost", orZero: true)
    limits.tokens = object.integer("tokens", atLeast: 1)
    limits.calls = object.integer("calls", atLeast: 1)
    limits.duration = object.positiveNumber("duration")
    limits.timeout = object.positiveNumber("timeout")
    object.finish()
    return limits
  }
}

/// Checks the version of a file's format.
package enum FormatVersion {
  /// Whether this program reads the version at `node`; reports it if not. A missing version was
  /// reported by whoever asked for it.
  package static func check(
    _ node: JSONNode?, _ newest: Int, _ what: String, _ collector: DiagnosticCollector
  ) -> Bool {
    guard let node else { return true }
    guard let version = node.intValue, version >= 1 else {
      collector.error(node, "\"version\" must be \(newest), not \(node.excerpt)")
      return false
    }
    guard version <= newest else {
      collector.error(
        node, "this \(what) is of version \(version); this Assay reads up to \(newest)",
        hint: "use a newer Assay")
      return false
    }
    return true
  }
}

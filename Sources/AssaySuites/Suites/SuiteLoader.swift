public import AssayAssertions
public import AssayInput
import Crypto
import Foundation
import JSONModel

/// Reads suite files and checks all that can be checked before the first call.
public struct SuiteLoader: Sendable {
  private let registry: AssertionRegistry
  private let endpoints: [String: Endpoint]

  /// - Parameters:
  ///   - registry: The assertion types that suites can use.
  ///   - endpoints: Servers that suites can name beside their own, as `assay.json` has them.
  public init(registry: AssertionRegistry = .standard, endpoints: [String: Endpoint] = [:]) {
    self.registry = registry
    self.endpoints = endpoints
  }

  /// Suites, and what should be mended but does not keep them from running.
  public struct Loaded: Sendable {
    public var suites: [Suite]
    public var warnings: [Diagnostic]
  }

  /// Reads the suites that `paths` name: files, and folders with suite files in them.
  ///
  /// - Throws: ``InvalidInput`` with everything that is wrong with all of them.
  public func load(_ paths: [String]) throws -> Loaded {
    var suites: [Suite] = []
    let (files, problems) = SuiteFinder.search(paths)
    var diagnostics = problems
    for file in files {
      let collector = DiagnosticCollector(file: file)
      if let suite = read(file, collector) { suites.append(suite) }
      diagnostics += Self.sorted(collector.diagnostics)
    }
    diagnostics += Self.repeatedNames(suites)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw InvalidInput(diagnostics)
    }
    return Loaded(suites: suites, warnings: diagnostics)
  }

  /// Reads one suite; gives nil if an error was reported.
  private func read(_ file: String, _ collector: DiagnosticCollector) -> Suite? {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(at: file)
    } catch {
      collector.error(at: nil, error.message, hint: error.hint)
      return nil
    }
    guard
      let document = InputFile.document(parsing: bytes, collector, kind: "a suite is strict JSON")
    else { return nil }
    let folder = (file as NSString).deletingLastPathComponent
    let files = ConfinedFiles(folder: folder)
    var suite = read(document, files, collector)
    suite?.digest = Self.digest(bytes, files)
    return suite
  }

  /// Reads one suite from a document; gives nil if an error was reported.
  func read(
    _ document: JSONDocument, _ files: ConfinedFiles, _ collector: DiagnosticCollector
  ) -> Suite? {
    let reading = SuiteReading(
      collector: collector, registry: registry, files: files, endpoints: endpoints)
    let suite = SuiteReader(reading: reading).read(document.root)
    return collector.hasErrors ? nil : suite
  }

  /// File by file in the order in which they were named, from their beginnings to their ends.
  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var files: [String: Int] = [:]
    for diagnostic in diagnostics where files[diagnostic.file] == nil {
      files[diagnostic.file] = files.count
    }
    func key(_ place: Int) -> (Int, Int, Int) {
      let diagnostic = diagnostics[place]
      return (
        files[diagnostic.file] ?? 0, diagnostic.location?.byteOffset ?? 0, place
      )
    }
    return diagnostics.indices.sorted { key($0) < key($1) }.map { diagnostics[$0] }
  }

  private static func digest(_ bytes: [UInt8], _ files: ConfinedFiles) -> String {
    var text = SHA256.hash(data: bytes).hexadecimal
    for (path, digest) in files.digestsByPath { text += "\n\(digest) \(path)" }
    return SHA256.hash(data: Array(text.utf8)).hexadecimal
  }

  /// Results and recordings go by the suite's name, so two suites cannot share one.
  private static func repeatedNames(_ suites: [Suite]) -> [Diagnostic] {
    var first: [String: String] = [:]
    return suites.compactMap { suite in
      // Two names that differ in case would share a folder on some file systems.
      guard let earlier = first.updateValue(suite.file, forKey: suite.name.lowercased()) else {
        return nil
      }
      return Diagnostic(
        file: suite.file, message: "the name \"\(suite.name)\" is also that of \(earlier)",
        hint: "results and recordings go by the name: give each suite its own")
    }
  }
}

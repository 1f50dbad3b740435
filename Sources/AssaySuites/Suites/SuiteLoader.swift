public import AssayAssertions
public import AssayInput
import Foundation
import JSONModel

/// Reads suite files and checks all that can be checked before the first call.
public struct SuiteLoader: Sendable {
  private let registry: AssertionRegistry

  /// The largest suite file that is read, in bytes.
  static let sizeLimit = 64 << 20

  public init(registry: AssertionRegistry = .standard) {
    self.registry = registry
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
    var diagnostics: [Diagnostic] = []
    for file in try SuiteFinder.find(paths) {
      let collector = DiagnosticCollector(file: file)
      switch Self.read(file) {
      case .success(let document):
        if let suite = read(document, collector) { suites.append(suite) }
        diagnostics += collector.diagnostics
      case .failure(let unreadable):
        diagnostics += unreadable.diagnostics
      }
    }
    diagnostics += Self.repeatedNames(suites)
    let errors = diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { throw InvalidInput(diagnostics) }
    return Loaded(suites: suites, warnings: diagnostics)
  }

  private static func read(_ file: String) -> Result<JSONDocument, InvalidInput> {
    func fail(_ message: String, _ hint: String? = nil, _ location: SourceLocation? = nil)
      -> Result<JSONDocument, InvalidInput>
    {
      .failure(
        InvalidInput([Diagnostic(file: file, location: location, message: message, hint: hint)]))
    }
    do {
      let data = try Data(contentsOf: URL(filePath: file))
      return .success(
        try JSONDocument(parsing: [UInt8](data), limits: .init(byteCount: sizeLimit)))
    } catch let error as JSONSyntaxError {
      return fail(error.message, "a suite is strict JSON", error.location)
    } catch {
      return fail("the file cannot be read: \(error.localizedDescription)")
    }
  }

  /// Reads one suite from a document; gives nil if an error was reported.
  func read(_ document: JSONDocument, _ collector: DiagnosticCollector) -> Suite? {
    for duplicate in document.duplicateKeys() {
      if let node = document.root[duplicate.object] {
        collector.error(
          node.members.filter { $0.key == duplicate.key }.last?.keyNode ?? node,
          "the key \"\(duplicate.key)\" stands twice in this object, first in line "
            + "\(duplicate.first.line)", hint: "remove one of them")
      }
    }
    let suite = SuiteReader(collector: collector, registry: registry).read(document.root)
    return collector.hasErrors ? nil : suite
  }

  /// Results and recordings go by the suite's name, so two suites cannot share one.
  private static func repeatedNames(_ suites: [Suite]) -> [Diagnostic] {
    var first: [String: String] = [:]
    return suites.compactMap { suite in
      guard let earlier = first.updateValue(suite.file, forKey: suite.name) else { return nil }
      return Diagnostic(
        file: suite.file, message: "the name \"\(suite.name)\" is also that of \(earlier)",
        hint: "results and recordings go by the name: give each suite its own")
    }
  }
}

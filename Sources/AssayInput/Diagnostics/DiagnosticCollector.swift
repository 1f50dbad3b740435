package import JSONModel

/// Collects what is wrong with a file, and with the files that it reads, to their ends.
package final class DiagnosticCollector {
  package let file: String
  private let list: DiagnosticList

  package init(file: String) {
    self.file = file
    list = DiagnosticList()
  }

  private init(file: String, list: DiagnosticList) {
    self.file = file
    self.list = list
  }

  /// A collector for another file, whose problems are also this one's.
  package func reading(_ file: String) -> DiagnosticCollector {
    DiagnosticCollector(file: file, list: list)
  }

  /// The problems in the order in which they were found, of the first thousand of them.
  package var diagnostics: [Diagnostic] { list.diagnostics }

  package var hasErrors: Bool { list.errorCount > 0 }

  /// How many errors were reported, to see whether reading something added any.
  package var errorCount: Int { list.errorCount }

  package func error(_ node: JSONNode, _ message: String, hint: String? = nil) {
    add(.error, at: { node.location }, pointer: { node.pointer }, message, hint)
  }

  package func warning(_ node: JSONNode, _ message: String, hint: String? = nil) {
    add(.warning, at: { node.location }, pointer: { node.pointer }, message, hint)
  }

  /// Reports a problem of the file as a whole, or at a place that is no JSON value.
  package func error(
    at location: SourceLocation?, pointer: JSONPointer? = nil, _ message: String,
    hint: String? = nil
  ) {
    add(.error, at: { location }, pointer: { pointer }, message, hint)
  }

  package func warning(
    at location: SourceLocation?, pointer: JSONPointer? = nil, _ message: String,
    hint: String? = nil
  ) {
    add(.warning, at: { location }, pointer: { pointer }, message, hint)
  }

  /// Reports every key that stands twice in its object: readers differ on which counts.
  package func reportDuplicateKeys(of document: JSONDocument) {
    for duplicate in document.duplicateKeys() {
      guard let node = document.root[duplicate.object] else { continue }
      error(
        node.members.filter { $0.key == duplicate.key }.last?.keyNode ?? node,
        "the key \"\(duplicate.key)\" stands twice in this object, first in line "
          + "\(duplicate.first.line)", hint: "remove one of them")
    }
  }

  /// Places are worked out only of problems that are kept: it takes time in long files.
  private func add(
    _ severity: Diagnostic.Severity, at location: () -> SourceLocation?,
    pointer: () -> JSONPointer?, _ message: String, _ hint: String?
  ) {
    if severity == .error { list.errorCount += 1 }
    guard list.diagnostics.count < DiagnosticList.limit else {
      if severity == .error, !list.isFull {
        list.isFull = true
        list.diagnostics.append(
          Diagnostic(
            file: file, message: "there are more problems than the \(DiagnosticList.limit) shown"))
      }
      return
    }
    list.diagnostics.append(
      Diagnostic(
        severity: severity, file: file, location: location(), pointer: pointer(),
        message: message, hint: hint))
  }
}

/// What the collectors of one reading share.
private final class DiagnosticList {
  static let limit = 1_000

  var diagnostics: [Diagnostic] = []
  var errorCount = 0
  var isFull = false
}

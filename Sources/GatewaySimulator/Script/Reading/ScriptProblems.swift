import JSONModel

/// A mistake in a script: where it is and what to do about it.
struct ScriptProblem: Sendable, Hashable, CustomStringConvertible {
  var file: String
  /// nil where the file as a whole is meant.
  var location: SourceLocation?
  /// A JSON path, such as `$.rules[2].fault`.
  var path: String
  var message: String

  var description: String {
    let place = location.map { "\(file):\($0.line):\($0.column)" } ?? file
    return "\(place): \(path.isEmpty ? "" : path + ": ")\(message)"
  }
}

/// Collects mistakes, so that all of them are told at once.
final class ScriptProblems {
  let file: String
  private(set) var found: [ScriptProblem] = []

  init(file: String) {
    self.file = file
  }

  func add(_ node: JSONNode, _ message: String) {
    found.append(
      ScriptProblem(
        file: file, location: node.location, path: Self.path(of: node), message: message))
  }

  func add(_ message: String, at location: SourceLocation? = nil) {
    found.append(ScriptProblem(file: file, location: location, path: "", message: message))
  }

  static func path(of node: JSONNode) -> String {
    node.pointer.tokens.reduce("$") { path, token in
      Int(token) != nil ? "\(path)[\(token)]" : "\(path).\(token)"
    }
  }
}

/// Finds the name that was probably meant.
enum NearestName {
  static func suggestion(for name: String, among names: [String]) -> String {
    let near = names.map { ($0, distance(name.lowercased(), $0.lowercased())) }
      .min { $0.1 < $1.1 }
    if let near, near.1 <= max(2, name.count / 3) { return "; did you mean \"\(near.0)\"?" }
    return "; known: \(names.joined(separator: ", "))"
  }

  /// How many characters must be added, removed or changed (Levenshtein).
  static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (position, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = position + 1
      for column in right.indices {
        let above = row[column + 1]
        row[column + 1] = min(
          above + 1, row[column] + 1, diagonal + (character == right[column] ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}

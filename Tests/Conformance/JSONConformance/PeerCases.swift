import JSONModel

/// Reads cases as JSON Lines from standard input and prints an answer for each, to compare with
/// another implementation over generated cases.
///
/// A case is `{"path": …, "document": …}`, answered by an array of `[normalized path, value]`
/// pairs or by `"invalid"` (as JSON).
enum PeerCases {
  static func answer() {
    while let line = readLine(strippingNewline: true) {
      print(answer(line).text())
    }
  }

  private static func answer(_ line: String) -> JSONValue {
    guard let value = try? JSONValue(parsing: line) else { return "the case is not JSON" }
    guard let path = try? JSONPath(value["path"]?.stringValue ?? "") else { return "invalid" }
    return .array(
      path.nodes(in: value["document"] ?? .null).map { node in
        .array([.string(node.location.description), node.value])
      })
  }
}

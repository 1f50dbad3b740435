/// JSONPath: a query and a document, and I-Regexps against the other engine.
enum PathTarget: FuzzTarget {
  static var name: String { "path" }

  static func run(_ input: [UInt8]) {
    let fields = input.fields(2)
    let text = String(decoding: fields[0], as: UTF8.self)
    let path: JSONPath
    do {
      path = try JSONPath(text)
    } catch let error as JSONPath.SyntaxError {
      promise(
        (0...text.unicodeScalars.count).contains(error.offset), "a fault outside of the query")
      return
    } catch {
      fatalError("\(error)")
    }
    let descendants = path.segments.count { $0.isDescendant }
    guard descendants <= 2, path.segments.count < 12 else { return }
    let document = fields.count > 1 ? try? JSONValue(parsing: fields[1]) : nil
    let values = path.values(in: document ?? defaultDocument)
    let nodes = path.nodes(in: document ?? defaultDocument)
    promise(values == nodes.map(\.value), "values and nodes differ")
    promise(values.first == path.firstValue(in: document ?? defaultDocument), "first differs")
    for node in nodes.prefix(20) {
      promise(
        (document ?? defaultDocument)[node.location.pointer] == node.value,
        "the place of a node does not hold it")
      guard let again = try? JSONPath(node.location.description) else {
        fatalError("a normalized path is no query: \(node.location)")
      }
      promise(again.values(in: document ?? defaultDocument) == [node.value], "the path differs")
    }
  }

  private static let defaultDocument: JSONValue = [
    "a": [1, 2.5, "b", nil, true, ["c": "d", "e": [[], [:], [1, [2, [3]]]]]],
    "o": ["p": 1, "q": "text", "é": ["a": ["a": ["a": 0]]]], "": "'\"\\",
  ]
}

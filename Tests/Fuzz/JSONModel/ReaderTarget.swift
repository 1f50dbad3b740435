/// The whole reader: what it accepts reads back equal from its own writing, and every value
/// knows its place.
enum ReaderTarget: FuzzTarget {
  static var name: String { "reader" }

  static func run(_ input: [UInt8]) {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: input)
    } catch let error as JSONSyntaxError {
      promise((0...input.count).contains(error.location.byteOffset), "a fault outside of the text")
      promise(error.location.line >= 1 && error.location.column >= 1, "no line or column")
      promise(!error.message.isEmpty, "no message")
      return
    } catch {
      fatalError("\(error)")
    }
    let value = document.value
    for format in [JSONValue.Format.compact, .pretty, .compact.sorted] {
      let again = try? JSONValue(parsing: value.bytes(format))
      promise(again == value, "what was written does not read back equal")
    }
    _ = document.duplicateKeys()
    let hasDuplicates = !document.duplicateKeys().isEmpty
    var visited = 0
    visit(document.root, in: document, hasDuplicates: hasDuplicates, &visited)
  }

  private static func visit(
    _ node: JSONNode, in document: JSONDocument, hasDuplicates: Bool, _ visited: inout Int
  ) {
    visited += 1
    guard visited < 200 else { return }
    let range = node.byteRange
    let part = try? JSONValue(parsing: Array(document.bytes[range]))
    promise(part == node.value, "the byte range of a value does not hold it")
    promise(node.location.byteOffset == range.lowerBound, "place and range differ")
    if !hasDuplicates {
      promise(document.value[node.pointer] == node.value, "the pointer leads elsewhere")
    }
    if let number = node.numberValue {
      promise(node.intValue == number.intValue, "integers differ")
      promise(node.doubleValue?.bitPattern == number.doubleValue.bitPattern, "doubles differ")
    }
    for element in node.elements {
      visit(element, in: document, hasDuplicates: hasDuplicates, &visited)
    }
    for member in node.members {
      visit(member.value, in: document, hasDuplicates: hasDuplicates, &visited)
    }
  }
}

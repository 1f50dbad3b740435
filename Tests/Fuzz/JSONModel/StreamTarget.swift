/// The streaming reader against the whole one: the same values at the same places, in chunks of
/// any size.
enum StreamTarget: FuzzTarget {
  static var name: String { "stream" }

  static func run(_ input: [UInt8]) {
    guard let mode = input.first else { return }
    let text = Array(input.dropFirst())
    if mode & 1 == 0 {
      elements(text, chunk: Int(mode >> 1) % 13 + 1)
    } else {
      lines(text, chunk: Int(mode >> 1) % 13 + 1)
    }
  }

  private static func read(
    _ text: [UInt8], _ layout: JSONStreamLayout, chunk: Int
  ) -> (values: [(JSONValue, SourceLocation)], error: JSONSyntaxError?) {
    var values: [(JSONValue, SourceLocation)] = []
    var parser = JSONStreamParser(layout)
    var position = 0
    do {
      while true {
        while let document = try parser.next() {
          values.append((document.value, document.root.location))
        }
        guard position < text.count else { break }
        let end = min(position + chunk, text.count)
        parser.append(text[position..<end])
        position = end
      }
      parser.finish()
      while let document = try parser.next() {
        values.append((document.value, document.root.location))
      }
    } catch {
      return (values, error as? JSONSyntaxError)
    }
    return (values, nil)
  }

  private static func elements(_ text: [UInt8], chunk: Int) {
    let (values, error) = read(text, .elements(), chunk: chunk)
    let atOnce = read(text, .elements(), chunk: max(1, text.count))
    promise(values.map(\.0) == atOnce.values.map(\.0), "the values depend on the chunks")
    promise(error == atOnce.error, "the error depends on the chunks")
    guard let whole = try? JSONDocument(parsing: text) else {
      promise(error != nil, "the stream accepts what the reader refuses")
      return
    }
    guard whole.root.kind == .array else {
      promise(error != nil, "the stream reads elements of what is no array")
      return
    }
    promise(
      error == nil, "the stream refuses what the reader accepts: \(String(describing: error))")
    promise(values.map(\.0) == whole.root.elements.map(\.value), "the elements differ")
    promise(values.map(\.1) == whole.root.elements.map(\.location), "the places differ")
  }

  private static func lines(_ text: [UInt8], chunk: Int) {
    let (values, error) = read(text, .lines, chunk: chunk)
    let atOnce = read(text, .lines, chunk: max(1, text.count))
    promise(values.map(\.0) == atOnce.values.map(\.0), "the values depend on the chunks")
    promise(values.map(\.1) == atOnce.values.map(\.1), "the places depend on the chunks")
    promise(error == atOnce.error, "the error depends on the chunks")
  }
}

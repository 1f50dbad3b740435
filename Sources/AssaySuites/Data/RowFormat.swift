import AssayInput
import JSONModel

/// How a file of data is read.
enum RowFormat {
  case json, lines
  case csv(separator: UInt8)

  private static let names = ["json", "jsonl", "csv", "tsv"]

  /// The format that a block says, or that the name of its file does.
  static func read(
    _ path: String, _ format: JSONNode?, _ separator: JSONNode?, at node: JSONNode,
    _ collector: DiagnosticCollector
  ) -> RowFormat? {
    let byte = separator.flatMap { readSeparator($0, collector) }
    if separator != nil, byte == nil { return nil }
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let name: String
    if let format {
      guard let text = format.stringValue, names.contains(text) else {
        collector.error(
          format,
          "\"format\" must be one of \(names.joined(separator: ", ")), not \(format.excerpt)",
          hint: format.stringValue.flatMap { NearestName.find($0, among: names) }
            .map { "did you mean \"\($0)\"?" })
        return nil
      }
      name = text
    } else {
      name = ending == "ndjson" ? "jsonl" : ending
    }
    switch name {
    case "json", "jsonl":
      if let separator { collector.error(separator, "only CSV has a \"separator\"") }
      return name == "json" ? .json : .lines
    case "csv": return .csv(separator: byte ?? UInt8(ascii: ","))
    case "tsv": return .csv(separator: byte ?? UInt8(ascii: "\t"))
    default:
      collector.error(
        node, "it cannot be told from \"\(path)\" how the data is written",
        hint: "say \"format\": one of \(names.joined(separator: ", "))")
      return nil
    }
  }

  private static func readSeparator(_ node: JSONNode, _ collector: DiagnosticCollector) -> UInt8? {
    guard let text = node.stringValue, text.utf8.count == 1, let byte = text.utf8.first,
      byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\n"),
      byte != UInt8(ascii: "\r")
    else {
      collector.error(
        node, "\"separator\" must be one ASCII character, not \(node.excerpt)",
        hint: "such as \";\" or \"\\t\"")
      return nil
    }
    return byte
  }
}

/// A row of data: its columns and where it stands.
struct DataRow {
  var columns: JSONObject
  var location: SourceLocation
  /// The row's JSON; nil for CSV.
  var node: JSONNode?
  /// Of the file that the row stands in.
  var collector: DiagnosticCollector
}

import Foundation
import JSONModel

/// Megabytes a second over a long text.
enum ReadingBenchmarks {
  static func run() throws {
    let bytes = Sample.array(megabytes: 8)
    let data = Data(bytes)
    let value = try JSONValue(parsing: bytes)
    let megabytes = Double(bytes.count) / 1e6
    let decoder = JSONDecoder()

    func speed(_ body: () throws -> Bool) throws -> Double {
      megabytes / (try Measure.nanoseconds(rounds: 9, body) / 1e9)
    }
    let scan = try speed { try JSONDocument(parsing: bytes).root.count > 0 }
    let values = try speed { try JSONValue(parsing: bytes).arrayValue?.isEmpty == false }
    let typed = try speed { try JSONDocument(parsing: bytes).decode([Record].self).count > 0 }
    let foundation = try speed {
      (try JSONSerialization.jsonObject(with: data) as? [Any])?.isEmpty == false
    }
    let foundationTyped = try speed { try decoder.decode([Record].self, from: data).count > 0 }
    let write = try speed { !value.bytes().isEmpty }
    let canonical = try speed { !value.canonicalBytes().isEmpty }
    let lines = try speed {
      var parser = JSONStreamParser(.elements())
      var count = 0
      for start in stride(from: 0, to: bytes.count, by: 1 << 18) {
        parser.append(bytes[start..<min(start + 1 << 18, bytes.count)])
        while try parser.next() != nil { count += 1 }
      }
      return count > 0
    }

    print(
      "| \(Measure.text(megabytes, digits: 1)) MB of records | MB/s | Foundation, MB/s | ratio |")
    print("| --- | ---: | ---: | ---: |")
    row("scan: check all, place of each value", scan, nil)
    row("read into values", values, foundation)
    row("decode [Record]", typed, foundationTyped)
    row("stream the array, element by element", lines, nil)
    row("write compact", write, nil)
    row("write canonical (RFC 8785)", canonical, nil)
    print()
  }

  private static func row(_ name: String, _ ours: Double, _ theirs: Double?) {
    let other = theirs.map { Measure.text($0, digits: 0) } ?? ""
    let ratio = theirs.map { Measure.text(ours / $0, digits: 1) + " ×" } ?? ""
    print("| \(name) | \(Measure.text(ours, digits: 0)) | \(other) | \(ratio) |")
  }
}

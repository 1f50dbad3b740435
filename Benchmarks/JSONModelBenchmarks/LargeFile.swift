import Foundation
import JSONModel

/// Reads a generated file of JSON Lines, and one of a single array, each larger than any memory
/// that reading may take, and prints the peak of the process.
enum LargeFile {
  static func run(megabytes: Int) throws {
    let folder = FileManager.default.temporaryDirectory
    print("| file | layout | values | s | MB/s | peak memory, MB |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for (name, layout) in [("lines", JSONStreamLayout.lines), ("array", .elements())] {
      let file = folder.appendingPathComponent("large-\(name)-\(getpid()).json")
      defer { try? FileManager.default.removeItem(at: file) }
      let size = try write(file, megabytes: megabytes, isArray: name == "array")
      let before = peakMegabytes()
      var count = 0
      let elapsed = try ContinuousClock().measure {
        let reader = try JSONFileReader(path: file.path, layout)
        while let document = try reader.next() {
          count += 1
          guard document.root["index"]?.intValue == count - 1 else { throw Measure.WrongAnswer() }
        }
      }
      let seconds = elapsed / .seconds(1)
      let speed = Measure.text(Double(size) / 1e6 / seconds, digits: 0)
      print(
        "| \(size / 1_000_000) MB | \(name) | \(count) | \(Measure.text(seconds, digits: 1))"
          + " | \(speed) | \(Measure.text(peakMegabytes(), digits: 1))"
          + " (\(Measure.text(before, digits: 1)) before) |")
    }
  }

  private static func write(_ url: URL, megabytes: Int, isArray: Bool) throws -> Int {
    FileManager.default.createFile(atPath: url.path, contents: nil)
    let file = try FileHandle(forWritingTo: url)
    defer { try? file.close() }
    var size = 0
    var number = 0
    if isArray {
      try file.write(contentsOf: Data("[".utf8))
      size += 1
    }
    while size < megabytes << 20 {
      var chunk: [UInt8] = []
      for _ in 0..<1000 {
        if number > 0, isArray { chunk += ",".utf8 }
        chunk += Sample.record(number).utf8
        chunk.append(UInt8(ascii: "\n"))
        number += 1
      }
      try file.write(contentsOf: Data(chunk))
      size += chunk.count
    }
    if isArray {
      try file.write(contentsOf: Data("]".utf8))
      size += 1
    }
    return size
  }

  /// The most resident memory that the process has had.
  private static func peakMegabytes() -> Double {
    #if canImport(Darwin)
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Double(usage.ru_maxrss) / 1e6
    #else
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
      let kilobytes = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }.first
      return (kilobytes ?? .nan) * 1024 / 1e6
    #endif
  }
}

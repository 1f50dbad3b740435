import ArgumentParser
import AssayCore
import AssayReports
import Foundation
import HTTPFixtures
import JSONModel

/// `assay fixtures show`.
struct ShowFixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show recordings whole: request, response, and the pieces of a stream.",
    discussion: """
      Name a recording by its file and entry, as a replay miss and "assay fixtures list" do \
      ("assay fixtures show fixtures/chat/gpt-4.har 3"), or by what it was recorded for \
      ("assay fixtures show --suite chat --case capital").
      """)

  @Argument(help: "A HAR file.", completion: .file(extensions: ["har"]))
  var file: String?

  @Argument(help: "The number of an entry, counted from 0; all of them without it.")
  var entry: Int?

  @OptionGroup var selection: FixtureSelection

  @Option(help: "text or json (HAR entries, one a line).")
  var format = FixtureFormat.text

  func validate() throws {
    if file == nil, selection.suiteNames.isEmpty, selection.case == nil, selection.model == nil {
      throw ValidationError("Name a file, or --suite, --case or --model.")
    }
    if file != nil, !selection.suiteNames.isEmpty {
      throw ValidationError("Name a file or --suite, not both.")
    }
  }

  func run() throws {
    for (reference, entry) in try entries() {
      let redacted = Redactor().redact(entry)
      switch format {
      case .text:
        Standard.output.write(
          ConsoleText.safe(RecordingText.text(reference, redacted), keeping: "\n"))
      case .json: Standard.output.write(redacted.json.text() + "\n")
      }
    }
  }

  private func entries() throws -> [(FixtureStore.Reference, HAREntry)] {
    if let file {
      let store = try FixtureStore(files: [file])
      let chosen = store.all.filter { reference in
        (entry.map { $0 == reference.index } ?? true)
          && (selection.case.map { $0 == reference.labels["case"] } ?? true)
          && (selection.model.map { $0 == reference.labels["model"] } ?? true)
      }
      guard !chosen.isEmpty else {
        throw CommandFailure(
          .invalidInput, "\(file) has no such entry; it has \(store.count), counted from 0")
      }
      return try chosen.compactMap { reference in
        try store.entry(reference).map { (reference, $0) }
      }
    }
    return try selection.inventory().folders.flatMap { folder in
      let store = try FixtureStore(gatewayRecordings: folder.path)
      return try folder.recordings.compactMap { facts in
        try store.entry(facts.reference).map { (facts.reference, $0) }
      }
    }
  }
}

/// A recording as people read it.
enum RecordingText {
  static func text(_ reference: FixtureStore.Reference, _ entry: HAREntry) -> String {
    var lines = ["--- \(reference.file), entry \(reference.index)"]
    if !reference.labels.isEmpty { lines.append("for \(reference.labels)") }
    lines.append("recorded \(entry.startedDateTime), \(time(entry.time))")
    lines.append("")
    lines.append("\(entry.request.method) \(entry.request.url)")
    lines += headers(entry.request.headers)
    lines += body(entry.request.postData?.text, entry.request.postData?.encoding)
    lines.append("")
    lines.append(
      entry.response.status == 0
        ? "no answer" : "\(entry.response.status) \(entry.response.statusText)")
    lines += headers(entry.response.headers)
    lines += body(entry.response.content.text, entry.response.content.encoding)
    if let chunks = entry.chunks {
      lines += ["", "in \(FixtureText.count(chunks.count, "chunk")):"]
      lines += chunks.map { chunk in
        "  \(chunk.size) bytes at \(chunk.offset)" + (chunk.delay.map { ", after \($0) ms" } ?? "")
      }
    }
    if !entry.redactions.isEmpty {
      lines += ["", "redacted: " + entry.redactions.joined(separator: ", ")]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func time(_ milliseconds: Double?) -> String {
    milliseconds.map { "took \($0) ms" } ?? "time unknown"
  }

  private static func headers(_ pairs: [HARPair]) -> [String] {
    pairs.map { "\($0.name): \($0.value)" }
  }

  private static func body(_ text: String?, _ encoding: String?) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    guard encoding != "base64" else { return ["", "(binary, in Base64) \(text)"] }
    return ["", pretty(text)]
  }

  /// JSON laid out over lines; other text as it is.
  private static func pretty(_ text: String) -> String {
    guard text.first == "{" || text.first == "[", let value = try? JSONValue(parsing: text) else {
      return text
    }
    return value.text(.pretty)
  }
}

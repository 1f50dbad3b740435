import ArgumentParser
import AssayCore
import AssayInput
import Foundation

/// `assay init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Start a project: a suite, its schemas, assay.json.",
    discussion: """
      Writes a small suite to begin with, the JSON Schemas that editors check it by (so that this \
      works offline), and assay.json, and keeps .env out of git. Files that are there are left \
      alone. The suite runs against `assay simulate` as it stands.
      """)

  @Argument(help: "The folder of the project; it is made if it is not there.")
  var folder = "."

  @Option(help: "The model that the suite runs against, by the gateway's name for it.")
  var model = "gpt-4"

  func validate() throws {
    if folder.isEmpty { throw ValidationError("The folder's path cannot be empty.") }
    if model.isEmpty { throw ValidationError("--model cannot be empty.") }
  }

  func run() throws {
    do {
      for file in StarterProject.files(model: model) { try write(file) }
      try ignoreEnvironmentFile()
    } catch let failure as AtomicFile.Failure {
      throw CommandFailure(.invalidInput, failure.description)
    }
    Standard.error.write(StarterProject.nextSteps(folder: folder))
  }

  private func path(_ name: String) -> String { folder == "." ? name : "\(folder)/\(name)" }

  private func write(_ file: StarterProject.File) throws {
    let path = path(file.path)
    guard !FilePlace.isTaken(path) else {
      Standard.output.write("kept   \(path)\n")
      return
    }
    try AtomicFile.write(file.bytes, to: path)
    Standard.output.write("wrote  \(path)\n")
  }

  /// Keys go into `.env`, which must never be committed.
  private func ignoreEnvironmentFile() throws {
    let path = path(".gitignore")
    var text = ""
    if FilePlace.isTaken(path) {
      do {
        text = String(decoding: try InputFile.bytes(at: path), as: UTF8.self)
      } catch {
        throw CommandFailure(.invalidInput, "\(path): \(error.message)")
      }
    }
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.drop(while: \.isWhitespace)
    }
    guard
      !lines.contains(where: { $0 == ".env" || $0 == "/.env" || $0 == "*.env" || $0 == ".env*" })
    else {
      Standard.output.write("kept   \(path)\n")
      return
    }
    if !text.isEmpty, text.last?.isNewline == false { text += "\n" }
    try AtomicFile.write(Array((text + ".env\n").utf8), to: path)
    Standard.output.write("\(lines.isEmpty ? "wrote " : "added .env to") \(path)\n")
  }
}

import ArgumentParser
import Foundation
import HTTPFixtures
import JSONModel

/// `assay fixtures list`.
struct ListFixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List recordings: request, status, time, date, and who asked.",
    discussion: """
      The number before each recording is its entry in the file, as "assay fixtures show" takes \
      it. With --format json, each line is an object.
      """)

  @OptionGroup var selection: FixtureSelection

  @Option(help: "text or json (one object a line).")
  var format = FixtureFormat.text

  func run() throws {
    let inventory = try selection.inventory()
    switch format {
    case .text: Standard.output.write(Self.text(inventory))
    case .json:
      for facts in inventory.recordings {
        Standard.output.write(JSONValue.object(FixtureJSON.recording(facts)).text() + "\n")
      }
    }
  }

  static func text(_ inventory: FixtureInventory) -> String {
    var text = ""
    for folder in inventory.folders {
      for file in folder.files {
        let recordings = folder.recordings.filter { $0.reference.file == file.path }
        guard !recordings.isEmpty else { continue }
        text +=
          "\(file.path)  \(FixtureText.count(file.recordingCount, "recording")), "
          + "\(FixtureText.size(file.size))\n"
        for facts in recordings { text += "  \(FixtureText.line(facts))\n" }
      }
      if folder.hasUnfinishedRecording {
        text += "\(folder.path)  an unfinished recording is here; the next one brings it in\n"
      }
    }
    return text
  }
}

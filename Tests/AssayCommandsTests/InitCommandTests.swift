import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

@Suite struct InitCommandTests {
  @Test func theProjectRunsAgainstTheSimulatorAndReplays() async throws {
    let folder = try TemporaryFolder()
    let begun = try await Subprocess.assay(["init", "demo"], in: folder.url)
    #expect(begun.status == 0, "\(begun.errors)")
    #expect(
      begun.output == """
        wrote  demo/suites/example.json
        wrote  demo/suites/data/people.csv
        wrote  demo/assay.json
        wrote  demo/schemas/suite.schema.json
        wrote  demo/schemas/config.schema.json
        wrote  demo/.gitignore

        """)
    #expect(begun.errors.contains("assay run --mode record"))
    let project = folder.url.appending(path: "demo")
    let valid = try await Subprocess.assay(["validate"], in: project)
    #expect(valid.status == 0, "\(valid.output)")
    #expect(valid.output.isEmpty)
    try await GatewaySimulator.withSimulator { simulator in
      try """
      SAAS_LITELLM_API_URL=\(simulator.baseURL)
      SAAS_LITELLM_TEAM_ID=\(simulator.teamID)
      SAAS_LITELLM_VIRTUAL_KEY=\(simulator.virtualKey)
      """.write(to: project.appending(path: ".env"), atomically: true, encoding: .utf8)
      let recorded = try await Subprocess.assay(["run", "--mode", "record"], in: project)
      #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
    }
    let replayed = try await Subprocess.assay(["run"], in: project)
    #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
    #expect(replayed.output.contains("3 passed"))
  }

  @Test func theSchemasAreThePublishedOnes() async throws {
    let folder = try TemporaryFolder()
    _ = try await Subprocess.assay(["init"], in: folder.url)
    for name in ["suite.schema.json", "config.schema.json"] {
      #expect(
        try Data(contentsOf: folder.url.appending(path: "schemas/\(name)"))
          == Data(contentsOf: Repository.root.appending(path: "docs/schemas/\(name)")))
    }
    // What the files name is there.
    for (file, schema) in [
      ("suites/example.json", "suites/../schemas/suite.schema.json"),
      ("assay.json", "schemas/config.schema.json"),
    ] {
      let bytes = try [UInt8](Data(contentsOf: folder.url.appending(path: file)))
      let published = try [UInt8](Data(contentsOf: folder.url.appending(path: schema)))
      let compiled = try JSONSchema(compiling: JSONValue(parsing: published))
      #expect(try compiled.isValid(JSONValue(parsing: bytes)))
    }
  }

  @Test func nothingIsOverwritten() async throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "assay.json")
    try folder.write("build\n *.log", to: ".gitignore")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "suites"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "suites/example.json").path,
      withDestinationPath: "nowhere.json")
    let run = try await Subprocess.assay(["init"], in: folder.url)
    #expect(run.status == 0)
    #expect(run.output.contains("kept   assay.json\n"))
    #expect(run.output.contains("kept   suites/example.json\n"))
    #expect(run.output.contains("added .env to .gitignore\n"))
    func text(_ path: String) throws -> String {
      try String(contentsOf: folder.url.appending(path: path), encoding: .utf8)
    }
    #expect(try text("assay.json") == "mine")
    #expect(try text(".gitignore") == "build\n *.log\n.env\n")
    #expect(
      !FileManager.default.fileExists(
        atPath: folder.url.appending(path: "suites/nowhere.json").path))
    let again = try await Subprocess.assay(["init"], in: folder.url)
    #expect(!again.output.contains("wrote"))
    #expect(try text(".gitignore") == "build\n *.log\n.env\n")
  }

  @Test func theModelIsThatOfTheOption() async throws {
    let folder = try TemporaryFolder()
    _ = try await Subprocess.assay(["init", "--model", "a\"b\\c"], in: folder.url)
    let file = folder.url.appending(path: "suites/example.json")
    #expect(try JSONValue(parsing: [UInt8](Data(contentsOf: file)))["models"] == ["a\"b\\c"])
  }
}

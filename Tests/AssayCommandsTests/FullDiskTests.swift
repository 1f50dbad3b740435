import Foundation
import GatewaySimulator
import HTTPFixtures
import TestSupport
import Testing

/// Recording onto a file system without room: a real one, of some kilobytes.
///
/// A user namespace and a mount namespace of its own let anybody mount one, where the system
/// allows them.
@Suite struct FullDiskTests {
  private static let shell = URL(filePath: "/bin/sh")
  private static let mount = "mount -t tmpfs -o size=%KB%k tmpfs fixtures"

  private static func inNamespace(
    _ commands: String, in folder: URL, _ environment: [String: String] = [:]
  ) async throws -> Subprocess {
    try await Subprocess.run(
      shell, ["-c", "exec unshare -rm sh -euc \"$COMMANDS\""], in: folder,
      environment.merging(["COMMANDS": commands]) { $1 })
  }

  /// Why there can be no such file system here; nil if there can.
  private static let obstacle: String? = {
    let process = Process()
    process.executableURL = shell
    process.arguments = ["-c", "unshare -rm mount -t tmpfs -o size=64k tmpfs /mnt"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "there is no shell" }
    process.waitUntilExit()
    return process.terminationStatus == 0
      ? nil : "no file system can be mounted in a name space of its own (unshare -rm)"
  }()

  private static func suite(_ cases: Int) -> String {
    let list = (1...cases).map {
      "{ \"id\": \"case-\($0)\", \"vars\": { \"word\": \"\(String(repeating: "word ", count: 100))\($0)\" } }"
    }
    return """
      {
        "version": 1, "name": "story", "models": ["gpt-4"],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{word}}." }] } },
        "defaults": { "assert": [{ "type": "contains", "value": "Say" }] },
        "cases": [\(list.joined(separator: ",\n"))]
      }
      """
  }

  @Test(
    .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
    arguments: [
      // Too little for the journal; enough for it, but not for the file beside it.
      (48, 200), (160, 30),
    ])
  func theOldFileStaysAndNothingIsPretended(kilobytes: Int, cases: Int) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite(2), to: "old.json")
    try folder.write(Self.suite(cases), to: "new.json")
    try folder.write("", to: "fixtures/place")
    let assay = Subprocess.assayProgram.path
    try await GatewaySimulator.withSimulator { simulator in
      let environment = [
        "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
        "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey, "ASSAY": assay,
      ]
      let run = try await Self.inNamespace(
        """
        \(Self.mount.replacing("%KB%", with: "\(kilobytes)"))
        "$ASSAY" run old.json --mode record > old.txt 2>&1
        cp fixtures/story/gpt-4.har before.har
        status=0
        "$ASSAY" run new.json --mode record > out.txt 2> errors.txt || status=$?
        echo "status $status"
        cmp fixtures/story/gpt-4.har before.har && echo "the old file is as it was"
        ls -A fixtures/story
        mkdir kept; cp -r fixtures/story kept/
        """, in: folder.url, environment)
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      #expect(run.output.contains("status 2"), "\(run.output)")
      #expect(run.output.contains("the old file is as it was"), "\(run.output)")
      #expect(!run.output.contains(".tmp"), "\(run.output)")
    }
    func read(_ path: String) throws -> String {
      try String(contentsOf: folder.url.appending(path: path), encoding: .utf8)
    }
    let output = try read("out.txt")
    if kilobytes < 100 {
      // What cannot be kept is not paid for.
      #expect(output.contains("nothing more can be recorded"), "\(output)")
      #expect(output.contains("skipped"), "\(output)")
    }
    let told = try read("out.txt") + read("errors.txt")
    #expect(told.contains("No space left on device"), "\(told)")
    #expect(told.contains("make room and record again"), "\(told)")

    // What is in the journal is whole, and with room again nothing of it is lost.
    let kept = folder.url.appending(path: "kept/story").path
    let store = try FixtureStore(
      folder: kept, rules: MatchingRules(pathTemplates: ["/api/jobs/{job_id}/llm-call"]))
    #expect(store.count >= 4)
    for reference in store.all { #expect(try store.entry(reference) != nil) }
  }

  /// Root may write where nobody may; others are told that they may not.
  @Test(.enabled(if: geteuid() != 0, "root may read and write everything"))
  func aFolderThatCannotBeWrittenToIsNamed() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite(1), to: "suite.json")
    try folder.write("", to: "fixtures/story/place")
    let path = folder.url.appending(path: "fixtures/story").path
    chmod(path, 0o555)
    defer { chmod(path, 0o755) }
    let run = try await Subprocess.assay(
      ["run", "suite.json", "--mode", "record"], in: folder.url,
      environment: [
        "SAAS_LITELLM_API_URL": "http://127.0.0.1:9", "SAAS_LITELLM_TEAM_ID": "t",
        "SAAS_LITELLM_VIRTUAL_KEY": "k",
      ])
    #expect(run.status == 64)
    #expect(run.errors.contains("recording needs a folder that can be written to"), "\(run.errors)")
  }

  /// A file system that is mounted read-only stops root, too.
  @Test(.enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
  func aFileSystemThatCannotBeWrittenToIsNamed() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite(1), to: "suite.json")
    try folder.write("", to: "fixtures/place")
    let run = try await Self.inNamespace(
      """
      mount -t tmpfs tmpfs fixtures
      mkdir fixtures/story
      mount -o remount,ro fixtures
      "$ASSAY" run suite.json --mode record
      """, in: folder.url,
      [
        "SAAS_LITELLM_API_URL": "http://127.0.0.1:9", "SAAS_LITELLM_TEAM_ID": "t",
        "SAAS_LITELLM_VIRTUAL_KEY": "k", "ASSAY": Subprocess.assayProgram.path,
      ])
    #expect(run.status == 64, "\(run.output)\(run.errors)")
    #expect(run.errors.contains("Read-only file system"), "\(run.errors)")
    #expect(run.errors.contains("recording needs a folder that can be written to"), "\(run.errors)")
  }
}

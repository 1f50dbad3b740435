import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssayAssertions

@Suite struct OwnCodeTests {
  // MARK: Closures

  private static let registry: AssertionRegistry = {
    var registry = AssertionRegistry.standard
    registry.register(
      "max-lines",
      AssertionDocumentation(
        "the reply has no more lines",
        [.init("max", "lines at most", ["type": "integer"], isRequired: true)])
    ) { context, parameters in
      let count = context.reply.text.split(separator: "\n").count
      return count <= parameters["max"]?.intValue ?? 0 ? .yes : .no(reason: "\(count) lines")
    }
    registry.register("throws") { _, _ in throw CocoaError(.fileNoSuchFile) }
    return registry
  }()

  @Test(arguments: [("a\nb", Outcome.passed), ("a\nb\nc", .failed)])
  func closures(reply: String, outcome: Outcome) async throws {
    let result = try await AssertionText.evaluate(
      #"{"type":"max-lines","max":2,"weight":3}"#, EvaluationContext(reply: Reply(text: reply)),
      registry: Self.registry)
    #expect(result.verdict.outcome == outcome)
    #expect(result.weight == 3)
  }

  @Test func whatAClosureThrowsIsAnErrorOfTheCheck() async throws {
    for type in ["throws", "not-throws"] {
      let result = try await AssertionText.evaluate(
        #"{"type":"\#(type)"}"#, EvaluationContext(reply: Reply(text: "")), registry: Self.registry)
      #expect(result.verdict.outcome == .errored)
    }
  }

  @Test(arguments: [
    (#"{"type":"max-lines"}"#, "\"max\" is missing"),
    (#"{"type":"max-lines","max":"2"}"#, "expected an integer"),
    (#"{"type":"max-lines","max":2,"mx":3}"#, "did you mean \"max\"?"),
    (#"{"type":"max-line","max":2}"#, "did you mean \"max-lines\"?"),
  ])
  func parametersOfClosuresAreChecked(text: String, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(text, registry: Self.registry)
    #expect(diagnostics.map(\.description).joined().contains(message), "\(diagnostics)")
  }

  // MARK: Programs

  /// Evaluates a shell script.
  private static func run(
    _ script: String, keys: String = #","timeLimit":120"#, reply: Reply = Reply(text: "hello")
  ) async throws -> AssertionResult {
    var registry = AssertionRegistry.standard
    registry.allowsPrograms = true
    let command = JSONValue.array(["/bin/sh", "-c", .string(script)]).text()
    return try await AssertionText.evaluate(
      #"{"type":"exec","command":\#(command)\#(keys)}"#,
      EvaluationContext(
        reply: reply, variables: ["x": 1], messages: [.init(role: "user", text: "Hi")],
        labels: ["case": "c"]), registry: registry)
  }

  @Test(
    arguments: [
      ("true", Outcome.passed, nil), ("exit 1", .failed, nil),
      ("echo bad >&2; exit 1", .failed, "bad"), ("exit 2", .errored, "ended with exit code 2"),
      ("kill -9 $$", .errored, "the program was killed by signal 9"), ("echo true", .passed, nil),
      ("echo false", .failed, "the program answers false"),
      ("echo false; echo why >&2", .failed, #"the program answers false; it wrote: "why""#),
      ("echo 0.5", .failed, "scored 0.5, below 1"), ("echo 1", .passed, nil),
      ("echo 1.5", .errored, "neither true or false"),
      ("echo yes", .errored, "did not answer in JSON"),
      (#"echo '{"pass":true}'"#, .passed, nil),
      (#"echo '{"pass":false,"reason":"r"}'"#, .failed, "r"),
      (#"echo '{"score":0.2,"reason":"r"}'"#, .failed, "r"),
      (#"echo '{"pass":"yes"}'"#, .errored, "neither"),
      (#"echo '{"pass":true,"score":0}'"#, .errored, "both"),
      ("echo true; exit 3", .errored, "ended with exit code 3"),
      (#"echo '{"pass":false,"reason":"r"}'; exit 1"#, .failed, "r"),
      ("echo false; exit 1", .failed, "answers false"),
      ("echo 0.5; exit 1", .failed, "scored 0.5, below 1"),
      (#"echo '{"pass":true}'; exit 1"#, .errored, "says yes and no"),
      ("echo 1; exit 1", .errored, "says yes and no"),
      ("echo broken; exit 1", .errored, "did not answer in JSON"),
      ("cat >/dev/null; echo true", .passed, nil),
    ] as [(String, Outcome, String?)])
  func answers(script: String, outcome: Outcome, reason: String?) async throws {
    let result = try await Self.run(script)
    #expect(result.verdict.outcome == outcome, "\(result.verdict)")
    if let reason { #expect(result.verdict.reason?.contains(reason) == true, "\(result.verdict)") }
  }

  @Test func theAttemptIsOnTheStandardInput() async throws {
    let reply = Reply(text: "{\"a\":1}", model: "m", latency: .milliseconds(1500), cost: nil)
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "attempt.json").path
    #expect(try await Self.run("cat > \(file)", reply: reply).verdict == .passed)
    let seen = try JSONValue(parsing: String(contentsOfFile: file, encoding: .utf8))
    #expect(
      seen == [
        "version": 1,
        "reply": [
          "text": "{\"a\":1}", "json": ["a": 1], "model": "m", "latencySeconds": 1.5,
        ],
        "vars": ["x": 1], "messages": [["role": "user", "content": "Hi"]], "labels": ["case": "c"],
      ])
  }

  /// The tests' own environment has HOME; a program must not see it, nor anything like a key.
  @Test func theEnvironmentIsClean() async throws {
    #expect(ProcessInfo.processInfo.environment["HOME"] != nil)
    let result = try await Self.run(
      #"test -z "$HOME" && test -n "$PATH" && test "$MINE" = "yes""#,
      keys: #","timeLimit":120,"env":{"MINE":"yes"}"#)
    #expect(result.verdict == .passed, "\(result.verdict)")
    let all = try await Self.run("env | cut -d= -f1 | sort | tr '\\n' ' ' >&2; exit 1")
    let names = (all.verdict.reason ?? "").trimmingCharacters(in: .init(charactersIn: "\" "))
      .split(separator: " ").map(String.init)
    // The shell sets PWD and _ itself.
    #expect(
      Set(names).isSubset(of: [
        "PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "PWD", "_", "OLDPWD", "SHLVL", "ASSAY_PROGRAM",
      ]), "\(names)")
  }

  @Test func aProgramThatTakesTooLongIsEndedWithAllThatItStarted() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "pid").path
    let result = try await Self.run(
      "sleep 1000 & echo $! > \(file); wait", keys: #","timeLimit":6"#)
    #expect(result.verdict.outcome == .errored)
    #expect(result.verdict.reason?.contains("took longer than") == true)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    // An orphan that was killed stays a zombie until init has looked at it.
    let state = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
    #expect(state.map { $0.contains(") Z ") } ?? true, "\(state ?? "")")
  }

  #if os(Linux)
    /// One that has left the process group is found by its environment, also after a good end.
    @Test(arguments: [(true, Outcome.errored), (false, .passed)])
    func whatHasLeftTheGroupIsEndedToo(takesTooLong: Bool, outcome: Outcome) async throws {
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "pid").path
      // The inner shell writes its number once it is in its session.
      let start = "setsid sh -c 'echo $$ > \(file); exec sleep 1000' >/dev/null 2>&1 </dev/null & "
      let wait = "while ! test -s \(file); do sleep 0.1; done"
      let result = try await Self.run(
        start + wait + (takesTooLong ? "; sleep 1000" : ""),
        keys: #","timeLimit":\#(takesTooLong ? 6 : 120)"#)
      #expect(result.verdict.outcome == outcome, "\(result.verdict)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      let state = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
      #expect(state.map { $0.contains(") Z ") } ?? true, "\(state ?? "")")
    }
  #endif

  @Test func tooMuchOutputIsAnError() async throws {
    let result = try await Self.run("yes", keys: #","timeLimit":120"#)
    #expect(result.verdict.outcome == .errored)
    #expect(result.verdict.reason?.contains("wrote more than") == true, "\(result.verdict)")
  }

  @Test func aMissingProgramIsAnError() async throws {
    var registry = AssertionRegistry.standard
    registry.allowsPrograms = true
    for command in ["no-such-program-here", "./no-such-program"] {
      let result = try await AssertionText.evaluate(
        #"{"type":"exec","command":["\#(command)"]}"#,
        EvaluationContext(reply: Reply(text: "")), registry: registry)
      #expect(result.verdict.outcome == .errored)
      #expect(result.verdict.reason?.contains(command) == true, "\(result.verdict)")
    }
  }
}

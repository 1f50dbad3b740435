import ArgumentParser
import AssayAssertions
import AssayCore
import AssaySuites
import Foundation

/// Which cases are run. Options of different kinds must all fit, of the same kind any.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("case"),
    help: "Only cases with this id: a name, a glob (people-*), or /a regular expression/.",
    transform: NamePattern.init(option:))
  var cases: [NamePattern] = []

  @Option(
    name: .customLong("tag"), help: "Only cases with this tag; written like a case.",
    transform: NamePattern.init(option:))
  var tags: [NamePattern] = []

  @Option(
    name: .customLong("model"), help: "Only this model, by its label; written like a case.",
    transform: NamePattern.init(option:))
  var models: [NamePattern] = []

  @Option(
    name: .customLong("prompt"), help: "Only this prompt; written like a case.",
    transform: NamePattern.init(option:))
  var prompts: [NamePattern] = []

  @Option(
    help: "Only what failed in this journal; \"last\" is that of the last run.",
    completion: .file(extensions: ["jsonl"]))
  var failed: String?

  @Option(
    help: "Only what errored or was inconclusive in this journal, or in the \"last\".",
    completion: .file(extensions: ["jsonl"]))
  var errored: String?

  @Option(
    parsing: .unconditional, help: "Only so many cases, drawn by --seed: the same ones every time.")
  var sample: Int?

  @Option(parsing: .unconditional, help: "What --sample draws by; otherwise 0.")
  var seed: UInt64?

  @Option(
    help: """
      Only this part of the cases, as in 2/5: each of five machines runs another. By itself in \
      GitLab, Buildkite, CircleCI, Slurm, Kubernetes and AWS Batch; 1/1 turns that off.
      """,
    transform: Shard.init(option:))
  var shard: Shard?

  func validate() throws {
    if let sample, sample < 1 { throw ValidationError("--sample must be at least 1.") }
    if seed != nil, sample == nil {
      throw ValidationError("--seed is what --sample draws by; say how many, as in --sample 20.")
    }
  }

  /// - Parameter resumed: The journal that the run goes on with: the "last" one before it is meant,
  ///   as it was when that run began.
  /// - Throws: `ValidationError` if the environment names a part that there is not;
  ///   ``CommandFailure`` if a journal cannot be read.
  func selection(resuming resumed: String? = nil) throws -> Selection {
    var selection = Selection()
    selection.cases = cases
    selection.tags = tags
    selection.models = models
    selection.prompts = prompts
    selection.sample = sample.map { ($0, seed ?? 0) }
    if let failed { selection.take(.failed, of: try JournalFiles.read(failed, before: resumed)) }
    if let errored { selection.take(.errored, of: try JournalFiles.read(errored, before: resumed)) }
    do {
      selection.shard = try shard ?? Shard.find(in: ProcessInfo.processInfo.environment)
    } catch {
      throw ValidationError("\(error)")
    }
    return selection
  }
}

extension NamePattern {
  init(option text: String) throws {
    do { try self.init(text) } catch { throw ValidationError("\(error)") }
  }
}

extension Shard {
  init(option text: String) throws {
    do { try self.init(parsing: text) } catch { throw ValidationError("\(error)") }
  }
}

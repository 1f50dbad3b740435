/// The part of a run that one of several machines takes.
///
/// Cases are shared out by a hash of their identity, so that every machine finds the same parts
/// without asking the others; all attempts of a case stay together.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// Counted from 1.
  public var index: Int
  public var count: Int

  public struct SyntaxError: Error, Sendable, CustomStringConvertible {
    public var description: String
  }

  /// Reads `2/5`.
  public init(parsing text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else {
      throw SyntaxError(description: "a shard is written as 2/5, not \"\(text)\"")
    }
    try self.init(index: index, count: count)
  }

  public init(index: Int, count: Int) throws {
    guard count >= 1, (1...count).contains(index) else {
      throw SyntaxError(
        description: "there is no shard \(index) of \(count); shards are counted from 1")
    }
    self.index = index
    self.count = count
  }

  public var description: String { "\(index)/\(count)" }

  func contains(_ identity: CaseIdentity) -> Bool {
    identity.stableHash() % UInt64(count) == UInt64(index - 1)
  }

  /// Where a scheduler tells a machine its part: the variables of the number and the count, and
  /// what the numbers are counted from.
  private static let schedulers: [(index: String, count: String, first: Int)] = [
    ("CI_NODE_INDEX", "CI_NODE_TOTAL", 1),  // GitLab
    ("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0),
    ("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0),
    ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 0),
    // Kubernetes tells no count; the manifest sets it.
    ("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0),
    ("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", 0),
  ]

  /// The part that the environment of GitLab, Buildkite, CircleCI, Slurm, Kubernetes or AWS Batch
  /// gives this machine; nil where it gives none.
  ///
  /// - Throws: ``SyntaxError`` where it gives something else: running everything on each machine
  ///   would be a costly mistake.
  public static func find(in environment: [String: String]) throws -> Shard? {
    for scheduler in schedulers {
      guard let indexText = environment[scheduler.index] else { continue }
      // GitLab and CircleCI set the number for every job, also for those without parts.
      guard let countText = environment[scheduler.count] else {
        if scheduler.index == "JOB_COMPLETION_INDEX" {
          throw SyntaxError(
            description: "JOB_COMPLETION_INDEX is set, but JOB_COMPLETIONS is not: set it to the "
              + "job's completions")
        }
        continue
      }
      var first = scheduler.first
      if scheduler.index == "SLURM_ARRAY_TASK_ID" {
        first = environment["SLURM_ARRAY_TASK_MIN"].flatMap { Int($0) } ?? 0
      }
      guard let index = Int(indexText), let count = Int(countText) else {
        throw SyntaxError(
          description: "\(scheduler.index)=\(indexText) and \(scheduler.count)=\(countText) are "
            + "not numbers")
      }
      do {
        return try Shard(index: index - first + 1, count: count)
      } catch {
        throw SyntaxError(
          description: "\(error), as \(scheduler.index)=\(indexText) and "
            + "\(scheduler.count)=\(countText) say")
      }
    }
    return nil
  }
}

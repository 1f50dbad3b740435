import AssaySuites
import SaaSLiteLLM

// Jobs that an earlier run could not complete, or did not, since it was killed.
extension SuiteSession {
  /// Completes a job of an earlier run as failed, if nobody has done so.
  func completeLeft(_ job: JobSummary) async -> JobBook.Ending {
    var summary = job
    let id = JobID(job.id)
    // What an earlier run did is no part of what is recorded now.
    let client = unrecordedClient
    do {
      // To fail a job that has been completed would change what it is charged for.
      let status = try await client.jobDetails(id).status
      if let status, status == "completed" || status == "failed" {
        summary.status = status
      } else {
        summary.take(try await client.completeJob(id, status: .failed), .failed)
      }
      return .completed(summary)
    } catch let error as ClientError where error.code == .notFound {
      // Nobody can complete it, and nobody needs to.
      return .none
    } catch {
      return .trouble(
        summary,
        "the job \(job.id) of \(job.model), which an earlier run left open, could not be completed: "
          + "\(error)")
    }
  }
}

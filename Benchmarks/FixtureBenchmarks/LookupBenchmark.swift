import HTTPFixtures
import HTTPTransport

/// The time from a request and its labels to its recording, among 10,000.
enum LookupBenchmark {
  /// Nanoseconds, the best of several rounds.
  struct Figures {
    /// Redacting the request, bringing it into its canonical form, and hashing that.
    var question = Double.infinity
    /// From there to the recording.
    var lookup = Double.infinity
  }

  static func measure(_ folder: String) throws -> Figures {
    let clock = ContinuousClock()
    let calls = try (0..<FixtureStore(folder: folder).count - 1).map {
      GeneratedRecordings.call($0)
    }
    var figures = Figures()
    let rounds = 5
    for _ in 0..<rounds {
      // Each recording is served once, so each round has a transport of its own.
      let transport = try ReplayingTransport(
        store: FixtureStore(folder: folder), rules: GeneratedRecordings.rules)
      var questions: [ReplayingTransport.Question] = []
      questions.reserveCapacity(calls.count)
      let asking = try clock.measure {
        for call in calls { questions.append(try transport.question(call.request, call.labels)) }
      }
      var found = 0
      let finding = clock.measure {
        for question in questions where try transport.take(question) != nil { found += 1 }
      }
      guard found == calls.count else { throw BenchmarkError.wrongAnswer }
      let count = Double(calls.count)
      figures.question = min(figures.question, asking / .nanoseconds(1) / count)
      figures.lookup = min(figures.lookup, finding / .nanoseconds(1) / count)
    }
    return figures
  }
}

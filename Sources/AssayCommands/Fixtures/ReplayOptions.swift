import ArgumentParser
import HTTPFixtures

/// How recorded replies are served.
struct ReplayOptions: ParsableArguments {
  @Option(
    name: .customLong("replay-pace"),
    help: """
      How recorded streams are served: instant; recorded, each piece when it arrived then; or \
      resplit=SEED, cut anew at random places. Latency is the recorded one in all of them.
      """,
    transform: ReplayPacing.init(option:))
  var pace = ReplayPacing.instant
}

extension ReplayPacing {
  /// Reads an option's value.
  init(option text: String) throws {
    do {
      try self.init(parsing: text)
    } catch let error as FixtureError {
      throw ValidationError(error.message)
    }
  }
}

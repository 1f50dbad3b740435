import Foundation

/// The whole comparison.
enum FixtureBenchmarks {
  static func run() async throws {}
}

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

enum WallClock {
  static func secondsSince1970() -> Double { Date().timeIntervalSince1970 }
}

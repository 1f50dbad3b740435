import Foundation

/// Counts tests by group and keeps what failed.
struct ConformanceReport {
  private struct Group {
    var passed = 0
    var failed = 0
    let isRequired: Bool
  }

  private var names: [String] = []
  private var groups: [String: Group] = [:]

  /// Counts one test.
  ///
  /// - Parameters:
  ///   - group: What is counted together.
  ///   - isRequired: Whether a failure makes the whole run fail.
  ///   - fault: What went wrong; nil if nothing did.
  mutating func count(
    in group: String, isRequired: Bool, _ test: @autoclosure () -> String, fault: String?
  ) {
    if groups[group] == nil {
      names.append(group)
      groups[group] = Group(isRequired: isRequired)
    }
    guard let fault else {
      groups[group]?.passed += 1
      return
    }
    groups[group]?.failed += 1
    print("FAILED \(group) | \(test()): \(fault)")
  }

  /// Prints the table of counts; returns the exit code, 1 if a required test failed.
  func finish() -> Int32 {
    print("\n| suite | passed | failed |")
    print("| --- | ---: | ---: |")
    var isConforming = true
    for name in names {
      guard let group = groups[name] else { continue }
      print("| \(name) | \(group.passed) | \(group.failed) |")
      if group.isRequired, group.failed > 0 { isConforming = false }
    }
    return isConforming && !names.isEmpty ? 0 : 1
  }
}

import ArgumentParser
package import AssayCore
import AssayInput
import AssayReports
import Foundation
import HTTPFixtures

/// Runs the command line and ends the process: the one place where errors become exit codes.
package enum EntryPoint {
  package static func main() async -> Never {
    do {
      var command = try AssayCommand.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      end(ExitStatus.passed.rawValue)
    } catch {
      end(report(error))
    }
  }

  /// Ends the process. Results that nobody got are none: who only looks at the exit code must not
  /// take them for written.
  private static func end(_ status: Int32) -> Never {
    guard let reason = Standard.lostOutput else { exit(status) }
    Standard.error.write("assay: standard output cannot be written: \(reason)\n")
    exit(status == ExitStatus.passed.rawValue ? ExitStatus.invalidInput.rawValue : status)
  }

  /// Says what went wrong and gives the exit code.
  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case let failure as CommandFailure:
      // It may tell what a journal or a suite says.
      Standard.error.write("assay: \(ConsoleText.safe(failure.message, keeping: "\n"))\n")
      return failure.status.rawValue
    case let input as InvalidInput:
      Standard.error.write("\(input)\n")
      return ExitStatus.invalidInput.rawValue
    case let error as RunConfiguration.InvalidServer:
      Standard.error.write("assay: \(error)\n")
      return ExitStatus.invalidInput.rawValue
    case let error as FixtureError:
      Standard.error.write("assay: \(error)\n")
      return ExitStatus.invalidInput.rawValue
    case let code as ExitCode:
      return code.rawValue
    default:
      let message = AssayCommand.fullMessage(for: error)
      let code = AssayCommand.exitCode(for: error)
      if code.isSuccess {
        Standard.output.write(message + "\n")
        return code.rawValue
      }
      Standard.error.write(message + "\n")
      // What the argument parser complains of is usage; anything else that got here is ours.
      return ExitStatus.invalidInput.rawValue
    }
  }
}

/// A command that cannot go on, with what to tell the user.
package struct CommandFailure: Error {
  package var status: ExitStatus
  package var message: String

  package init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

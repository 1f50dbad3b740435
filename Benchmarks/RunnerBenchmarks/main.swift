import Foundation

// RunnerBenchmarks [live] [delayed] [replay] [steady] [sustained] [memory]: run.sh starts what it needs.
// RunnerBenchmarks bare URL COUNT CONNECTIONS: a bare loop, as a contender.

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  if arguments.first == "bare", arguments.count == 4, let count = Int(arguments[2]),
    let connections = Int(arguments[3])
  {
    try await BareLoop.run(arguments[1], count: count, connections: connections)
  } else {
    try RunnerBenchmarks().run(arguments)
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}

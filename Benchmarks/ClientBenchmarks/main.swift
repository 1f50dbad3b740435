// What the client costs. `run.sh` starts a server and runs this against it.
//
//     ClientBenchmarks chat [SECONDS]     requests a second, beside a bare AsyncHTTPClient loop
//     ClientBenchmarks memory [CALLS]     resident memory over many calls
//     ClientBenchmarks events [MEGABYTES] event streams, in memory
//     ClientBenchmarks only NAME [CALLS]  one contender alone, for profilers

let arguments = CommandLine.arguments.dropFirst()
let number = arguments.last.flatMap(Double.init)
switch arguments.first {
case "chat": try await ChatBenchmark.run(seconds: number ?? 2)
case "memory": try await MemoryBenchmark.run(calls: Int(number ?? 100_000))
case "events": try await EventBenchmark.run(megabytes: Int(number ?? 200))
case "only": try await ChatBenchmark.runOne(arguments.dropFirst().first, calls: Int(number ?? 1000))
default: print("usage: ClientBenchmarks chat|memory|events|only …; see main.swift")
}

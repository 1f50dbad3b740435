import Foundation

// Measures opening, serving, looking up and recording, side by side with Python's peers where
// they are installed. With `serve FOLDER` or `record URL…` it is its own child process: memory
// is only told apart by process.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "generate":
  try GeneratedRecordings(count: Int(arguments[2]) ?? 0).write(to: arguments[1])
case "serve":
  try await ServeMode.run(folder: arguments[1])
case "record":
  try await RecordBenchmark.run()
case "cost":
  for _ in 0..<3 {
    let cost = try await RecordingCost.measure(count: 10_000)
    print("µs for one exchange:", cost.whileRecording, "and with the end:", cost.whole)
  }
default:
  try await FixtureBenchmarks.run()
}

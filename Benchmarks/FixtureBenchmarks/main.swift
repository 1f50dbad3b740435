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
default:
  try await FixtureBenchmarks.run()
}

import AssayInput
import AssaySuites
import Foundation
import JSONModel

// Loading a suite with 100,000 rows of data, and rendering a prompt.
//
//   SuiteBenchmarks                    all of it
//   SuiteBenchmarks write FOLDER       only writes the data, for peers.py
//   SuiteBenchmarks load FILE          loads one suite and tells time and peak memory

// What the processes print must stand in the order in which it was printed.
setvbuf(stdout, nil, _IONBF, 0)

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "write": try DataSet(folder: arguments[1]).write()
case "load": try LoadBenchmark.load(arguments[1])
case nil:
  let folder = FileManager.default.temporaryDirectory.appending(path: "assay-suite-benchmarks").path
  try DataSet(folder: folder).write()
  try LoadBenchmark.compare(folder: folder)
  try RenderBenchmark.run()
  try FileManager.default.removeItem(atPath: folder)
default: print("SuiteBenchmarks [write FOLDER | load FILE]")
}

import Foundation
import FuzzTargets

// holdfast-fuzz TARGET [libFuzzer's arguments]: built and called by scripts/fuzz.

/// libFuzzer's entry for programs that have a `main` of their own; its library comes with the compiler.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Where the name of the target stands for the processes that libFuzzer starts with its own arguments alone.
let variable = "HOLDFAST_FUZZ_TARGET"

func leave(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(2)
}

/// Writes what a fuzzer begins with: the inputs of the project's own writers, and the dictionary.
func prepare(_ target: FuzzTarget, in folder: String) throws {
  try FileManager.default.createDirectory(atPath: folder + "/seeds", withIntermediateDirectories: true)
  for (index, seed) in target.seeds().enumerated() {
    try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seeds/\(index)"))
  }
  let lines = target.dictionary.filter { !$0.isEmpty }.map { token in
    "\"" + token.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
  }
  // libFuzzer refuses a dictionary of nothing.
  try Data((lines.isEmpty ? "\"\\x00\"\n" : lines.joined()).utf8).write(
    to: URL(fileURLWithPath: folder + "/dictionary"))
}

// The target is read by the callback, which can capture nothing.
nonisolated(unsafe) var chosen: FuzzTarget?

var arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "--list"?:
  for target in FuzzTarget.all { print(target.name, target.maximumLength) }
  exit(0)
case "--prepare"? where arguments.count == 4:
  guard let target = FuzzTarget.all.first(where: { $0.name == arguments[2] }) else {
    leave("no target \(arguments[2])")
  }
  try prepare(target, in: arguments[3])
  exit(0)
case let name? where !name.hasPrefix("-"):
  arguments.remove(at: 1)
  setenv(variable, name, 1)
default: break
}
let name = ProcessInfo.processInfo.environment[variable] ?? ""
chosen = FuzzTarget.all.first { $0.name == name }
guard chosen != nil else {
  leave("usage: holdfast-fuzz --list | --prepare TARGET FOLDER | TARGET [arguments of libFuzzer]")
}

var count = CInt(arguments.count)
// libFuzzer keeps them for as long as the process lives.
let strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 1)
for (index, argument) in arguments.enumerated() { strings[index] = strdup(argument) }
strings[arguments.count] = nil
var pointer = strings
exit(
  runDriver(&count, &pointer) { bytes, length in
    do { try chosen?.run(Array(UnsafeBufferPointer(start: bytes, count: length))) } catch {
      fatalError("\(error)")
    }
    return 0
  })

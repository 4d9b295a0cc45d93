import Glibc
import Storage

/// What the figures were measured on.
struct Machine {
  var cores: Int
  var processor: String
  var memory: String
  var kernel: String
  var disk: String
  /// How many threads wanted to run when the run began, over the last minute: what else the machine was doing.
  var load: String

  static func current(folder: String) -> Machine {
    let processor = field("model name", in: "/proc/cpuinfo") ?? "unknown"
    let memory = (field("MemTotal", in: "/proc/meminfo").flatMap { Int($0.prefix { $0.isNumber }) } ?? 0) / 1_048_576
    var name = utsname()
    uname(&name)
    let kernel = withUnsafeBytes(of: &name.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Machine(
      cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)), processor: processor, memory: "\(memory) GiB", kernel: kernel,
      disk: disk(of: folder),
      load: text(of: "/proc/loadavg").split(separator: " ").first.map(String.init) ?? "unknown")
  }

  var line: String { "\(cores) × \(processor), \(memory), Linux \(kernel), \(disk); load \(load) at the start" }

  /// The most memory this process held since `forgetPeak`, in bytes.
  static var peakMemory: Int64 {
    let kilobytes = field("VmHWM", in: "/proc/self/status").flatMap { Int64($0.prefix { $0.isNumber }) } ?? 0
    return kilobytes * 1024
  }

  static func forgetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  private static func field(_ name: String, in path: String) -> String? {
    for line in text(of: path).split(separator: "\n") where line.hasPrefix(name) {
      return line.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " || $0 == "\t" }) }
    }
    return nil
  }

  /// The file system and the device that a folder is on: the longest mount point that begins its path.
  private static func disk(of folder: String) -> String {
    var best = (point: "", words: "unknown disk")
    for line in text(of: "/proc/mounts").split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count > 2, folder.hasPrefix(parts[1]), parts[1].utf8.count >= best.point.utf8.count else { continue }
      let device = parts[0].split(separator: "/").last.map(String.init) ?? ""
      let turning = text(of: "/sys/block/\(device)/queue/rotational").first
      let kind = turning == "1" ? "virtual or rotating disk" : turning == "0" ? "solid-state disk" : "disk"
      best = (String(parts[1]), "\(parts[2]) on \(parts[0]) (\(kind))")
    }
    return best.words
  }

  private static func text(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

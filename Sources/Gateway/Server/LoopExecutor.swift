import NIOCore

/// Runs tasks on an event loop's own thread: a request is answered where it was read, without waking another thread.
///
/// What runs there must not block: a loop has many connections.
final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}

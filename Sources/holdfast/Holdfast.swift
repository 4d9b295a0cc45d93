import ArgumentParser
import CPlatform
import Glibc

/// The program: one command a job, the console being the one that needs no name.
@main
struct Holdfast: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holdfast",
    abstract: "A WhatsApp compliance archive: capture, seal, search, hold, hand over, verify.",
    discussion: """
      Messages are sealed into an immutable vault with a public ledger. Start with `holdfast init VAULT`, then \
      `holdfast import VAULT FILE…`, then `holdfast VAULT` for the console. docs/cli.md has every command, its JSON \
      and its exit status.
      """,
    version: "holdfast 0.1.0",
    subcommands: [
      ConsoleCommand.self, InitCommand.self, ImportCommand.self, IndexCommand.self, SearchCommand.self,
      ShowCommand.self, ConversationsCommand.self, TimelineCommand.self, MatterCommand.self, HoldCommand.self,
      ExplainCommand.self, ExportCommand.self, StatementCommand.self, VerifyCommand.self, CheckpointCommand.self,
      RebuildCommand.self, RecoverCommand.self, AuditCommand.self, StatusCommand.self, DoctorCommand.self,
      PeopleCommand.self, MembersCommand.self, GapsCommand.self, MediaCommand.self, DeadlettersCommand.self,
      ServeCommand.self, GatewayCommand.self,
    ],
    defaultSubcommand: ConsoleCommand.self)

  static func main() {
    // Memory holds decrypted messages: it must not reach a disk by way of a crash.
    _ = hf_disable_core_dumps()
    // A file that may grow no further is an error to report, not a reason to die.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
      if let failure = Output.failure { throw failure }
    } catch let failure as Failure {
      failure.report()
      Darwinless.exit(failure.status.rawValue)
    } catch {
      if let failure = Failure(classifying: error) {
        failure.report()
        Darwinless.exit(failure.status.rawValue)
      }
      exit(withError: error)
    }
  }
}

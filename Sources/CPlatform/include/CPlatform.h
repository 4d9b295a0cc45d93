// The few system calls Swift cannot call: variadic ones, and a signal handler that must be async-signal-safe.
#ifndef HOLDFAST_CPLATFORM_H
#define HOLDFAST_CPLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every function returns 0 (or a descriptor) on success and a negative errno on failure: the value cannot be
// overwritten between the call and the reading of errno.

/// Forbids core dumps and ptrace by others: memory holds decrypted messages.
int hf_disable_core_dumps(void);

/// The terminal's size. The corresponding C function is `ioctl(TIOCGWINSZ)`.
int hf_window_size(int fd, int *rows, int *columns);

/// `open(2)` with O_CLOEXEC added, retried when interrupted.
int hf_open(const char *path, int flags, uint32_t mode);

/// `openat(2)` with O_CLOEXEC added, retried when interrupted.
int hf_openat(int directory, const char *path, int flags, uint32_t mode);

/// `fcntl(2)` with an integer argument, retried when interrupted. Returns its value, or a negative errno.
int hf_fcntl(int fd, int command, int argument);

/// Renames and fails with -EEXIST when the target exists. The corresponding call is `renameat2(RENAME_NOREPLACE)`;
/// -EINVAL or -ENOSYS when the file system does not know it.
int hf_rename_noreplace(const char *from, const char *to);

/// The same, relative to two directories.
int hf_renameat_noreplace(int from_directory, const char *from, int to_directory, const char *to);

/// The bytes that bring any terminal back to its normal state: synchronized output, paste, mouse and focus modes off,
/// attributes reset, cursor shown, main screen.
extern const char hf_terminal_restore_sequence[];

/// Saves the terminal's modes and installs handlers for ILL TRAP ABRT SEGV BUS FPE TERM HUP QUIT that write the restore
/// sequence to `tty_fd`, put the modes back, restore the previous handler and raise the signal again. Call it before
/// the terminal is changed. Installing again only replaces the descriptor and the modes.
int hf_crash_guard_install(int tty_fd);

/// Puts the previous handlers back. Does nothing when none is installed.
void hf_crash_guard_remove(void);

/// Writes the restore sequence and puts the saved modes back, now. For exits that `endwin` did not see.
void hf_crash_guard_restore_terminal(void);

/// While the screen belongs to the console, what goes to standard error is kept in memory. A crash writes it to where
/// standard error was before: `saved_fd`; `capture_fd` is what it goes to meanwhile. -1 and -1 end this.
void hf_crash_guard_set_errors(int saved_fd, int capture_fd);

/// An anonymous file in memory that never reaches a disk. The corresponding C function is `memfd_create`.
int hf_memory_file(const char *name);

/// A descriptor that becomes readable by `hf_wake`, without blocking on either side.
int hf_wake_descriptor(void);

/// Makes a descriptor of `hf_wake_descriptor` readable. Async-signal-safe.
void hf_wake(int fd);

/// Makes it unreadable again.
void hf_wake_clear(int fd);

/// After the present handler of SIGWINCH also wakes this descriptor: a signal that comes just before `poll` must not be
/// slept over. -1 ends this. Call it after the handler's owner installed it.
int hf_wake_on_resize(int fd);

/// Overwrites memory in a way the optimiser keeps.
void hf_wipe(void *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif

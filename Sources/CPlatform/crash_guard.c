// Everything the handler calls is async-signal-safe (signal-safety(7)): write, tcsetattr, sigaction, raise. endwin is not.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

const char hf_terminal_restore_sequence[] =
    "\033[?2026l\033[?2004l\033[?1006l\033[?1002l\033[?1000l\033[?1004l\033[?1l\033>\033[0m\033[?25h\033[?1049l";

static const int guarded[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGTERM, SIGHUP, SIGQUIT};
enum { guarded_count = sizeof guarded / sizeof guarded[0] };

static struct sigaction previous[guarded_count];
static struct termios saved_modes;
static volatile sig_atomic_t have_modes;
static volatile sig_atomic_t installed;
static volatile sig_atomic_t tty = -1;
static volatile sig_atomic_t saved_errors = -1;
static volatile sig_atomic_t captured_errors = -1;

void hf_crash_guard_restore_terminal(void) {
  int saved_errno = errno;
  int fd = tty;
  if (fd >= 0) {
    size_t length = sizeof hf_terminal_restore_sequence - 1;
    size_t written = 0;
    while (written < length) {
      ssize_t n = write(fd, hf_terminal_restore_sequence + written, length - written);
      if (n > 0) {
        written += (size_t)n;
      } else if (errno != EINTR) {
        break;
      }
    }
    if (have_modes) (void)tcsetattr(fd, TCSANOW, &saved_modes);
  }
  errno = saved_errno;
}

void hf_crash_guard_set_errors(int saved_fd, int capture_fd) {
  captured_errors = capture_fd;
  saved_errors = saved_fd;
}

// The message of a failed precondition went into the capture just before the trap: it must not be lost with it.
static void show_errors(void) {
  int to = saved_errors;
  int from = captured_errors;
  if (to < 0 || from < 0) return;
  (void)dup2(to, STDERR_FILENO);
  char bytes[1024];
  off_t at = 0;
  ssize_t n;
  while (at < 65536 && (n = pread(from, bytes, sizeof bytes, at)) > 0) {
    if (write(to, bytes, (size_t)n) < 0) break;
    at += n;
  }
}

static void on_signal(int number) {
  hf_crash_guard_restore_terminal();
  show_errors();
  // The previous handler (Swift's backtracer, or the default) must see the signal as if we had not been here. The
  // signal is blocked while we run, so raise() delivers it when we return; a fault would also recur by itself.
  for (int i = 0; i < guarded_count; i++) {
    if (guarded[i] == number) (void)sigaction(number, &previous[i], NULL);
  }
  (void)raise(number);
}

int hf_crash_guard_install(int tty_fd) {
  tty = tty_fd;
  have_modes = tcgetattr(tty_fd, &saved_modes) == 0;
  if (installed) return 0;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < guarded_count; i++) {
    if (sigaction(guarded[i], &action, &previous[i]) != 0) {
      int error = errno;
      while (i-- > 0) (void)sigaction(guarded[i], &previous[i], NULL);
      tty = -1;
      return -error;
    }
  }
  installed = 1;
  return 0;
}

void hf_crash_guard_remove(void) {
  if (!installed) return;
  installed = 0;
  for (int i = 0; i < guarded_count; i++) (void)sigaction(guarded[i], &previous[i], NULL);
  tty = -1;
  have_modes = 0;
  hf_crash_guard_set_errors(-1, -1);
}

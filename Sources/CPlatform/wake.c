#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

int hf_memory_file(const char *name) {
  int fd = memfd_create(name, MFD_CLOEXEC);
  return fd >= 0 ? fd : -errno;
}

int hf_wake_descriptor(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd >= 0 ? fd : -errno;
}

void hf_wake(int fd) {
  int saved_errno = errno;
  uint64_t one = 1;
  ssize_t written = write(fd, &one, sizeof one);
  (void)written;
  errno = saved_errno;
}

void hf_wake_clear(int fd) {
  uint64_t count;
  ssize_t taken = read(fd, &count, sizeof count);
  (void)taken;
}

static volatile sig_atomic_t resize_fd = -1;
static struct sigaction previous_resize;
static volatile sig_atomic_t wrapped;

static void on_resize(int number) {
  if (!(previous_resize.sa_flags & SA_SIGINFO) && previous_resize.sa_handler != SIG_DFL &&
      previous_resize.sa_handler != SIG_IGN) {
    previous_resize.sa_handler(number);
  }
  int fd = resize_fd;
  if (fd >= 0) hf_wake(fd);
}

int hf_wake_on_resize(int fd) {
  resize_fd = fd;
  if (fd < 0) {
    if (wrapped) (void)sigaction(SIGWINCH, &previous_resize, NULL);
    wrapped = 0;
    return 0;
  }
  if (wrapped) return 0;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_resize;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGWINCH, &action, &previous_resize) != 0) return -errno;
  wrapped = 1;
  return 0;
}

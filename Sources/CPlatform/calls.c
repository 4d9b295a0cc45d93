#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

int hf_disable_core_dumps(void) {
  struct rlimit none = {0, 0};
  (void)setrlimit(RLIMIT_CORE, &none);
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : -errno;
}

int hf_window_size(int fd, int *rows, int *columns) {
  struct winsize size;
  memset(&size, 0, sizeof size);
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return -errno;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

int hf_open(const char *path, int flags, uint32_t mode) { return hf_openat(AT_FDCWD, path, flags, mode); }

int hf_openat(int directory, const char *path, int flags, uint32_t mode) {
  for (;;) {
    int fd = openat(directory, path, flags | O_CLOEXEC, (mode_t)mode);
    if (fd >= 0) return fd;
    if (errno != EINTR) return -errno;
  }
}

int hf_fcntl(int fd, int command, int argument) {
  for (;;) {
    int result = fcntl(fd, command, argument);
    if (result >= 0) return result;
    if (errno != EINTR) return -errno;
  }
}

int hf_rename_noreplace(const char *from, const char *to) {
  return hf_renameat_noreplace(AT_FDCWD, from, AT_FDCWD, to);
}

int hf_renameat_noreplace(int from_directory, const char *from, int to_directory, const char *to) {
  return renameat2(from_directory, from, to_directory, to, RENAME_NOREPLACE) == 0 ? 0 : -errno;
}

void hf_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

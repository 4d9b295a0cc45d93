// Loaded before the tests by scripts/tsan: tells the thread sanitizer what it cannot see of Swift's Mutex.
//
// Where nobody waits, locking is an atomic in our own, instrumented code. Where somebody does, it is a futex in
// libswiftSynchronization, which is not instrumented: without this, every Mutex that was waited for looks like a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define HANDLE "$s15Synchronization12_MutexHandleV"

static void tell(const char *what, void *mutex) {
  void (*annotate)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, what);
  if (annotate) annotate(mutex);
}

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(HANDLE "9_lockSlowyys6UInt32VF");
SWIFT void lock_slow(uint32_t thread, SELF) {
  SWIFT void (*original)(uint32_t, SELF) = dlsym(RTLD_NEXT, HANDLE "9_lockSlowyys6UInt32VF");
  original(thread, mutex);
  tell("__tsan_acquire", mutex);
}

SWIFT bool try_lock_slow(SELF) __asm__(HANDLE "12_tryLockSlowSbyF");
SWIFT bool try_lock_slow(SELF) {
  SWIFT bool (*original)(SELF) = dlsym(RTLD_NEXT, HANDLE "12_tryLockSlowSbyF");
  bool locked = original(mutex);
  if (locked) tell("__tsan_acquire", mutex);
  return locked;
}

SWIFT void unlock_slow(SELF) __asm__(HANDLE "11_unlockSlowyyF");
SWIFT void unlock_slow(SELF) {
  SWIFT void (*original)(SELF) = dlsym(RTLD_NEXT, HANDLE "11_unlockSlowyyF");
  tell("__tsan_release", mutex);
  original(mutex);
}

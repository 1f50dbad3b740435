// Counts what a program asks of the allocator, of Swift's runtime and of the system. Loaded before
// the program's own libraries (LD_PRELOAD); writes its counts into the file that COUNTS names.
// Unlike times, they are the same from run to run, whatever else the machine does. x86-64 only.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define HIDDEN __attribute__((visibility("hidden")))
#define SHOWN __attribute__((visibility("default")))

// The counted function is left alone but for one instruction: a jump keeps all its arguments, and
// the registers that Swift's functions promise to keep.
#define FUNCTIONS(X) \
  X(swift_retain) X(swift_release) X(swift_bridgeObjectRetain) X(swift_bridgeObjectRelease) \
  X(swift_allocObject) X(swift_dynamicCast) X(swift_task_create) X(swift_task_switch) \
  X(swift_task_alloc) X(read) X(write) X(writev)

#define COUNT(name) \
  HIDDEN atomic_long count_##name; \
  HIDDEN void *next_##name; \
  SHOWN __attribute__((naked)) void name(void) { \
    __asm__ volatile("lock incq count_" #name "(%rip)\n\tjmp *next_" #name "(%rip)"); \
  }
FUNCTIONS(COUNT)

static atomic_long allocations, bytes, large;
extern void *__libc_malloc(size_t);

SHOWN void *malloc(size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&bytes, (long)size, memory_order_relaxed);
  // Larger ones are not kept for the thread that frees them, but take the arena's lock.
  if (size > 1032) atomic_fetch_add_explicit(&large, 1, memory_order_relaxed);
  return __libc_malloc(size);
}

__attribute__((constructor)) static void begin(void) {
#define FIND(name) next_##name = dlsym(RTLD_NEXT, #name);
  FUNCTIONS(FIND)
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("COUNTS");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "malloc %ld\n", atomic_load(&allocations));
  fprintf(file, "malloc_bytes %ld\n", atomic_load(&bytes));
  fprintf(file, "malloc_large %ld\n", atomic_load(&large));
#define TELL(name) fprintf(file, #name " %ld\n", atomic_load(&count_##name));
  FUNCTIONS(TELL)
  fclose(file);
}

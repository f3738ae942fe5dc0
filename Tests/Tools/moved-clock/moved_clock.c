/* Moves the wall clock of a program by MOVED_CLOCK_SECONDS, by LD_PRELOAD: for tests that live through months. Clocks
   that only run forward stay as they are, and so does time(), by which TLS looks at certificates. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    long result = syscall(SYS_clock_gettime, clock, now);
    const char *seconds = getenv("MOVED_CLOCK_SECONDS");
    if (result == 0 && clock == CLOCK_REALTIME && seconds) now->tv_sec += atoll(seconds);
    return (int)result;
}

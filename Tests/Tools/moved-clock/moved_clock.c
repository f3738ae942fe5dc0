/* Moves the wall clock of a program by MOVED_CLOCK_SECONDS, and by what the file MOVED_CLOCK_FILE holds at that moment:
   by LD_PRELOAD, for tests that live through months or set the clock of a run at work. Clocks that only run forward
   stay as they are, and so does time(), by which TLS looks at certificates. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long step(void) {
    const char *path = getenv("MOVED_CLOCK_FILE");
    FILE *file = path ? fopen(path, "r") : NULL;
    long long seconds = 0;
    if (!file) return 0;
    if (fscanf(file, "%lld", &seconds) != 1) abort();
    fclose(file);
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    long result = syscall(SYS_clock_gettime, clock, now);
    const char *seconds = getenv("MOVED_CLOCK_SECONDS");
    if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += (seconds ? atoll(seconds) : 0) + step();
    return (int)result;
}

/* Calls of glibc 2.34 and newer that its headers show only with _GNU_SOURCE, which Swift's module of glibc lacks. */
#include <fcntl.h>
#include <spawn.h>

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int pipe2(int ends[2], int flags);

/* POSIX_SPAWN_SETSID */
static const short reckon_spawn_setsid = 0x80;

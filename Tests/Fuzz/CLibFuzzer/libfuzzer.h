/* The door of libFuzzer for programs with a main of their own (LLVM, "Using libFuzzer as a library"). */
#ifndef RECKON_LIBFUZZER_H
#define RECKON_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*check)(const uint8_t *bytes, size_t count));

#endif

/* Streaming inflate of Intel's ISA-L (package libisal-dev). */
#pragma once
#include <isa-l/igzip_lib.h>

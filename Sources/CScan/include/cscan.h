/*
 * Structural scan of CSV text: where fields and records end, found 64 bytes at a time with SIMD masks.
 *
 * The scan knows the quotes of RFC 4180 and nothing else. It stops at the first byte that breaks those rules, so that
 * the caller can look at that one record byte by byte and begin a new scan behind it.
 */
#ifndef CSCAN_H
#define CSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes behind the text that must be readable; what they hold does not matter. */
#define CSCAN_PADDING 64

typedef enum {
    CSCAN_SCALAR = 0, /* plain C, everywhere */
    CSCAN_BASELINE = 1, /* SSE2 on x86-64, NEON on 64-bit ARM */
    CSCAN_AVX2 = 2, /* AVX2 and PCLMULQDQ */
    CSCAN_AVX512 = 3, /* AVX-512 with BW and VBMI2 */
} cscan_kernel;

typedef struct {
    uint32_t field_count; /* entries of field_ends, among them those of a last record that is not complete */
    uint32_t record_count; /* entries of record_ends */
    uint32_t scanned; /* bytes looked at; less than the length when field_ends was full or a byte was irregular */
    bool irregular; /* stopped: the record behind the last complete one breaks the rules at or before `scanned` */
    bool in_quotes; /* `scanned` lies inside a quoted field */
    bool embedded_newlines; /* a record before `scanned` may hold line feeds inside quotes */
} cscan_result;

/* The fastest kernel this machine can run. */
cscan_kernel cscan_best_kernel(void);

/* Whether this machine can run `kernel`. */
bool cscan_supports(cscan_kernel kernel);

/*
 * Scans `length` bytes that begin at the start of a record and are followed by CSCAN_PADDING readable bytes.
 *
 * field_ends receives the position of every separator and line feed outside quotes, record_ends the index in
 * field_ends of every line feed. Both have room for `capacity` entries, which is at least 64.
 *
 * Irregular are: NUL, a quote inside an unquoted field, text behind a closing quote, a carriage return that is
 * neither inside quotes nor followed by a line feed.
 */
cscan_result cscan_scan(
    cscan_kernel kernel, const uint8_t *text, uint32_t length, uint8_t separator, uint32_t *field_ends,
    uint32_t *record_ends, uint32_t capacity);

/* How often `wanted` occurs. */
size_t cscan_count(const uint8_t *text, size_t length, uint8_t wanted);

/* Length of the longest start that is UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
size_t cscan_utf8_prefix(const uint8_t *text, size_t length);

/*
 * Copies text in which quotes come in pairs, each pair as one quote; returns the length of the copy.
 * The target has room for `length` bytes, all of which may be written.
 */
size_t cscan_undouble_quotes(const uint8_t *text, size_t length, uint8_t *target);

#endif

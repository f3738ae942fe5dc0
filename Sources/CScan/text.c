#include "cscan.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the first byte of a word is taken to be its lowest"
#endif

#include <string.h>

size_t cscan_count(const uint8_t *text, size_t length, uint8_t wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += text[i] == wanted;
    return count;
}

/* Length of the well-formed sequence at `text` (Unicode standard, table 3-7), 0 when there is none. */
static size_t sequence_length(const uint8_t *text, size_t left)
{
    const uint8_t first = text[0];
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    const size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (left < length) return 0;
    uint8_t low = 0x80, high = 0xBF;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
    if (text[1] < low || text[1] > high) return 0;
    for (size_t i = 2; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
    }
    return length;
}

size_t cscan_utf8_prefix(const uint8_t *text, size_t length)
{
    size_t position = 0;
    while (position < length) {
        /* Bills are almost wholly ASCII: 64 bytes at a time, which the compiler vectorises. */
        while (length - position >= 64) {
            uint64_t words[8];
            memcpy(words, text + position, 64);
            uint64_t any = 0;
            for (int i = 0; i < 8; i++) any |= words[i];
            if ((any & 0x8080808080808080u) != 0) break;
            position += 64;
        }
        const size_t stop = length - position < 64 ? length : position + 64;
        while (position < stop) {
            const size_t step = sequence_length(text + position, length - position);
            if (step == 0) return position;
            position += step;
        }
    }
    return length;
}

/* Eight bytes at a time: the sign bit of each byte that is a quote. Exact up to the lowest set bit, which is all that
   is used. */
static uint64_t quotes_in(uint64_t word)
{
    const uint64_t difference = word ^ 0x2222222222222222u;
    return (difference - 0x0101010101010101u) & ~difference & 0x8080808080808080u;
}

static uint64_t load(const uint8_t *text)
{
    uint64_t word;
    memcpy(&word, text, 8);
    return word;
}

size_t cscan_undouble_quotes(const uint8_t *text, size_t length, uint8_t *target)
{
    size_t position = 0, kept = 0;
    /* Copies eight bytes, then goes on behind the first quote among them, leaving out its double. */
    while (position + 8 <= length) {
        const uint64_t word = load(text + position);
        memcpy(target + kept, &word, 8);
        const uint64_t quotes = quotes_in(word);
        const size_t step = quotes == 0 ? 8 : (size_t)__builtin_ctzll(quotes) / 8 + 1;
        kept += step;
        position += step + (quotes != 0);
    }
    while (position < length) {
        const bool quote = text[position] == '"';
        target[kept++] = text[position];
        position += 1 + quote;
    }
    return kept;
}

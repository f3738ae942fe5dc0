/*
 * The scan itself, included once per kernel. The including file defines
 *   SCAN_NAME         name of the function
 *   SCAN_TARGET       its attributes
 *   SCAN_MASKS        a function that fills `scan_masks` for 64 bytes
 *   SCAN_EMIT         appends the positions of set bits, as `scan_emit`
 *   SCAN_PREFIX_XOR   a function: bit i of the result is the xor of bits 0...i
 */
SCAN_TARGET
static cscan_result SCAN_NAME(
    const uint8_t *text, uint32_t length, uint8_t separator, uint32_t *field_ends, uint32_t *record_ends,
    uint32_t capacity)
{
    uint32_t fields = 0, records = 0, position = 0;
    uint64_t embedded = 0;
    /* Carried from block to block, each 0 or 1 except `quoted`, which is all zeros or all ones. */
    uint64_t quoted = 0, field_may_begin = 1, closed_quote = 0, carriage_return = 0;

    while (position < length && fields + 64 <= capacity) {
        scan_masks masks;
        SCAN_MASKS(text + position, separator, &masks);
        const uint32_t left = length - position;
        if (left < 64) {
            const uint64_t inside = ((uint64_t)1 << left) - 1;
            masks.quotes &= inside;
            masks.separators &= inside;
            masks.line_feeds &= inside;
            masks.carriage_returns &= inside;
            masks.nuls &= inside;
        }

        /* From an opening quote up to the byte before its closing quote. */
        const uint64_t inside_quotes = SCAN_PREFIX_XOR(masks.quotes) ^ quoted;
        const uint64_t line_feeds = masks.line_feeds & ~inside_quotes;
        const uint64_t structural = (masks.separators & ~inside_quotes) | line_feeds;
        const uint64_t opening = masks.quotes & inside_quotes;
        const uint64_t closing = masks.quotes & ~inside_quotes;
        const uint64_t returns = masks.carriage_returns & ~inside_quotes;

        /* A quote opens at the start of a field, or as the second of a doubled quote. */
        const uint64_t may_open = (structural | closing) << 1 | field_may_begin;
        const uint64_t behind_closing = closing << 1 | closed_quote;
        const uint64_t behind_return = returns << 1 | carriage_return;
        uint64_t irregular = (opening & ~may_open) | (behind_closing & ~(structural | opening | returns)) |
            (behind_return & ~line_feeds) | masks.nuls;
        if (left < 64) irregular &= ((uint64_t)1 << left) - 1;

        uint64_t emitted = structural;
        uint64_t ends = line_feeds;
        if (__builtin_expect(irregular != 0, 0)) {
            const uint64_t before = (irregular & -irregular) - 1;
            emitted &= before;
            ends &= before;
        }
        while (ends != 0) {
            const uint64_t below = (ends & -ends) - 1;
            record_ends[records++] = fields + (uint32_t)__builtin_popcountll(emitted & below);
            ends &= ends - 1;
        }
        fields = SCAN_EMIT(emitted, position, field_ends, fields);
        if (__builtin_expect(irregular != 0, 0)) {
            embedded |= masks.line_feeds & inside_quotes;
            return (cscan_result){fields, records, position + (uint32_t)__builtin_ctzll(irregular), true, false,
                embedded != 0};
        }
        embedded |= masks.line_feeds & inside_quotes;

        if (left < 64) {
            const uint64_t last = (uint64_t)1 << (left - 1);
            return (cscan_result){fields, records, length, false, (inside_quotes & last) != 0, embedded != 0};
        }
        quoted = (uint64_t)((int64_t)inside_quotes >> 63);
        field_may_begin = (structural | closing) >> 63;
        closed_quote = closing >> 63;
        carriage_return = returns >> 63;
        position += 64;
    }
    return (cscan_result){fields, records, position, false, quoted != 0, embedded != 0};
}

#undef SCAN_NAME
#undef SCAN_TARGET
#undef SCAN_EMIT
#undef SCAN_MASKS
#undef SCAN_PREFIX_XOR

#include "cscan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* One bit for each of 64 bytes. */
typedef struct {
    uint64_t quotes, separators, line_feeds, carriage_returns, nuls;
} scan_masks;

/* Appends the positions of the set bits. May write some entries too many, up to 64 in all, which the next block
   overwrites: the caller has checked that 64 more fit. */
__attribute__((always_inline)) static inline uint32_t scan_emit(
    uint64_t bits, uint32_t position, uint32_t *ends, uint32_t count)
{
    uint32_t *next = ends + count;
    const uint32_t found = (uint32_t)__builtin_popcountll(bits);
    for (uint32_t done = 0; done < found; done += 4) {
        for (int i = 0; i < 4; i++) {
            /* At zero the count of trailing zeros is undefined in C; the sentinel keeps it defined. */
            next[i] = position + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
        next += 4;
    }
    return count + found;
}

static inline uint64_t prefix_xor_by_shifts(uint64_t bits)
{
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

static inline void masks_scalar(const uint8_t *text, uint8_t separator, scan_masks *masks)
{
    scan_masks all = {0};
    for (int i = 0; i < 64; i++) {
        const uint8_t byte = text[i];
        all.quotes |= (uint64_t)(byte == '"') << i;
        all.separators |= (uint64_t)(byte == separator) << i;
        all.line_feeds |= (uint64_t)(byte == '\n') << i;
        all.carriage_returns |= (uint64_t)(byte == '\r') << i;
        all.nuls |= (uint64_t)(byte == 0) << i;
    }
    *masks = all;
}

#define SCAN_NAME scan_scalar
#define SCAN_TARGET
#define SCAN_EMIT scan_emit
#define SCAN_MASKS masks_scalar
#define SCAN_PREFIX_XOR prefix_xor_by_shifts
#include "scan_loop.h"

#if defined(__x86_64__)

static inline uint64_t equal_sse2(__m128i a, __m128i b, __m128i c, __m128i d, __m128i wanted)
{
    const uint64_t w = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, wanted));
    const uint64_t x = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, wanted));
    const uint64_t y = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, wanted));
    const uint64_t z = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(d, wanted));
    return w | x << 16 | y << 32 | z << 48;
}

static inline void masks_baseline(const uint8_t *text, uint8_t separator, scan_masks *masks)
{
    const __m128i a = _mm_loadu_si128((const __m128i *)text);
    const __m128i b = _mm_loadu_si128((const __m128i *)(text + 16));
    const __m128i c = _mm_loadu_si128((const __m128i *)(text + 32));
    const __m128i d = _mm_loadu_si128((const __m128i *)(text + 48));
    masks->quotes = equal_sse2(a, b, c, d, _mm_set1_epi8('"'));
    masks->separators = equal_sse2(a, b, c, d, _mm_set1_epi8((char)separator));
    masks->line_feeds = equal_sse2(a, b, c, d, _mm_set1_epi8('\n'));
    masks->carriage_returns = equal_sse2(a, b, c, d, _mm_set1_epi8('\r'));
    masks->nuls = equal_sse2(a, b, c, d, _mm_setzero_si128());
}

#define AVX2_TARGET __attribute__((target("avx2,pclmul,bmi,popcnt")))

AVX2_TARGET static inline uint64_t equal_avx2(__m256i low, __m256i high, __m256i wanted)
{
    const uint64_t l = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    const uint64_t h = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return l | h << 32;
}

AVX2_TARGET static inline void masks_avx2(const uint8_t *text, uint8_t separator, scan_masks *masks)
{
    const __m256i low = _mm256_loadu_si256((const __m256i *)text);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
    masks->quotes = equal_avx2(low, high, _mm256_set1_epi8('"'));
    masks->separators = equal_avx2(low, high, _mm256_set1_epi8((char)separator));
    masks->line_feeds = equal_avx2(low, high, _mm256_set1_epi8('\n'));
    /* Most files have neither: one test for both is cheaper than two masks. */
    const __m256i carriage_return = _mm256_set1_epi8('\r'), nul = _mm256_setzero_si256();
    const __m256i rare = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(low, carriage_return), _mm256_cmpeq_epi8(high, carriage_return)),
        _mm256_or_si256(_mm256_cmpeq_epi8(low, nul), _mm256_cmpeq_epi8(high, nul)));
    masks->carriage_returns = 0;
    masks->nuls = 0;
    if (__builtin_expect(!_mm256_testz_si256(rare, rare), 0)) {
        masks->carriage_returns = equal_avx2(low, high, carriage_return);
        masks->nuls = equal_avx2(low, high, nul);
    }
}

/* Carry-less multiplication by all ones. */
AVX2_TARGET static inline uint64_t prefix_xor_clmul(uint64_t bits)
{
    const __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

#define SCAN_NAME scan_avx2
#define SCAN_TARGET AVX2_TARGET
#define SCAN_EMIT scan_emit
#define SCAN_MASKS masks_avx2
#define SCAN_PREFIX_XOR prefix_xor_clmul
#include "scan_loop.h"

#define AVX512_TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,pclmul,bmi,popcnt")))

AVX512_TARGET static inline void masks_avx512(const uint8_t *text, uint8_t separator, scan_masks *masks)
{
    const __m512i block = _mm512_loadu_si512(text);
    masks->quotes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'));
    masks->separators = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)separator));
    masks->line_feeds = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'));
    masks->carriage_returns = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\r'));
    masks->nuls = _mm512_testn_epi8_mask(block, block);
}

/* As scan_emit, sixteen at a time: the numbers of the set bits, moved together, then widened. */
AVX512_TARGET static inline uint32_t emit_avx512(uint64_t bits, uint32_t position, uint32_t *ends, uint32_t count)
{
    static const uint8_t numbers[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    };
    const uint32_t found = (uint32_t)__builtin_popcountll(bits);
    const __m512i base = _mm512_set1_epi32((int)position);
    const __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
    uint32_t *next = ends + count;
    _mm512_storeu_si512(next, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    if (__builtin_expect(found > 16, 0)) {
        /* The arguments of an extraction are constants: three copies instead of a loop. */
        _mm512_storeu_si512(
            next + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 1))));
        if (found > 32) {
            _mm512_storeu_si512(
                next + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 2))));
            _mm512_storeu_si512(
                next + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 3))));
        }
    }
    return count + found;
}

#define SCAN_NAME scan_avx512
#define SCAN_TARGET AVX512_TARGET
#define SCAN_EMIT emit_avx512
#define SCAN_MASKS masks_avx512
#define SCAN_PREFIX_XOR prefix_xor_clmul
#include "scan_loop.h"

#elif defined(__aarch64__)

static inline uint64_t equal_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d, uint8x16_t wanted)
{
    const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t ab = vpaddq_u8(vandq_u8(vceqq_u8(a, wanted), bit), vandq_u8(vceqq_u8(b, wanted), bit));
    const uint8x16_t cd = vpaddq_u8(vandq_u8(vceqq_u8(c, wanted), bit), vandq_u8(vceqq_u8(d, wanted), bit));
    const uint8x16_t all = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline void masks_baseline(const uint8_t *text, uint8_t separator, scan_masks *masks)
{
    const uint8x16_t a = vld1q_u8(text), b = vld1q_u8(text + 16);
    const uint8x16_t c = vld1q_u8(text + 32), d = vld1q_u8(text + 48);
    masks->quotes = equal_neon(a, b, c, d, vdupq_n_u8('"'));
    masks->separators = equal_neon(a, b, c, d, vdupq_n_u8(separator));
    masks->line_feeds = equal_neon(a, b, c, d, vdupq_n_u8('\n'));
    masks->carriage_returns = equal_neon(a, b, c, d, vdupq_n_u8('\r'));
    masks->nuls = equal_neon(a, b, c, d, vdupq_n_u8(0));
}

#endif

#if defined(__x86_64__) || defined(__aarch64__)
#define HAS_BASELINE 1
#define SCAN_NAME scan_baseline
#define SCAN_TARGET
#define SCAN_EMIT scan_emit
#define SCAN_MASKS masks_baseline
#define SCAN_PREFIX_XOR prefix_xor_by_shifts
#include "scan_loop.h"
#endif

bool cscan_supports(cscan_kernel kernel)
{
    switch (kernel) {
    case CSCAN_SCALAR:
        return true;
    case CSCAN_BASELINE:
#if defined(HAS_BASELINE)
        return true;
#else
        return false;
#endif
    case CSCAN_AVX2:
#if defined(__x86_64__)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi") &&
            __builtin_cpu_supports("popcnt");
#else
        return false;
#endif
    case CSCAN_AVX512:
#if defined(__x86_64__)
        return cscan_supports(CSCAN_AVX2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512vbmi2");
#else
        return false;
#endif
    }
    return false;
}

cscan_kernel cscan_best_kernel(void)
{
    if (cscan_supports(CSCAN_AVX512)) return CSCAN_AVX512;
    if (cscan_supports(CSCAN_AVX2)) return CSCAN_AVX2;
    if (cscan_supports(CSCAN_BASELINE)) return CSCAN_BASELINE;
    return CSCAN_SCALAR;
}

cscan_result cscan_scan(
    cscan_kernel kernel, const uint8_t *text, uint32_t length, uint8_t separator, uint32_t *field_ends,
    uint32_t *record_ends, uint32_t capacity)
{
    switch (kernel) {
#if defined(__x86_64__)
    case CSCAN_AVX512:
        return scan_avx512(text, length, separator, field_ends, record_ends, capacity);
    case CSCAN_AVX2:
        return scan_avx2(text, length, separator, field_ends, record_ends, capacity);
#endif
#if defined(HAS_BASELINE)
    case CSCAN_BASELINE:
        return scan_baseline(text, length, separator, field_ends, record_ends, capacity);
#endif
    default:
        return scan_scalar(text, length, separator, field_ends, record_ends, capacity);
    }
}

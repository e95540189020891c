/*
 * The floor: the pipeline of src/kernel (draw, cut, key, sort, log-rank) in C with 128-bit vectors, as fast as the same
 * algorithm goes on this machine without WebAssembly between it and the processor. Same draws, so the same z: the
 * caller compares them. It takes what the benchmark's designs need and no more: uniform entry over 2^k ticks, piecewise
 * exponential exits, looks at event counts (stopping early) or one analysis at a calendar time.
 *
 * cc -O3 -march=x86-64-v2 -ffp-contract=off -fwrapv floor.c -o floor -lm     (GCC 12 or Clang; also arm64, without -march)
 *
 * Reads requests from standard input, numbers separated by blanks:
 *   key0 key1 first count  shift horizon  looks
 *   for each look: cutKind(0 events, 1 calendar) cutValue  stopAbove stopBelow  c1 c2 c4 c8
 *   and for each arm: n pieces flagBits, and for each piece: break origin slope eventBelow
 * Answers each with: seconds of processor time  replicates stopped by z  sum of z at each replicate's last look
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__SSE4_1__)
#include <smmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

typedef int32_t i4 __attribute__((vector_size(16)));
typedef uint32_t u4 __attribute__((vector_size(16)));
typedef float f4 __attribute__((vector_size(16)));
typedef double d2 __attribute__((vector_size(16)));
typedef int64_t l2 __attribute__((vector_size(16)));
typedef int32_t i2 __attribute__((vector_size(8)));

#define INLINE static inline __attribute__((always_inline))
#define NEVER ((1 << 29) - 1)
#define EMPTY 0x7ffffffe
#define MAX_PIECES 8
#define MAX_LOOKS 8

INLINE i4 all(int32_t x) { return (i4){x, x, x, x}; }
INLINE f4 allf(float x) { return (f4){x, x, x, x}; }
INLINE i4 load(const int32_t *p) {
  i4 v;
  memcpy(&v, p, 16);
  return v;
}
INLINE void store(int32_t *p, i4 v) { memcpy(p, &v, 16); }
INLINE i4 blend(i4 yes, i4 no, i4 mask) { return (yes & mask) | (no & ~mask); }
INLINE int sum4(i4 v) { return v[0] + v[1] + v[2] + v[3]; }

#if defined(__SSE4_1__)
#define LANE(k) 4 * k, 4 * k + 1, 4 * k + 2, 4 * k + 3
#define ROW(a, b, c, d) {LANE(a), LANE(b), LANE(c), LANE(d)}
static const _Alignas(16) uint8_t FRONT[16][16] = {
    ROW(0, 1, 2, 3), ROW(0, 1, 2, 3), ROW(1, 1, 2, 3), ROW(0, 1, 2, 3), ROW(2, 1, 2, 3), ROW(0, 2, 2, 3),
    ROW(1, 2, 2, 3), ROW(0, 1, 2, 3), ROW(3, 1, 2, 3), ROW(0, 3, 2, 3), ROW(1, 3, 2, 3), ROW(0, 1, 3, 3),
    ROW(2, 3, 2, 3), ROW(0, 2, 3, 3), ROW(1, 2, 3, 3), ROW(0, 1, 2, 3)};
INLINE i4 min_i4(i4 a, i4 b) { return (i4)_mm_min_epi32((__m128i)a, (__m128i)b); }
INLINE i4 max_i4(i4 a, i4 b) { return (i4)_mm_max_epi32((__m128i)a, (__m128i)b); }
INLINE i4 minu_i4(i4 a, i4 b) { return (i4)_mm_min_epu32((__m128i)a, (__m128i)b); }
INLINE i4 maxu_i4(i4 a, i4 b) { return (i4)_mm_max_epu32((__m128i)a, (__m128i)b); }
INLINE int bits(i4 mask) { return _mm_movemask_ps((__m128)mask); }
INLINE int any(i4 mask) { return bits(mask) != 0; }
INLINE f4 min_f4(f4 a, f4 b) { return (f4)_mm_min_ps((__m128)a, (__m128)b); }
/* Write the lanes that `mask` (4 bits) chose one behind the other, and garbage up to the fourth place. */
INLINE int pack(int32_t *to, i4 v, int mask) {
  _mm_storeu_si128((__m128i *)to, _mm_shuffle_epi8((__m128i)v, _mm_load_si128((const __m128i *)FRONT[mask])));
  return __builtin_popcount((unsigned)mask);
}
/* Products of the even lanes, 64 bits each. */
INLINE u4 even_products(u4 a, u4 b) { return (u4)_mm_mul_epu32((__m128i)a, (__m128i)b); }
#else
INLINE int pack(int32_t *to, i4 v, int mask) {
  int count = 0;
  for (int lane = 0; lane < 4; lane++) {
    to[count] = v[lane];
    count += (mask >> lane) & 1;
  }
  return count;
}
INLINE f4 min_f4(f4 a, f4 b) { return (f4)blend((i4)a, (i4)b, a < b); }
INLINE i4 min_i4(i4 a, i4 b) { return blend(a, b, a < b); }
INLINE i4 max_i4(i4 a, i4 b) { return blend(a, b, a > b); }
INLINE i4 minu_i4(i4 a, i4 b) { return blend(a, b, (i4)((u4)a < (u4)b)); }
INLINE i4 maxu_i4(i4 a, i4 b) { return blend(a, b, (i4)((u4)a > (u4)b)); }
INLINE int bits(i4 mask) { return sum4(mask & (i4){1, 2, 4, 8}); }
#if defined(__ARM_NEON)
INLINE int any(i4 mask) { return vmaxvq_u32((uint32x4_t)mask) != 0; }
#else
INLINE int any(i4 mask) { return bits(mask) != 0; }
#endif
INLINE u4 even_products(u4 a, u4 b) {
  uint64_t x = (uint64_t)a[0] * b[0], y = (uint64_t)a[2] * b[2];
  return (u4){(uint32_t)x, (uint32_t)(x >> 32), (uint32_t)y, (uint32_t)(y >> 32)};
}
#endif

typedef struct {
  int n, places, pieces, flag_bits;
  float breaks[MAX_PIECES], origins[MAX_PIECES], slopes[MAX_PIECES];
  uint32_t below[MAX_PIECES];
  int32_t *entry, *exit;
} Arm;

typedef struct {
  int by_events, value;
  /* z at and beyond which a replicate ends here. */
  double above, below;
  float map[4];
  /* Where earlier replicates had their d-th event, events a tick there, and ticks since the look before. */
  double guess, density, gap;
} Look;

typedef struct {
  int32_t key[2];
  int shift, horizon, looks;
  Look look[MAX_LOOKS];
  Arm arms[2];
  int n, places, buckets;
  int32_t *entry, *exit, *words, *index, *sorted, *overflow, *slots;
  uint8_t *counts;
  /* 1/1, 1/2 ... */
  double *inverses;
} Plan;

/* Draw ----------------------------------------------------------------------------------------------------------- */

typedef struct {
  u4 s0, s1, s2, s3;
} Lanes;

INLINE u4 rotate(u4 x, int left) { return (x << left) | (x >> (32 - left)); }

/* xoshiro128++, four generators side by side. */
INLINE u4 next(Lanes *s) {
  u4 word = rotate(s->s0 + s->s3, 7) + s->s0;
  u4 t = s->s1 << 9;
  s->s2 ^= s->s0;
  s->s3 ^= s->s1;
  s->s1 ^= s->s2;
  s->s0 ^= s->s3;
  s->s2 ^= t;
  s->s3 = rotate(s->s3, 11);
  return word;
}

/* Both arms' lanes: Philox4x32-10 of (replicate, lane), four steps on, and the words of those steps. */
INLINE void seed_lanes(const int32_t key[2], uint64_t replicate, Lanes arms[2]) {
  u4 c0 = (u4)all((int32_t)replicate), c1 = (u4)all((int32_t)(replicate >> 32));
  u4 c2 = (u4)all(0), c3 = {0, 1, 2, 3};
  uint32_t k0 = (uint32_t)key[0], k1 = (uint32_t)key[1];
  const u4 m0 = (u4)all((int32_t)0xd2511f53u), m1 = (u4)all((int32_t)0xcd9e8d57u);
  for (int round = 0; round < 10; round++) {
    u4 a = even_products(m0, c0), b = even_products(m0, __builtin_shufflevector(c0, c0, 1, 1, 3, 3));
    u4 c = even_products(m1, c2), d = even_products(m1, __builtin_shufflevector(c2, c2, 1, 1, 3, 3));
    u4 low0 = __builtin_shufflevector(a, b, 0, 4, 2, 6), high0 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    u4 low1 = __builtin_shufflevector(c, d, 0, 4, 2, 6), high1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    c0 = high1 ^ c1 ^ (u4)all((int32_t)k0);
    c1 = low1;
    c2 = high0 ^ c3 ^ (u4)all((int32_t)k1);
    c3 = low0;
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  arms[0] = (Lanes){c0, c1, c2, c3};
  arms[1].s0 = next(&arms[0]);
  arms[1].s1 = next(&arms[0]);
  arms[1].s2 = next(&arms[0]);
  arms[1].s3 = next(&arms[0]);
}

/* -ln U: exponent and a short atanh series; the roundings of src/kernel/draw/exponential.ts, one for one. */
INLINE f4 exponential(u4 word) {
  i4 x = (i4)__builtin_convertvector((i4)((word >> 1) | 1), f4);
  i4 halvings = (0x3f3504f3 + (32 << 23) - 1 - x) >> 23;
  /* The mantissa times 2^31, which leaves s the same. */
  f4 m = (f4)(x + (halvings << 23));
  f4 s = (m - 2147483648.0f) / (m + 2147483648.0f);
  f4 ss = s * s;
  f4 two_atanh = s * (2.0f + ss * (0.666556f + ss * 0.41202916f));
  return __builtin_convertvector(halvings, f4) * 0.6931471805599453f - two_atanh;
}

/* One arm's patients; returns about how many events fall before 4 x tick `watch`. */
INLINE int fill(const Plan *plan, const Arm *arm, int label, Lanes s, int watch, int flag_bits, int several) {
  const int shift = plan->shift - 2;
  const i4 watched = all(watch);
  const f4 origin = allf(arm->origins[0]), start = allf(arm->breaks[0]), slope = allf(arm->slopes[0]);
  i4 before = all(0);
  u4 halves = (u4)all(0);
  int second = 0;
  for (int i = 0; i < arm->n; i += 4) {
    i4 began = (i4)(next(&s) >> shift) & ~3;
    store(arm->entry + i, began | label);

    u4 word = next(&s);
    f4 e = exponential(word);
    f4 quanta = several ? origin + (e - start) * slope : e * slope;
    i4 below = all((int32_t)arm->below[0]);
    if (several) {
      for (int j = 1; j < arm->pieces; j++) {
        i4 reached = e >= allf(arm->breaks[j]);
        f4 other = allf(arm->origins[j]) + (e - allf(arm->breaks[j])) * allf(arm->slopes[j]);
        quanta = (f4)blend((i4)other, (i4)quanta, reached);
        below = blend(all((int32_t)arm->below[j]), below, reached);
      }
    }
    /* Adding 2^23 rounds to whole quanta of 64 ticks; the shift drops its sign and exponent. */
    i4 left = (i4)(min_f4(quanta, allf(8388607.0f)) + 8388608.0f) << 8;
    i4 exit = minu_i4(began + left + ((i4)word & 0xfc), all(NEVER << 2));

    if (flag_bits == 0) {
      before -= exit < watched;
    } else {
      if (flag_bits == 32 || second == 0) halves = next(&s);
      i4 dropout;
      if (flag_bits == 32) {
        dropout = (i4)(halves >= (u4)below);
      } else {
        i4 half = (i4)(second == 0 ? halves & 0xffff : halves >> 16);
        dropout = half >= below;
        second ^= 1;
      }
      before -= (exit < watched) & ~dropout;
      exit |= dropout & 2;
    }
    store(arm->exit + i, exit);
  }
  return sum4(before);
}

static int draw_arm(const Plan *plan, int label, Lanes s, int watch) {
  const Arm *arm = &plan->arms[label];
  int before;
  if (arm->pieces > 1 || arm->origins[0] != 0) {
    if (arm->flag_bits == 16) before = fill(plan, arm, label, s, watch, 16, 1);
    else if (arm->flag_bits == 0) before = fill(plan, arm, label, s, watch, 0, 1);
    else before = fill(plan, arm, label, s, watch, 32, 1);
  } else {
    if (arm->flag_bits == 16) before = fill(plan, arm, label, s, watch, 16, 0);
    else if (arm->flag_bits == 0) before = fill(plan, arm, label, s, watch, 0, 0);
    else before = fill(plan, arm, label, s, watch, 32, 0);
  }
  for (int i = arm->n; i < arm->places; i++) arm->entry[i] = arm->exit[i] = EMPTY;
  return before;
}

/* Cut ------------------------------------------------------------------------------------------------------------ */

/* Hoare's FIND. */
static int32_t quickselect(int32_t *values, int n, int k) {
  int low = 0, high = n - 1;
  while (low < high) {
    int32_t pivot = values[(low + high) >> 1];
    int i = low, j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        int32_t swap = values[i];
        values[i++] = values[j];
        values[j--] = swap;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k];
}

/* As quickselect for at most 64 values, by counting for each how many are smaller. Overwrites three places behind. */
static int32_t select_few(int32_t *values, int n, int k) {
  store(values + n, all(INT32_MAX));
  for (int i = 0; i < n; i++) {
    i4 value = all(values[i]), less = all(0), same = all(0);
    for (int j = 0; j < n; j += 4) {
      i4 v = load(values + j);
      less -= v < value;
      same -= v == value;
    }
    int both = sum4(less + (same << 16)), before = both & 0xffff;
    if (before <= k && k < before + (both >> 16)) return values[i];
  }
  return 0;
}

/* Exits (4 x tick) of events within [low, low + range] to words; *before counts those that come earlier. */
static int window(const Plan *plan, int low, int range, int *before) {
  const u4 width = (u4)all(range);
  i4 early = all(0);
  int kept = 0;
  for (int i = 0; i < plan->places; i += 8) {
    const int32_t *at = plan->exit + i;
    i4 a = load(at), b = load(at + 4);
    /* A dropout's flag, moved to the top, makes it the latest of all. */
    i4 x = maxu_i4(a, a << 30) - low, y = maxu_i4(b, b << 30) - low;
    early += (i4)((u4)x >> 31) + (i4)((u4)y >> 31);
    i4 in_x = (i4)((u4)x <= width), in_y = (i4)((u4)y <= width);
    /* Keep all eight if any is inside: hits are too irregular to branch on. */
    store(plan->words + kept, x);
    store(plan->words + kept + 4, y);
    kept += any(in_x | in_y) << 3;
  }
  int inside = 0;
  for (int i = 0; i < kept; i += 4) {
    i4 x = load(plan->words + i);
    inside += pack(plan->words + inside, x + low, bits((i4)((u4)x <= width)));
  }
  *before = sum4(early);
  return inside;
}

/*
 * Tick of the d-th event, NEVER when there are fewer. `seen` events came before the guess (-1: not counted); the look
 * before was at tick `previous` with `counted` events (0: there was none).
 */
static int event_tick(const Plan *plan, Look *look, int seen, int previous, int counted) {
  const int d = look->value, follows = counted > 0 && counted < d;
  int tick = -1;
  if (look->guess > 0) {
    double centre = look->guess, half;
    if (seen >= 0) {
      double missing = d - seen;
      centre += missing / look->density;
      half = 3 + 2.2 * sqrt(fabs(missing));
    } else if (follows) {
      centre = previous + look->gap;
      half = 3 + 2 * sqrt(d - counted);
    } else {
      half = 3 * sqrt(d);
    }
    half /= look->density;
    for (int attempt = 0; attempt < 2 && tick < 0; attempt++, half *= 5) {
      int low = (int)fmax(1, fmin(NEVER - 2, centre - half));
      int high = (int)fmax(low, fmin(NEVER - 1, centre + half));
      int before, inside = window(plan, low << 2, (high - low) << 2, &before), k = d - 1 - before;
      if (k < 0 || k >= inside) continue;
      tick = (inside <= 64 ? select_few(plan->words, inside, k) : quickselect(plan->words, inside, k)) >> 2;
      if (inside > 4) look->density += 0.05 * ((double)inside / (high - low + 1) - look->density);
    }
  }
  if (tick < 0) {
    int events = 0;
    for (int i = 0; i < plan->places; i++) {
      plan->words[events] = plan->exit[i] >> 2;
      events += (plan->exit[i] & 2) == 0;
    }
    tick = events < d ? NEVER : quickselect(plan->words, events, d - 1);
  }
  if (tick < NEVER) {
    if (look->guess > 0) {
      look->guess += 0.05 * (tick - look->guess);
    } else {
      look->guess = tick > 1 ? tick : 1;
      look->density = d / look->guess;
    }
    if (follows) {
      double now = tick - previous;
      look->gap = look->gap > 0 ? look->gap + 0.05 * (now - look->gap) : now;
    }
  }
  return tick;
}

/* Key ------------------------------------------------------------------------------------------------------------ */

/* word = entry + max(0, 4 cut + 2 - exit), see src/kernel/look/patientCode.ts; returns how many were enrolled by the cut. */
INLINE int key_arm(const Arm *arm, int cut, int32_t *words, int *events, int everyone) {
  const i4 limit = all((cut << 2) + 2), latest = all((cut << 2) + 3);
  i4 had = all(0);
  int count = 0;
  for (int i = 0; i < arm->n; i += 4) {
    i4 entry = load(arm->entry + i);
    i4 left = max_i4(limit - load(arm->exit + i), all(0));
    i4 word = entry + left;
    had += left & 2;
    if (everyone) store(words + i, word);
    else count += pack(words + count, word, bits(entry <= latest));
  }
  if (everyone) count = arm->n;
  *events = sum4(had) >> 1;
  return count;
}

/* Sort ----------------------------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b) {
  int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

static void insertion_sort(int32_t *values, int n) {
  for (int i = 1; i < n; i++) {
    int32_t value = values[i];
    int j = i;
    for (; j > 0 && values[j - 1] > value; j--) values[j] = values[j - 1];
    values[j] = value;
  }
}

INLINE int put(const Plan *plan, int b, int32_t word, int overflown) {
  int count = plan->counts[b];
  if (count < 4) {
    plan->counts[b] = (uint8_t)(count + 1);
    plan->slots[count * (plan->buckets + 16) + b] = word;
    return overflown;
  }
  plan->overflow[overflown] = word;
  return overflown + 1;
}

/* Put `extra` ascending words in among the m sorted ones, from the back. */
static void merge(int32_t *sorted, int m, const int32_t *words, int extra) {
  int high = m;
  for (int k = extra - 1; k >= 0; k--) {
    int low = 0, top = high;
    while (low < top) {
      int middle = (low + top) >> 1;
      if (sorted[middle] <= words[k]) low = middle + 1;
      else top = middle;
    }
    memmove(sorted + low + k + 1, sorted + low, (size_t)(high - low) * 4);
    sorted[low + k] = words[k];
    high = low;
  }
}

/* One pass into 1.25 n buckets of four slots, four buckets at a time through a network of minima and maxima. */
static void sort(const Plan *plan, const float map[4], int n, int cut) {
  int32_t *words = plan->words, *to = plan->sorted;
  if (n < 32) {
    memcpy(to, words, (size_t)n * 4);
    insertion_sort(to, n);
    return;
  }
  int used = (n + (n >> 2) + 7) & ~3;
  if (used > plan->buckets) used = plan->buckets;
  const float many = (float)(used - 1);
  const f4 scale = allf((float)(1.0 / (4.0 * cut + 4.0)));
  const f4 c1 = allf(map[0] * many), c2 = allf(map[1] * many);
  const f4 c4 = allf(map[2] * many), c8 = allf(map[3] * many);
  /* All bucket numbers first: the scattering stores then know their addresses early. */
  int32_t *index = plan->index;
  for (int i = 0; i < n; i += 4) {
    f4 x = __builtin_convertvector(load(words + i), f4) * scale, x2 = x * x, x4 = x2 * x2;
    i4 b = __builtin_convertvector(x * (c1 + c2 * x) + x4 * (c4 + c8 * x4), i4);
    store(index + i, min_i4(b, all(used - 1)));
  }
  int overflown = 0;
  for (int i = 0; i < n; i++) overflown = put(plan, index[i], words[i], overflown);

  const i4 empty = all(EMPTY);
  const int stride = plan->buckets + 16;
  for (int b = 0; b < used; b += 4) {
    int32_t *slot = plan->slots + b;
    i4 s0 = load(slot), s1 = load(slot + stride), s2 = load(slot + 2 * stride), s3 = load(slot + 3 * stride);
    store(slot, empty);
    store(slot + stride, empty);
    store(slot + 2 * stride, empty);
    store(slot + 3 * stride, empty);
    i4 low01 = min_i4(s0, s1), high01 = max_i4(s0, s1), low23 = min_i4(s2, s3), high23 = max_i4(s2, s3);
    i4 p = max_i4(low01, low23), q = min_i4(high01, high23);
    s0 = min_i4(low01, low23);
    s1 = min_i4(p, q);
    s2 = max_i4(p, q);
    s3 = max_i4(high01, high23);
    /* Transpose: each bucket's four slots into one vector, written behind the last bucket's words. */
    i4 t0 = __builtin_shufflevector(s0, s1, 0, 4, 1, 5), t1 = __builtin_shufflevector(s0, s1, 2, 6, 3, 7);
    i4 t2 = __builtin_shufflevector(s2, s3, 0, 4, 1, 5), t3 = __builtin_shufflevector(s2, s3, 2, 6, 3, 7);
    uint32_t four;
    memcpy(&four, plan->counts + b, 4);
    memset(plan->counts + b, 0, 4);
    store(to, __builtin_shufflevector(t0, t2, 0, 1, 4, 5));
    to += four & 7;
    store(to, __builtin_shufflevector(t0, t2, 2, 3, 6, 7));
    to += (four >> 8) & 7;
    store(to, __builtin_shufflevector(t1, t3, 0, 1, 4, 5));
    to += (four >> 16) & 7;
    store(to, __builtin_shufflevector(t1, t3, 2, 3, 6, 7));
    to += four >> 24;
  }
  if (overflown > 0) {
    if (overflown <= 64) insertion_sort(plan->overflow, overflown);
    else qsort(plan->overflow, (size_t)overflown, 4, ascending);
    merge(plan->sorted, n - overflown, plan->overflow, overflown);
  }
}

/* Log-rank ------------------------------------------------------------------------------------------------------- */

INLINE d2 low_doubles(i4 v) { return __builtin_convertvector((i2)__builtin_shufflevector(v, v, 0, 1), d2); }
INLINE d2 high_doubles(i4 v) { return __builtin_convertvector((i2)__builtin_shufflevector(v, v, 2, 3), d2); }
INLINE l2 low_mask(i4 v) { return (l2)__builtin_shufflevector(v, v, 0, 0, 1, 1); }
INLINE l2 high_mask(i4 v) { return (l2)__builtin_shufflevector(v, v, 2, 2, 3, 3); }
INLINE d2 load_doubles(const double *p) {
  d2 v;
  memcpy(&v, p, 16);
  return v;
}

typedef struct {
  double u, v;
  int events, events1, at_risk1;
} Exact;

/* Time points from place i to the first that starts at or after `until`, ties and all; returns where that is. */
static int take_time_points(const int32_t *words, int i, int until, int n, Exact *exact) {
  int y1 = exact->at_risk1;
  do {
    int key = words[i] >> 2, d = 0, d1 = 0;
    do {
      int event = (words[i] >> 1) & 1;
      y1 += words[i] & 1;
      d += event;
      d1 += event & words[i];
      i++;
    } while (i < n && words[i] >> 2 == key);
    if (d > 0) {
      double p = (double)y1 / i;
      exact->events += d;
      exact->events1 += d1;
      exact->u += d1 - d * p;
      if (i > 1) exact->v += d * p * (1 - p) * (i - d) / (i - 1);
    }
  } while (i < until && i < n);
  exact->at_risk1 = y1;
  return i;
}

/*
 * z of the sorted words, of whom n1 are experimental, with o0 and o1 events in the arms. With p = Y1/Y at each of D
 * untied events, c = n1/n and q = p - c:  U = O1 - cD - sum q,  V = c(1 - c)D + (1 - 2c) sum q - sum q^2.
 */
static double log_rank(const Plan *plan, int n, int n1, int o0, int o1) {
  if (n == 0) return 0;
  int32_t *words = plan->sorted;
  /* Behind the last word: no events and no ties. */
  const int behind = (words[n - 1] & ~3) + 8;
  store(words + n, behind + (i4){0, 4, 8, 12});
  words[n + 4] = behind + 16;
  const double c = (double)n1 / n;
  const i4 zero = all(0);
  d2 sum_a = {0, 0}, sum_b = {0, 0}, square_a = {0, 0}, square_b = {0, 0};
  Exact exact = {0};
  i4 y1 = zero;
  int i = 0;
  while (i < n) {
    i4 word = load(words + i);
    if (any(load(words + i + 1) - word < 4)) {
      exact.at_risk1 = y1[0];
      i = take_time_points(words, i, i + 4, n, &exact);
      y1 = all(exact.at_risk1);
      continue;
    }
    /* Running count of the experimental arm: prefix sums within four, the last one carried on. */
    i4 arm = word & 1, event = (word << 30) >> 31;
    i4 risk1 = arm + __builtin_shufflevector(zero, arm, 3, 4, 5, 6);
    risk1 += __builtin_shufflevector(zero, risk1, 2, 3, 4, 5);
    risk1 += y1;
    y1 = __builtin_shufflevector(risk1, risk1, 3, 3, 3, 3);
    d2 p_a = low_doubles(risk1) * load_doubles(plan->inverses + i);
    d2 p_b = high_doubles(risk1) * load_doubles(plan->inverses + i + 2);
    d2 q_a = (d2)((l2)(p_a - c) & low_mask(event)), q_b = (d2)((l2)(p_b - c) & high_mask(event));
    sum_a += q_a;
    sum_b += q_b;
    square_a += q_a * q_a;
    square_b += q_b * q_b;
    i += 4;
  }
  d2 sums = sum_a + sum_b, squares = square_a + square_b;
  const double d = o0 + o1 - exact.events, q = sums[0] + sums[1];
  double u = exact.u + (o1 - exact.events1 - c * d - q);
  double v = exact.v + (c * (1 - c) * d + (1 - 2 * c) * q - (squares[0] + squares[1]));
  /* V next to nothing would be rounding errors. */
  if (v < 1e-4 * n) {
    exact = (Exact){0};
    take_time_points(words, 0, n, n, &exact);
    u = exact.u;
    v = exact.v;
  }
  return v > 0 ? -u / sqrt(v) : 0;
}

/* ---------------------------------------------------------------------------------------------------------------- */

/* z at the look that ends the replicate; *stopped when that look ends it by its z. */
static double replicate(Plan *plan, uint64_t index, int *stopped) {
  const Look *final = &plan->look[plan->looks - 1];
  int watch = plan->look[0].by_events ? (int)plan->look[0].guess << 2 : 0;
  Lanes lanes[2];
  seed_lanes(plan->key, index, lanes);
  int seen = draw_arm(plan, 0, lanes[0], watch) + draw_arm(plan, 1, lanes[1], watch);
  int previous = 0, counted = 0;
  for (Look *look = plan->look;; look++, seen = -1) {
    int cut = look->by_events ? event_tick(plan, look, seen, previous, counted) : look->value;
    if (cut > plan->horizon) cut = plan->horizon;
    if (look < final && cut <= previous) continue;
    int events0, events1;
    int n0, n1;
    if ((uint32_t)cut >= UINT32_MAX >> plan->shift) {
      n0 = key_arm(&plan->arms[0], cut, plan->words, &events0, 1);
      n1 = key_arm(&plan->arms[1], cut, plan->words + n0, &events1, 1);
    } else {
      n0 = key_arm(&plan->arms[0], cut, plan->words, &events0, 0);
      n1 = key_arm(&plan->arms[1], cut, plan->words + n0, &events1, 0);
    }
    counted = events0 + events1;
    /* Not before the final analysis: ties, or too few events ever. */
    if (look < final && (cut == plan->horizon || counted >= final->value)) continue;
    previous = cut;
    sort(plan, look->map, n0 + n1, cut);
    double z = log_rank(plan, n0 + n1, n1, events0, events1);
    *stopped = z >= look->above || z <= look->below;
    if (*stopped || look == final) return z;
  }
}

/* The next `bytes` of an arena: arrays stand one behind another as in the WebAssembly module, on cache lines. */
static void *array(char **arena, size_t bytes) {
  void *p = *arena;
  *arena += (bytes + 191) & ~(size_t)63;
  return p;
}

static double number(void) {
  double x;
  if (scanf("%lf", &x) != 1) exit(0);
  return x;
}

int main(void) {
  for (;;) {
    Plan plan = {0};
    plan.key[0] = (int32_t)number();
    plan.key[1] = (int32_t)number();
    uint64_t first = (uint64_t)number(), count = (uint64_t)number();
    plan.shift = (int)number();
    plan.horizon = (int)number();
    plan.looks = (int)number();
    if (plan.looks < 1 || plan.looks > MAX_LOOKS) return 1;
    for (int k = 0; k < plan.looks; k++) {
      Look *look = &plan.look[k];
      look->by_events = number() == 0;
      look->value = (int)number();
      look->above = number();
      look->below = number();
      for (int j = 0; j < 4; j++) look->map[j] = (float)number();
    }
    for (int a = 0; a < 2; a++) {
      Arm *arm = &plan.arms[a];
      arm->n = (int)number();
      arm->pieces = (int)number();
      arm->flag_bits = (int)number();
      if (arm->pieces > MAX_PIECES) return 1;
      for (int j = 0; j < arm->pieces; j++) {
        arm->breaks[j] = (float)number();
        arm->origins[j] = (float)number();
        arm->slopes[j] = (float)number();
        arm->below[j] = (uint32_t)number();
      }
      arm->places = (arm->n + 7) & ~7;
    }
    plan.n = plan.arms[0].n + plan.arms[1].n;
    plan.places = plan.arms[0].places + plan.arms[1].places;
    plan.buckets = (plan.n + (plan.n >> 2) + 8) & ~3;
    size_t bytes = (size_t)plan.places * 4;
    const size_t slots = (size_t)(plan.buckets + 16) * 16;
    char *memory = calloc(1, 7 * bytes + 8 * (size_t)plan.n + (size_t)plan.buckets + slots + 4096);
    if (memory == NULL) return 1;
    char *arena = memory + (64 - ((uintptr_t)memory & 63));
    plan.entry = array(&arena, bytes);
    plan.exit = array(&arena, bytes);
    plan.words = array(&arena, bytes);
    plan.index = array(&arena, bytes);
    plan.sorted = array(&arena, bytes);
    plan.overflow = array(&arena, bytes);
    plan.counts = array(&arena, (size_t)plan.buckets);
    plan.slots = array(&arena, slots);
    plan.inverses = array(&arena, (size_t)(plan.n + 8) * 8);
    for (int k = 0; k < plan.n + 8; k++) plan.inverses[k] = 1.0 / (k + 1);
    for (int i = 0; i < 4 * (plan.buckets + 16); i++) plan.slots[i] = EMPTY;
    for (int a = 0; a < 2; a++) {
      plan.arms[a].entry = plan.entry + (a == 0 ? 0 : plan.arms[0].places);
      plan.arms[a].exit = plan.exit + (a == 0 ? 0 : plan.arms[0].places);
    }

    /* The first few teach where the cut lies, as the kernel's pilot does. */
    int stopped;
    for (uint64_t k = 0; k < 4; k++) replicate(&plan, first + k, &stopped);
    struct timespec began, ended;
    uint64_t rejected = 0;
    double sum = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
    for (uint64_t k = 0; k < count; k++) {
      sum += replicate(&plan, first + k, &stopped);
      rejected += stopped;
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
    double seconds = (double)(ended.tv_sec - began.tv_sec) + 1e-9 * (double)(ended.tv_nsec - began.tv_nsec);
    printf("%.9f %llu %.17g\n", seconds, (unsigned long long)rejected, sum);
    fflush(stdout);
    free(memory);
  }
}

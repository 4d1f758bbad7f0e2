/*
 * What a straightforward program in C needs: inflate a capture, decode its records, intern every stack, keep the live set in
 * a hash table and find what each stack held at the peak, in one pass. No symbols, no lines, no tree, no report, and no
 * check of what a damaged file may hold. Written for its speed alone, and as a second opinion on the peak.
 *
 * Takes captures of header version 13 without native traces, LZ4 or raw; see docs/capture-format.md, sections 2, 4 and 5.
 * `compare.py --reference` builds and runs it; by hand:
 *
 *   cc -O3 -o reference reference.c -llz4      Debian: apt install gcc liblz4-dev
 *   reference CAPTURE [inflate | decode | stacks | all]     what to do, each with those before it; default: all
 */
#include <fcntl.h>
#include <inttypes.h>
#include <lz4frame.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { INFLATE, DECODE, STACKS, ALL };

static int work = ALL;

static void fail(const char *why) {
    fprintf(stderr, "reference: %s\n", why);
    exit(1);
}

static void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) fail("out of memory");
    return memory;
}

static void *resized(void *old, size_t count, size_t size) {
    void *memory = realloc(old, count * size);
    if (memory == NULL) fail("out of memory");
    return memory;
}

/* 2^64 divided by the golden ratio (Knuth 6.4). */
static uint64_t mix(uint64_t key) { return key * UINT64_C(0x9E3779B97F4A7C15); }

/* ---------------------------------------------------------------- input: a window that always holds whole records */

enum { PIECE = 256 << 10, LONGEST_RARE = 64 << 10, LONGEST_FREQUENT = 64 };

static int file;
static LZ4F_dctx *inflater; /* NULL: the capture is raw */
static uint8_t compressed[PIECE];
static size_t compressed_from, compressed_to;
/* Unread bytes and a piece. What is read ahead of the end, a word at most, is zero. */
static uint8_t window[PIECE + LONGEST_RARE + 64];
static uint8_t *at = window, *end = window;
static bool ended;
static uint64_t stream_bytes;

static size_t more_compressed(void) {
    ssize_t count = read(file, compressed, PIECE);
    if (count < 0) fail("cannot read the capture");
    compressed_from = 0;
    compressed_to = (size_t)count;
    return compressed_to;
}

/* Fills the window up behind what is unread. */
static void more(void) {
    size_t unread = (size_t)(end - at);
    memmove(window, at, unread);
    at = window;
    end = window + unread;
    size_t produced = 0;
    while (produced == 0 && !ended) {
        if (compressed_from == compressed_to && more_compressed() == 0) {
            ended = true;
        } else if (inflater == NULL) {
            produced = compressed_to;
            memcpy(end, compressed, produced);
            compressed_from = compressed_to;
        } else {
            size_t taken = compressed_to - compressed_from;
            produced = PIECE;
            if (LZ4F_isError(LZ4F_decompress(inflater, end, &produced, compressed + compressed_from, &taken, NULL)))
                fail("the LZ4 stream is damaged");
            compressed_from += taken;
        }
    }
    end += produced;
    stream_bytes += produced;
    memset(end, 0, 64);
}

static void need(size_t bytes) {
    while ((size_t)(end - at) < bytes && !ended) more();
}

static uint64_t word(void) {
    uint64_t value;
    memcpy(&value, at, 8);
    at += 8;
    return value;
}

static inline uint64_t varint(void) {
    uint64_t value = *at & 0x7F;
    int shift = 7;
    while (*at++ >= 0x80) {
        value |= (uint64_t)(*at & 0x7F) << shift;
        shift += 7;
    }
    return value;
}

static inline int64_t signed_varint(void) {
    uint64_t value = varint();
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static size_t skip_string(void) {
    size_t length = strlen((char *)at);
    at += length + 1;
    return length;
}

/* --------------------------------------------------------------------------------- stacks: a tree, nodes by caller */

typedef struct {
    uint32_t caller, code, node;
    int32_t instruction;
} Call;

enum { NODE_BITS = 28 };

static Call *calls;
static unsigned call_bits = 10;
static uint32_t nodes = 1; /* 0 marks an empty slot, 1 is the root */

static size_t call_slot(Call call) {
    uint64_t key = ((uint64_t)call.caller << 32 | call.code) + mix((uint32_t)call.instruction);
    return mix(key) >> (64 - call_bits);
}

static Call *find_call(Call call) {
    size_t mask = ((size_t)1 << call_bits) - 1;
    size_t slot = call_slot(call);
    while (calls[slot].node != 0
           && (calls[slot].caller != call.caller || calls[slot].code != call.code
               || calls[slot].instruction != call.instruction))
        slot = (slot + 1) & mask;
    return &calls[slot];
}

static void grow_calls(void) {
    Call *old = calls;
    size_t slots = (size_t)1 << call_bits++;
    calls = zeroed(2 * slots, sizeof(Call));
    for (size_t i = 0; i < slots; i++)
        if (old[i].node != 0) *find_call(old[i]) = old[i];
    free(old);
}

static uint32_t child(uint32_t caller, uint64_t code, int64_t instruction) {
    Call call = {caller, (uint32_t)code, 0, (int32_t)instruction};
    Call *found = find_call(call);
    if (found->node == 0) {
        call.node = ++nodes;
        *found = call;
        if (nodes > (UINT32_C(7) << call_bits) / 10) grow_calls();
        return nodes;
    }
    return found->node;
}

typedef struct {
    uint64_t id;
    uint32_t *stack; /* nodes, the root first */
    size_t depth, capacity;
} Thread;

static Thread *threads;
static size_t thread_count;
static Thread *current;

static void switch_to(uint64_t id) {
    size_t number = 0;
    while (number < thread_count && threads[number].id != id) number++;
    if (number == thread_count) {
        threads = resized(threads, ++thread_count, sizeof(Thread));
        threads[number] = (Thread){id, zeroed(64, sizeof(uint32_t)), 0, 64};
        threads[number].stack[0] = 1;
    }
    current = &threads[number];
}

static void push(uint64_t code, int64_t instruction) {
    if (current->depth + 1 == current->capacity) {
        current->capacity *= 2;
        current->stack = resized(current->stack, current->capacity, sizeof(uint32_t));
    }
    current->stack[current->depth + 1] = child(current->stack[current->depth], code, instruction);
    current->depth++;
}

/* ------------------------------------------------------------- peak: what each stack holds, and held when most was held */

typedef struct {
    uint64_t bytes, count, peak_bytes, peak_count, epoch;
} Held;

/* By node; its pages take memory only when they are written. */
static Held *held;
static uint64_t total_bytes, peak_bytes;
/* Ends of the intervals in which a new peak was reached. A stack keeps its figures of the last peak when it changes after. */
static uint64_t epoch = 1;

static Held *changing(uint32_t node) {
    Held *of = &held[node];
    if (of->epoch != epoch) {
        of->epoch = epoch;
        of->peak_bytes = of->bytes;
        of->peak_count = of->count;
    }
    return of;
}

static void falls(void) {
    if (total_bytes >= peak_bytes) {
        peak_bytes = total_bytes;
        epoch++;
    }
}

static void holds(uint32_t node, uint64_t bytes) {
    Held *of = changing(node);
    of->bytes += bytes;
    of->count++;
}

static void releases(uint32_t node, uint64_t bytes, uint64_t count) {
    Held *of = changing(node);
    of->bytes -= bytes;
    of->count -= count;
}

/* ---------------------------------------------------------------------------------- live set: address to size and stack */

typedef struct {
    uint64_t address; /* 0: empty */
    uint64_t value;   /* 36 bits of size, 28 of node */
} Allocation;

static Allocation *live;
static unsigned live_bits = 10;
static uint64_t live_count;

/* Four neighbours, 16 bytes apart, share a cache line. */
static size_t live_slot(uint64_t address) {
    return (mix(address >> 6) >> (64 - live_bits) & ~(uint64_t)3) | (address >> 4 & 3);
}

static size_t find_live(uint64_t address) {
    size_t mask = ((size_t)1 << live_bits) - 1;
    size_t slot = live_slot(address);
    while (live[slot].address != 0 && live[slot].address != address) slot = (slot + 1) & mask;
    return slot;
}

static void grow_live(void) {
    Allocation *old = live;
    size_t slots = (size_t)1 << live_bits++;
    live = zeroed(2 * slots, sizeof(Allocation));
    for (size_t i = 0; i < slots; i++)
        if (old[i].address != 0) live[find_live(old[i].address)] = old[i];
    free(old);
}

static void allocation(uint64_t address, uint64_t bytes) {
    uint32_t node = current->stack[current->depth];
    if (bytes >> 36 != 0 || node >> NODE_BITS != 0) fail("an allocation or a tree too large for this program");
    size_t slot = find_live(address);
    if (live[slot].address == 0) {
        if (++live_count * 10 > (UINT64_C(7) << live_bits)) {
            grow_live();
            slot = find_live(address);
        }
    } else {
        /* The address came back without a free: the total, which decides about the peak, does not hear of it. */
        releases((uint32_t)live[slot].value & ((1 << NODE_BITS) - 1), live[slot].value >> NODE_BITS, 1);
    }
    live[slot] = (Allocation){address, bytes << NODE_BITS | node};
    holds(node, bytes);
    total_bytes += bytes;
}

static void deallocation(uint64_t address) {
    size_t mask = ((size_t)1 << live_bits) - 1;
    size_t gap = find_live(address);
    if (live[gap].address == 0) return;
    uint64_t bytes = live[gap].value >> NODE_BITS;
    falls();
    releases((uint32_t)live[gap].value & ((1 << NODE_BITS) - 1), bytes, 1);
    total_bytes -= bytes;
    live_count--;
    /* later entries move back, so that no mark stays behind (Knuth 6.4, algorithm R) */
    for (size_t slot = (gap + 1) & mask; live[slot].address != 0; slot = (slot + 1) & mask) {
        size_t home = live_slot(live[slot].address);
        if (((slot - home) & mask) >= ((slot - gap) & mask)) {
            live[gap] = live[slot];
            gap = slot;
        }
    }
    live[gap].address = 0;
}

typedef struct {
    uint64_t from, to;
    uint32_t node;
} Mapping;

static Mapping *mappings;
static size_t mapping_count;

static void mapping(uint64_t from, uint64_t to, uint32_t node) {
    mappings = resized(mappings, mapping_count + 1, sizeof(Mapping));
    mappings[mapping_count++] = (Mapping){from, to, node};
    holds(node, to - from);
}

/* Few: looked through one by one. */
static void unmapping(uint64_t from, uint64_t to) {
    falls();
    for (size_t i = mapping_count; i-- > 0;) {
        Mapping old = mappings[i];
        uint64_t first = from > old.from ? from : old.from;
        uint64_t last = to < old.to ? to : old.to;
        if (first >= last) continue;
        mappings[i] = mappings[--mapping_count];
        releases(old.node, old.to - old.from, 1);
        if (old.from < first) mapping(old.from, first, old.node);
        if (last < old.to) mapping(last, old.to, old.node);
        total_bytes -= last - first;
    }
}

/* ------------------------------------------------------------------------------------------------------------- records */

enum { TRAILER = 1, MEMORY = 2, MAP_START = 6, SEGMENT_HEADER = 7, SEGMENT = 8, THREAD_NAME = 10, SWITCH = 12, CODE = 14 };
enum { PYTHON_FREE = 1, FREE = 5, MMAP = 14, MUNMAP = 15, NOT_RECENT = 15 };

static uint64_t records, allocation_records;
static uint64_t sum; /* of what is decoded, so that decoding alone is not optimised away */

static void header(void) {
    need(LONGEST_RARE);
    if (memcmp(at, "memray\0", 7) != 0 || at[7] != 13 || at[15] != 0 || at[16] != 0)
        fail("takes only captures of version 13, not aggregated, without native traces");
    at += 7 + 4 + 4 + 1 + 1 + 4 * 8; /* magic, version, Python's, native, format, counters and times */
    skip_string();
    at += 4 + 8 + 8 + 4 + 1 + 1; /* process, main thread, frames to skip, allocator, traced, lifetimes */
    skip_string();
    while (skip_string() != 0) {}
    while (skip_string() != 0) {}
}

static uint64_t recent[16], pointer;
static unsigned newest;

static inline uint64_t address_of(unsigned number) {
    if (number != NOT_RECENT) return recent[(newest + number) & 15];
    pointer += (uint64_t)signed_varint();
    newest = (newest - 1) & 15;
    return recent[newest] = pointer << 3;
}

static inline void allocation_record(uint8_t token) {
    uint64_t address = address_of(token >> 3 & 15);
    unsigned allocator = token & 7;
    if (allocator == 0) allocator = *at++;
    allocation_records++;
    bool freed = allocator == FREE || allocator == PYTHON_FREE;
    uint64_t bytes = freed ? 0 : varint();
    if (work < ALL) {
        sum += address ^ bytes;
    } else if (freed) {
        deallocation(address);
    } else if (allocator == MUNMAP) {
        unmapping(address, address + bytes);
    } else if (allocator != MMAP) {
        allocation(address, bytes);
    } else if (bytes != 0) {
        mapping(address, address + bytes, current->stack[current->depth]);
        total_bytes += bytes;
    }
}

/* Returns false for the trailer. */
static bool rare_record(uint8_t token) {
    switch (token) {
        case TRAILER: return false;
        case MEMORY: varint(), varint(); break;
        case MAP_START: break;
        case SEGMENT_HEADER: skip_string(), varint(), word(); break;
        case SEGMENT: word(), varint(); break;
        case THREAD_NAME: skip_string(); break;
        case SWITCH: switch_to(word()); break;
        case CODE: {
            varint(), skip_string(), skip_string(), varint();
            uint64_t table = varint();
            for (; table > (uint64_t)(end - at) && !ended; more()) {
                table -= (uint64_t)(end - at);
                at = end;
            }
            at += table;
            break;
        }
        default: fail("an unknown record");
    }
    return true;
}

static void decode(void) {
    while (true) {
        if (end - at < LONGEST_FREQUENT) {
            more();
            if (at == end) fail("the capture ends without a trailer");
        }
        uint8_t token = *at++;
        if (token >= 0x80) {
            allocation_record(token);
        } else if (token >= 0x40) {
            uint64_t code = varint();
            int64_t instruction = signed_varint();
            if (work >= STACKS) push(code, instruction);
            else sum += code ^ (uint64_t)instruction;
        } else if (token >= 0x20) {
            address_of(token >> 1 & 15);
        } else if (token >= 0x10) {
            if (work >= STACKS) current->depth -= (token & 15) + 1u;
            else sum += token;
        } else {
            need(LONGEST_RARE);
            if (!rare_record(token)) return;
        }
        records++;
    }
}

int main(int count, char **arguments) {
    static const char *names[] = {"inflate", "decode", "stacks", "all"};
    if (count == 3)
        for (work = INFLATE; work < ALL && strcmp(names[work], arguments[2]) != 0;) work++;
    if (count < 2 || count > 3 || (count == 3 && strcmp(names[work], arguments[2]) != 0))
        fail("usage: reference CAPTURE [inflate | decode | stacks | all]");
    file = open(arguments[1], O_RDONLY);
    if (file < 0) fail("cannot open the capture");
    static const uint8_t lz4_magic[] = {0x04, 0x22, 0x4D, 0x18};
    if (more_compressed() > 4 && memcmp(compressed, lz4_magic, 4) == 0)
        LZ4F_createDecompressionContext(&inflater, LZ4F_VERSION);
    calls = zeroed((size_t)1 << call_bits, sizeof(Call));
    live = zeroed((size_t)1 << live_bits, sizeof(Allocation));
    int pages = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    held = mmap(NULL, sizeof(Held) << NODE_BITS, PROT_READ | PROT_WRITE, pages, -1, 0);
    if (held == MAP_FAILED) fail("out of address space");
    header();
    if (work == INFLATE)
        for (; !ended; more()) at = end;
    else
        decode();
    falls();
    uint64_t peak_count = 0, peak_sum = 0;
    for (uint32_t node = 1; node <= nodes && work == ALL; node++) {
        Held *of = changing(node);
        peak_sum += of->peak_bytes;
        peak_count += of->peak_count;
    }
    struct timespec cpu;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    printf("%s: %.2f s CPU, %" PRIu64 " bytes, %" PRIu64 " records, %" PRIu64 " of them allocations; peak %" PRIu64
           " bytes = %" PRIu64 " in %" PRIu64 " allocations, live at the end %" PRIu64 ", nodes %u (%" PRIx64 ")\n",
           names[work], (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9, stream_bytes, records, allocation_records,
           peak_bytes, peak_sum, peak_count, live_count + mapping_count, nodes, sum);
    return 0;
}

package dev.heapcrest.testing;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Invents a program and emits the records memray would write about it: threads that take turns, stacks that grow and
 * shrink, addresses that come back without a free, frees of the unknown, reallocations, overlapping mappings unmapped in
 * pieces, zero sizes, equal peaks; in some programs addresses at both ends, sizes up to 2^52, ids that collide, a clock that
 * falls, thousands of threads. The same seed gives the same records.
 */
public final class RandomProgram {
    private static final int MUNMAP = Allocator.MUNMAP.number();
    private static final int MMAP = Allocator.MMAP.number();
    private static final long HEAP = 0x7F12_3400_0000L;
    private static final long MAPPINGS = 0x7F40_0000_0000L;
    private static final long PAGE = 4096;
    private static final long[] SIZES = {0, 0, 1, 16, 16, 64, 64, 1000, 4096, 1 << 20, 3L << 32};
    /** Hundreds of them stay below 2^62, which is more than a program can have. */
    private static final long[] LARGE_SIZES = {
        0xFFFF_FFFEL, 0xFFFF_FFFFL, 1L << 32, (1L << 40) + 1, 1L << 51, (1L << 52) - 1
    };
    /** The first and the last that versions 12 and 13 can write. */
    private static final long[] EDGES = {
        8, 16, Integer.MAX_VALUE - 7L, 1L << 31, 1L << 32, Long.MAX_VALUE - 7, Long.MIN_VALUE, -16, -8
    };

    private static final int MANY_THREADS = 3_000;

    private final CaptureHeader header;
    private final SplittableRandom random;
    private final RecordSink sink;
    private final int minor;
    private final Map<Long, List<Integer>> stacks = new HashMap<>();
    private final long[] threads;
    private final int[] definedFrames = new int[60];
    private final List<Code> codes = new ArrayList<>();
    private long current = -1;
    private long millis;
    private int nativeFrames;
    /** What this program is like: one in four each, so that most programs are as others. */
    private final boolean atEdges;

    private final boolean large;
    private final boolean clockFalls;
    /** Ids whose lower halves are equal, and addresses that differ in their highest bits alone. */
    private final boolean colliding;

    private record Code(long id, int function, int firstLine, List<LineTables.Run> runs, byte[] table) {}

    private RandomProgram(CaptureHeader header, long seed, RecordSink sink) {
        this.header = header;
        this.random = new SplittableRandom(seed);
        this.sink = sink;
        this.minor = header.pythonVersion() >>> 16 & 0xFF;
        this.millis = header.startMillis();
        this.atEdges = random.nextInt(4) == 0;
        this.large = random.nextInt(4) == 0;
        this.clockFalls = random.nextInt(4) == 0;
        this.colliding = random.nextInt(4) == 0;
        this.threads = new long[random.nextInt(8) == 0 ? MANY_THREADS : 1 + random.nextInt(6)];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = header.version() < 9 ? 0x7FAB_EA40_0000L + i * 0x1000L : 1 + (colliding ? (long) i << 32 : i);
        }
    }

    /** A header of the given version with everything in it that the version can have. */
    public static CaptureHeader header(int version, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int minor = 8 + random.nextInt(7);
        return new CaptureHeader(
                version,
                version >= 12 ? 0x03000000 | minor << 16 | 0x04F0 : 0,
                random.nextBoolean(),
                false,
                0,
                random.nextInt(500),
                1_795_387_436_240L,
                1_795_387_436_240L + random.nextInt(100_000),
                "prog.py --name ü " + "x".repeat(random.nextInt(60)),
                random.nextInt(1 << 20),
                version >= 9 ? 1 : 0,
                version >= 9 ? random.nextInt(4) : 0,
                1 + random.nextInt(6),
                version >= 11 && random.nextBoolean(),
                version >= 12 && random.nextBoolean(),
                version >= 13 ? "/usr/lib/python3." + minor : "",
                version >= 13 ? List.of("/venv/site-packages", "/usr/lib/site-packages") : List.of(),
                version >= 13 ? List.of("/srv/shop") : List.of());
    }

    /** The same header with another count of allocation records. */
    public static CaptureHeader counting(CaptureHeader header, long allocationRecords) {
        return with(header, header.aggregated(), allocationRecords);
    }

    /** The header of an aggregated capture of the same program. */
    public static CaptureHeader aggregated(CaptureHeader header) {
        return with(header, true, 0);
    }

    private static CaptureHeader with(CaptureHeader header, boolean aggregated, long allocationRecords) {
        return new CaptureHeader(
                header.version(),
                header.pythonVersion(),
                header.nativeTraces(),
                aggregated,
                allocationRecords,
                header.frameCount(),
                header.startMillis(),
                header.endMillis(),
                header.commandLine(),
                header.pid(),
                header.mainThreadId(),
                header.skippedMainThreadFrames(),
                header.pythonAllocator(),
                header.pythonAllocatorsTraced(),
                header.objectLifetimesTracked(),
                header.stdlibDirectory(),
                header.sitePackages(),
                header.modulePath());
    }

    /** Emits about {@code steps} things the program does, and the trailer where the version has one. */
    public static void run(CaptureHeader header, long seed, int steps, RecordSink sink) {
        RandomProgram program = new RandomProgram(header, seed, sink);
        for (int i = 0; i < steps; i++) {
            program.step();
        }
        if (header.version() >= 8) {
            sink.trailer();
        }
    }

    private void step() {
        int choice = random.nextInt(100);
        if (choice < 25) {
            moveStack();
        } else if (choice < 50) {
            allocate();
        } else if (choice < 70) {
            free(heapAddress());
        } else if (choice < 75) {
            free(heapAddress());
            allocate();
        } else if (choice < 80) {
            map();
        } else if (choice < 87) {
            unmap();
        } else if (choice < 92) {
            millis += random.nextInt(20) - (clockFalls ? random.nextInt(25) : 0);
            sink.memory(millis, random.nextLong(1L << 34));
        } else if (choice < 94) {
            switchThread();
            sink.threadName("worker " + random.nextInt(5) + "</script>");
        } else if (choice < 96 && header.objectLifetimesTracked()) {
            switchThread();
            boolean created = random.nextBoolean();
            sink.object(created, heapAddress(), created ? nativeId() : 0);
        } else if (choice < 98 && header.nativeTraces()) {
            nativeRecords();
        } else {
            deepStack();
        }
    }

    private void switchThread() {
        boolean stays = threads.length < MANY_THREADS && random.nextInt(3) > 0;
        long thread = stays && current >= 0 ? current : threads[random.nextInt(threads.length)];
        if (thread != current) {
            current = thread;
            sink.contextSwitch(thread);
        }
    }

    private List<Integer> stack() {
        return stacks.computeIfAbsent(current, any -> new ArrayList<>());
    }

    private void moveStack() {
        switchThread();
        pop(Math.min(stack().size(), random.nextInt(7)));
        for (int i = random.nextInt(6); i > 0; i--) {
            push(random.nextInt(12));
        }
    }

    private void deepStack() {
        switchThread();
        if (stack().size() > 100) {
            pop(stack().size() - random.nextInt(5));
            return;
        }
        for (int i = 20 + random.nextInt(100); i > 0; i--) {
            push(random.nextInt(2));
        }
    }

    private void pop(int count) {
        int left = count;
        while (left > 0) {
            int now = Math.min(left, 1 + random.nextInt(16));
            sink.framePop(now);
            left -= now;
        }
        stack().subList(stack().size() - count, stack().size()).clear();
    }

    private void push(int function) {
        stack().add(function);
        if (header.version() < 12) {
            int frame = function * 5 + random.nextInt(5);
            long id = 1000 + (colliding ? (long) frame << 32 : (frame * 37L) % 60);
            if (definedFrames[frame] == 0) {
                definedFrames[frame] = 1;
                boolean entry = header.version() < 8 || random.nextInt(4) > 0;
                sink.frameDefinition(id, name(function), file(function), 10 * function + frame % 5, entry);
            }
            sink.framePush(id);
            return;
        }
        Code code = code(function);
        boolean entry = random.nextInt(4) > 0;
        if (random.nextInt(20) == 0) {
            sink.codeFramePush(code.id(), -1, entry);
            return;
        }
        int run = random.nextInt(code.runs().size());
        int unit = random.nextInt(code.runs().get(run).units());
        for (int i = 0; i < run; i++) {
            unit += code.runs().get(i).units();
        }
        int offset = minor == 10 ? unit : 2 * unit;
        int line = PlainLines.line(header.pythonVersion(), code.firstLine(), code.table(), offset, Set.of());
        if (line != code.runs().get(run).line()) {
            throw new AssertionError(
                    "line " + line + " read where " + code.runs().get(run) + " was written");
        }
        sink.codeFramePush(code.id(), offset, entry);
    }

    private Code code(int function) {
        for (Code code : codes) {
            if (code.function() == function && random.nextInt(30) > 0) {
                return code;
            }
        }
        int firstLine = 1 + random.nextInt(3000);
        List<LineTables.Run> runs = new ArrayList<>();
        int line = firstLine;
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            runs.add(new LineTables.Run(1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 10), line));
            line = Math.max(1, line + random.nextInt(random.nextInt(5) == 0 ? 700 : 5) - 2);
        }
        byte[] table = LineTables.of(minor, firstLine, runs, random);
        Code code = new Code(codes.size(), function, firstLine, runs, table);
        codes.add(code);
        sink.codeObject(code.id(), name(function), file(function), firstLine, table);
        return code;
    }

    private static String name(int function) {
        return function == 3 ? "<lambda>" : function == 4 ? "größe\n<b>" : "function" + function;
    }

    private static String file(int function) {
        return function % 3 == 0 ? "main.py" : "/srv/shop/module" + function % 4 + ".py";
    }

    private long heapAddress() {
        int slot = random.nextInt(40);
        if (atEdges && random.nextBoolean()) {
            return EDGES[slot % EDGES.length];
        }
        if (colliding) {
            return HEAP + ((long) slot << 56);
        }
        return slot == 39 && header.version() >= 7 ? 0 : HEAP + 16L * slot;
    }

    private long nativeId() {
        return header.nativeTraces() ? random.nextInt(nativeFrames + 1) : 0;
    }

    private void allocate() {
        switchThread();
        if (random.nextBoolean()) {
            moveStack();
        }
        Allocator allocator;
        do {
            allocator = Allocator.values()[random.nextInt(Allocator.values().length)];
        } while (allocator.kind() != Allocator.Kind.SIMPLE_ALLOCATION || !known(allocator));
        sink.allocation(allocator.number(), heapAddress(), size(), nativeId());
    }

    private long size() {
        return large && random.nextInt(4) == 0
                ? LARGE_SIZES[random.nextInt(LARGE_SIZES.length)]
                : SIZES[random.nextInt(SIZES.length)];
    }

    private boolean known(Allocator allocator) {
        return header.version() >= 7
                || allocator.number() > Allocator.PYMALLOC_REALLOC.number() && allocator != Allocator.ALIGNED_ALLOC;
    }

    private void free(long address) {
        switchThread();
        Allocator allocator = header.version() >= 7 && random.nextBoolean() ? Allocator.PYMALLOC_FREE : Allocator.FREE;
        sink.deallocation(allocator.number(), address, 0);
    }

    private void map() {
        switchThread();
        sink.allocation(MMAP, mappings() + PAGE * random.nextInt(40), PAGE * random.nextInt(9), nativeId());
    }

    private void unmap() {
        switchThread();
        long size = random.nextInt(10) == 0 ? random.nextInt(3) : PAGE * random.nextInt(20);
        sink.deallocation(MUNMAP, mappings() + PAGE * random.nextInt(45), size);
    }

    /** Where they are; those at the edges end before the last address. */
    private long mappings() {
        if (!atEdges) {
            return MAPPINGS;
        }
        return random.nextBoolean() ? PAGE : -PAGE * 70;
    }

    private void nativeRecords() {
        if (random.nextInt(4) > 0) {
            for (int i = random.nextInt(5); i > 0; i--) {
                sink.nativeFrame(0x5555_0000_0000L + random.nextInt(1 << 20), random.nextInt(nativeFrames + 1));
                nativeFrames++;
            }
            return;
        }
        sink.memoryMapStart();
        for (int image = random.nextInt(3); image > 0; image--) {
            int segments = random.nextInt(4);
            sink.segmentHeader("/usr/lib/lib" + image + ".so", segments, 0x7000_0000_0000L + image);
            for (int i = 0; i < segments; i++) {
                sink.segment(i * PAGE, random.nextLong(1L << 40));
            }
        }
    }
}

package dev.heapcrest.cli;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.testing.CaptureWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/** Captures whose parts multiply, at any size: each kind is the worst that is known for some table. */
enum HostileCapture {
    /** Each switch of threads asks for a stack that was given up meanwhile. */
    DEEP_STACKS_IN_TURN(13, 1_500, (writer, n) -> {
        code(writer, 1, "f", "a.py", 1);
        for (int thread = 1; thread <= 8; thread++) {
            writer.contextSwitch(thread);
            for (int i = 0; i < n; i++) {
                writer.codeFramePush(1, 2 * i, true);
            }
        }
        for (int i = 0; i < 4 * n; i++) {
            writer.contextSwitch(1 + i % 8);
            allocation(writer, i);
        }
    }),
    /** A stack grows and shrinks by all of its frames, and something is held at each depth. */
    STACK_UP_AND_DOWN(13, 500, (writer, n) -> {
        code(writer, 1, "f", "a.py", 1);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < n; i++) {
                writer.codeFramePush(1, 2 * (i + round), true);
                allocation(writer, round * n + i);
            }
            for (int i = 0; i < n; i++) {
                writer.framePop(1);
            }
        }
    }),
    /** Strings of one String.hashCode, as functions and as files. */
    ONE_HASH(13, 2_000, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            frame(writer, i, colliding(i), colliding(n + i) + ".py", 1);
            allocation(writer, i);
            writer.framePop(1);
        }
    }),
    /** Code objects that are defined again and again, two in turn. */
    REDEFINED_CODE(13, 3_000, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            frame(writer, 1 + i % 2, "f" + i % 3, "a.py", i % 5);
            allocation(writer, i);
            writer.framePop(1);
        }
    }),
    /** As many threads as allocations, each with a name. */
    THREADS(13, 3_000, (writer, n) -> {
        code(writer, 1, "f", "a.py", 1);
        for (int i = 1; i <= n; i++) {
            writer.contextSwitch(i);
            writer.threadName("worker " + i % 7);
            writer.codeFramePush(1, 0, true);
            allocation(writer, i);
        }
    }),
    /** Something is held from each stretch of time to each other one. */
    LIFETIMES(13, 1_500, (writer, n) -> {
        code(writer, 1, "f", "a.py", 1);
        writer.codeFramePush(1, 0, true);
        for (int i = 0; i < n; i++) {
            allocation(writer, i);
            writer.memory(1_000L + i, 1 << 20);
            if (i % 2 == 1) {
                free(writer, (i * 7919L) % i);
            }
        }
    }),
    /** Each stretch has a higher peak than all before, in another function. */
    RISING_PEAKS(13, 1_500, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            frame(writer, i, "f" + i, "a.py", i);
            allocation(writer, 2 * i);
            allocation(writer, 2 * i + 1);
            free(writer, 2 * i);
            writer.framePop(1);
            writer.memory(1_000L + i, 1 << 20);
        }
    }),
    /** As many directories of modules as files below them. */
    DIRECTORIES(13, 1_500, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            frame(writer, i, "f", "/srv/" + "d/".repeat(i % 9) + i + "/m.py", 1);
            allocation(writer, i);
            writer.framePop(1);
        }
    }),
    /** Files of one name in homes of different users. */
    USERS(13, 1_500, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            frame(writer, i, "of/home/u" + i + "/x", "/home/u" + i + "/lib/" + i % 3 + "/m.py", 1);
            allocation(writer, i);
            writer.framePop(1);
        }
    }),
    /** Callees of one caller, all of one size, with names that differ at their end. */
    WIDE(13, 3_000, (writer, n) -> {
        frame(writer, 1, "caller", "a.py", 1);
        for (int i = 2; i <= n; i++) {
            frame(writer, i, "f".repeat(60) + i, "a.py", i);
            allocation(writer, i);
            writer.framePop(1);
        }
    }),
    /** Lines of one function, each of which calls the same two others. */
    LINES(13, 400, (writer, n) -> {
        code(writer, 1, "g", "b.py", 1);
        code(writer, 2, "h", "b.py", 1);
        for (int i = 1; i <= n; i++) {
            writer.codeObject(2 + i, "f", "a.py", i, new byte[] {(byte) 0xE8, 0});
            writer.codeFramePush(2 + i, 0, true);
            for (int callee = 1; callee <= 2; callee++) {
                writer.codeFramePush(callee, 0, true);
                allocation(writer, 2 * i + callee);
                writer.framePop(1);
            }
            writer.framePop(1);
        }
    }),
    /** One function with a name as long as its lines are many, and another with the same beginning. */
    LONG_NAME(13, 100, (writer, n) -> {
        byte[] table = new byte[2 * n];
        for (int line = 0; line < n; line++) {
            table[2 * line] = (byte) 0xE8;
            table[2 * line + 1] = 2;
        }
        String name = "f".repeat(100 * n);
        writer.codeObject(1, name + "1", "a.py", 1, table);
        writer.codeObject(2, name + "2", "/" + name + ".py", 1, table);
        for (int i = 0; i < n; i++) {
            writer.codeFramePush(1 + i % 2, 2 * i, true);
            allocation(writer, i);
            writer.framePop(1);
        }
    }),
    /** Two functions that call each other, and hold something at each depth. */
    RECURSION(13, 800, (writer, n) -> {
        code(writer, 1, "f", "a.py", 1);
        code(writer, 2, "g", "b.py", 1);
        for (int i = 1; i <= n; i++) {
            writer.codeFramePush(1 + i % 2, 0, true);
            allocation(writer, i);
        }
    }),
    /** Mappings that overlap, and unmappings that cut all of them. */
    MAPPINGS(13, 150, (writer, n) -> {
        for (int i = 0; i < n; i++) {
            writer.allocation(Allocator.MMAP.number(), 1L << 30, 1 << 20, 0);
        }
        for (int i = 0; i < 4 * n; i++) {
            writer.deallocation(Allocator.MUNMAP.number(), (1L << 30) + 160L * i + 16, 16);
        }
    }),
    /** Reallocations: an address that comes back, without a free. */
    OVERWRITTEN(11, 4_000, (writer, n) -> {
        writer.frameDefinition(1, "f", "a.py", 1, true);
        writer.framePush(1);
        for (int i = 1; i <= n; i++) {
            writer.allocation(Allocator.MALLOC.number(), 8L * (i % 3), Long.MAX_VALUE / n - i, 0);
        }
    }),
    /** Native frames, and images that are loaded again and again. */
    IMAGES(13, 400, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            writer.nativeFrame(0x10_0000L + 16L * i, i % 50 == 1 ? 0 : i - 1);
            if (i % 8 == 0) {
                writer.memoryMapStart();
                for (int image = 0; image < 8; image++) {
                    writer.segmentHeader("/lib/" + (i + image) + ".so", 1, 0x10_0000L + 4096L * image);
                    writer.segment(0, 4096);
                }
            }
            writer.allocation(Allocator.MALLOC.number(), 4096L * i, 10, i);
        }
    }),
    /** A deep native stack below each of many Python ones. */
    NATIVE_STACKS(13, 300, (writer, n) -> {
        for (int i = 1; i <= n; i++) {
            writer.nativeFrame(0x10_0000L + 16L * i, i - 1);
            frame(writer, i, "f" + i, "a.py", i);
            writer.allocation(Allocator.MALLOC.number(), 4096L * i, 10, i % 500);
            writer.framePop(1);
        }
    });

    private final int version;
    /** At which one command takes some ten milliseconds. */
    final int usual;

    private final ObjIntConsumer<CaptureWriter> program;

    HostileCapture(int version, int usual, ObjIntConsumer<CaptureWriter> program) {
        this.version = version;
        this.usual = usual;
        this.program = program;
    }

    /** The capture of size n; what it holds is in proportion to n. */
    byte[] stream(int n) {
        List<String> directories = new ArrayList<>();
        for (int i = 0; this == DIRECTORIES && i < n; i++) {
            directories.add("/srv/" + "d/".repeat(i % 9) + i);
        }
        boolean nativeTraces = this == IMAGES || this == NATIVE_STACKS;
        CaptureWriter writer = new CaptureWriter(new CaptureHeader(
                version,
                version < 12 ? 0 : 0x030D_00F0,
                nativeTraces,
                false,
                0,
                0,
                1_000,
                0,
                "x",
                1,
                1,
                0,
                1,
                false,
                false,
                "",
                List.of(),
                directories));
        writer.contextSwitch(1);
        program.accept(writer, n);
        writer.trailer();
        return writer.stream();
    }

    private static void code(CaptureWriter writer, int id, String function, String file, int line) {
        writer.codeObject(id, function, file, line, new byte[] {(byte) 0xE8, 0});
    }

    private static void frame(CaptureWriter writer, int id, String function, String file, int line) {
        code(writer, id, function, file, line);
        writer.codeFramePush(id, 0, true);
    }

    private static void allocation(CaptureWriter writer, long number) {
        writer.allocation(Allocator.MALLOC.number(), 4096L * (number + 1), 10, 0);
    }

    private static void free(CaptureWriter writer, long number) {
        writer.deallocation(Allocator.FREE.number(), 4096L * (number + 1), 0);
    }

    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 18; bit++) {
            text.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}

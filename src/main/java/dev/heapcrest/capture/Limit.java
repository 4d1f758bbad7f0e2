package dev.heapcrest.capture;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What a capture may ask for at most, each with its usual and its highest value. Real captures stay far below the usual
 * ones, so what reaches one is nearly always damaged or hostile; it must not be able to fill the heap with one number.
 *
 * <p>Reaching a limit ends the reading with a {@link Damage} of kind {@link Damage.Kind#LIMIT}. A program that knows
 * better opens the capture with {@link Limits#with}.
 */
@API(status = API.Status.STABLE, since = "0.1")
public enum Limit {
    /**
     * Bytes of a string without its zero. Linux allows command lines of a few MB; names of 10 KB were seen. Strings are
     * read into arrays: the highest value is that of an array.
     */
    STRING_BYTES(16 << 20, Limit.LONGEST_ARRAY),
    /** Bytes of the line table of one code object; a generated module of a million lines needs a few MB. */
    LINE_TABLE_BYTES(64 << 20, Limit.LONGEST_ARRAY),
    /** Bytes of the header, search paths included. */
    HEADER_BYTES(64 << 20, Integer.MAX_VALUE),
    /** Directories of the header. Each file of a report is looked for below them; a thousand is much. */
    SEARCH_PATHS(1 << 16, Integer.MAX_VALUE),
    /** Frames on the stack of one thread. Young allocations keep what is left of 64 bits for snapshots of stacks. */
    STACK_FRAMES(1 << Limit.STACK_FRAME_BITS, 1 << Limit.STACK_FRAME_BITS),
    /** Threads. A place that allocates keeps thread and allocator in 31 bits. */
    THREADS(1 << Limit.THREAD_BITS, 1 << Limit.THREAD_BITS),
    /** Code objects, definitions anew included. They are in lists and hash tables of 32 bits. */
    CODE_OBJECTS(1 << 29, 1 << 29),
    /** Ids of code objects are below; memray counts them up. */
    CODE_OBJECT_IDS(1L << 31, 1L << 31),
    /** Distinct (function, file, line), and frames that a capture defines. Two strings each fit a hash table. */
    FRAMES(1 << 28, 1 << 28),
    /** Records of native frames. Each has an entry in two arrays. */
    NATIVE_FRAMES(Limit.LONGEST_ARRAY - 1, Limit.LONGEST_ARRAY - 1),
    /** Distinct call stacks, callers included. Each has an entry in an array. */
    STACKS(Limit.LONGEST_ARRAY - 1, Limit.LONGEST_ARRAY - 1),
    /** Distinct (stack, thread, allocator) that allocate. Their five figures are in one array. */
    LOCATIONS(Limit.LONGEST_ARRAY / Limit.FIGURES_OF_LOCATION, Limit.LONGEST_ARRAY / Limit.FIGURES_OF_LOCATION),
    /**
     * Live mappings, pieces of those that were cut included. Linux gives a process 65,530 unless told otherwise. About 100
     * bytes each.
     */
    MAPPINGS(1 << 20, Integer.MAX_VALUE),
    /**
     * Work for unmappings beyond 64 steps for each mapping and unmapping: a step for a mapping that is looked at, 32 for
     * one that is cut. Mappings of a program hardly overlap, so an unmapping looks at a few and cuts one or two; a capture
     * can be made whose unmappings cut thousands each, and 75 kB took minutes.
     */
    MAPPING_STEPS(1 << 22, Long.MAX_VALUE >> 1),
    /**
     * Native frames that surviving stacks have, beyond 512 for each of these stacks; of them may be new below their callers
     * an eighth. Each Python stack shows its native frames anew, so a capture can be made whose thousands of stacks share
     * one of a million native frames.
     */
    NATIVE_STEPS(1 << 24, Long.MAX_VALUE >> 1),
    /**
     * Bytes of an export beyond 1,024 for each byte of the capture. Most formats repeat all frames for each stack: a
     * recursion a million deep that allocates everywhere would be 10 TB.
     */
    EXPORT_BYTES(1 << 27, Long.MAX_VALUE >> 1);

    /** Bits for a number of frames on a stack. */
    public static final int STACK_FRAME_BITS = 24;
    /** Bits for a thread's number: with those of an allocator they make a number above 0. */
    public static final int THREAD_BITS = Integer.SIZE - 1 - Allocator.NUMBER_BITS;
    /** Longs that are kept for each location. */
    public static final int FIGURES_OF_LOCATION = 5;

    /** JVMs make no longer arrays. */
    public static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final long usual;
    private final long highest;

    Limit(long usual, long highest) {
        this.usual = usual;
        this.highest = highest;
    }

    /** The value in {@link Limits#DEFAULT}. */
    public long usual() {
        return usual;
    }

    /** The highest value that it may be set to. */
    public long highest() {
        return highest;
    }

    /** Sentence without a final stop: whoever trusts a capture can lift the limit, and how. */
    public String howToLift() {
        return "For a capture that you trust, lift it: --limit " + text() + "=N";
    }

    /** Name for programs, for example {@code string_bytes}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

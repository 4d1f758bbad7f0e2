package dev.heapcrest.profile;

import java.util.List;

/**
 * What a program allocated in its whole run, whether it was given back or not: memray's statistics. A value that owns
 * what it names. 16 bytes a distinct size, and what places and modules name. Immutable; safe for any number of threads.
 *
 * @param known false where the capture does not tell: it is aggregated, or the sums pass 2^63 - 1
 * @param sizes distinct sizes in bytes, ascending
 * @param sizeCounts allocations of each size
 * @param allocators allocations by {@link dev.heapcrest.capture.Allocator#number()}
 * @param places source lines that allocated, in no order
 * @param modules modules that allocated, in no order
 */
public record RunTotals(
        boolean known,
        LongColumn sizes,
        LongColumn sizeCounts,
        LongColumn allocators,
        List<Place> places,
        List<Module> modules) {

    /** Nothing is known. */
    public static final RunTotals NONE =
            new RunTotals(false, LongColumn.of(), LongColumn.of(), LongColumn.of(), List.of(), List.of());

    /** Lists are copied. */
    public RunTotals {
        places = List.copyOf(places);
        modules = List.copyOf(modules);
    }

    /** What one of them allocated. */
    public interface Part {
        long bytes();

        long count();
    }

    /**
     * The innermost Python frame of allocations.
     *
     * @param known whether there was one; it may have no name
     */
    public record Place(boolean known, String function, String file, int line, long bytes, long count)
            implements Part {}

    /**
     * The module of allocations.
     *
     * @param name as {@link Modules} gives it; {@code "<root>"} where only the standard library and the profiler were called
     */
    public record Module(String name, long bytes, long count) implements Part {}

    /** Says which files belong to whom. */
    public interface Modules {
        /** What allocations of no module count for, as in memray. */
        String ROOT = "<root>";

        /** Whose figures a module's callers get: of the standard library. */
        String CALLERS = "";

        /** Name of a file's top-level module; {@link #CALLERS} or {@link #ROOT} where it is none of the program's. */
        String of(String file);
    }

    /** Allocations of the run. */
    public long count() {
        return sizeCounts.sum();
    }

    /** Bytes of the run. */
    public long bytes() {
        long bytes = 0;
        for (Place place : places) {
            bytes += place.bytes();
        }
        return bytes;
    }
}

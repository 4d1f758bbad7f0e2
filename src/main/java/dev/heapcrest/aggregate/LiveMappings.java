package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import it.unimi.dsi.fastutil.longs.Long2ObjectAVLTreeMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Live mappings as intervals, overlaps allowed (docs/capture-format.md, section 12: mmap, munmap).
 *
 * <p>Intervals are kept in one sorted map for each power of two of their length. An interval of class k that reaches
 * into [a, b) starts in (a - 2^(k+1), b), so a cut looks at few intervals in each of the 64 maps, where one list, as in
 * memray, is scanned whole for every munmap. Where thousands overlap that does not help: {@link #requireRoom} ends it.
 * About 100 bytes an interval. Not thread-safe.
 */
final class LiveMappings {
    /** An interval; {@code next} chains intervals of one class with equal starts. */
    private record Piece(
            long start,
            long end,
            int location,
            long birth,
            @Nullable Piece next) {
        boolean reachesOver(long address) {
            return Long.compareUnsigned(end, address) > 0;
        }
    }

    /** Hears what a cut took. */
    interface Listener {
        /**
         * An interval was cut.
         *
         * @param location whose it was
         * @param birth the record that made it
         * @param removedBytes bytes taken, above 0
         * @param pieces what is left of it: 0, 1 or, when cut in the middle, 2 intervals
         */
        void cut(int location, long birth, long removedBytes, int pieces);
    }

    /** Hears of an interval. */
    interface Visitor {
        /** An interval is mapped, and was made by this record. */
        void mapped(int location, long birth, long sizeBytes);
    }

    private static final int CLASSES = Long.SIZE;

    /** Steps of {@link Limit#MAPPING_STEPS} that each mapping and unmapping may take on the average. */
    private static final int STEPS_EACH = 64;

    private static final int STEPS_OF_CUT = 32;

    private final long most;
    private final long mostSteps;
    private long pieces;
    /** Steps beyond those that each mapping and unmapping may take. */
    private long steps;

    private final List<Long2ObjectAVLTreeMap<Piece>> classes = new ArrayList<>(CLASSES);

    LiveMappings(Limits limits) {
        most = limits.of(Limit.MAPPINGS);
        mostSteps = limits.of(Limit.MAPPING_STEPS);
        for (int i = 0; i < CLASSES; i++) {
            classes.add(new Long2ObjectAVLTreeMap<>(Long::compareUnsigned));
        }
    }

    /**
     * To be called before each change.
     *
     * @throws CaptureDamage if there are too many, or unmappings took too many steps
     */
    void requireRoom() {
        if (pieces >= most) {
            throw new CaptureDamage(Rule.MAPPINGS, most);
        }
        if (steps > mostSteps) {
            throw new CaptureDamage(Rule.MAPPING_STEPS, mostSteps);
        }
        steps = Math.max(0, steps - STEPS_EACH);
    }

    /**
     * Adds [address, address + sizeBytes), size above 0, clipped to the address space without its last byte, whose end no
     * number tells. A mapping of that byte alone is not kept: nothing can ever cut it.
     *
     * @param birth the record that makes it
     * @return bytes that are kept
     */
    long add(long address, long sizeBytes, int location, long birth) {
        long end = end(address, sizeBytes);
        if (end != address) {
            insert(address, end, location, birth);
        }
        return end - address;
    }

    /** Tells of every interval. */
    void forEach(Visitor visitor) {
        for (Long2ObjectAVLTreeMap<Piece> intervals : classes) {
            for (Piece chain : intervals.values()) {
                for (Piece piece = chain; piece != null; piece = piece.next) {
                    visitor.mapped(piece.location, piece.birth, piece.end - piece.start);
                }
            }
        }
    }

    /** Cuts [address, address + sizeBytes), size above 0, out of every interval. */
    void cut(long address, long sizeBytes, Listener listener) {
        long end = end(address, sizeBytes);
        for (Piece piece : takeOverlapping(address, end)) {
            long from = Long.compareUnsigned(piece.start, address) > 0 ? piece.start : address;
            long to = Long.compareUnsigned(piece.end, end) < 0 ? piece.end : end;
            int left = 0;
            if (piece.start != from) {
                insert(piece.start, from, piece.location, piece.birth);
                left++;
            }
            if (piece.end != to) {
                insert(to, piece.end, piece.location, piece.birth);
                left++;
            }
            steps += left == 0 ? 0 : STEPS_OF_CUT;
            listener.cut(piece.location, piece.birth, to - from, left);
        }
    }

    private List<Piece> takeOverlapping(long start, long end) {
        List<Piece> taken = new ArrayList<>();
        List<Piece> kept = new ArrayList<>(0);
        for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
            Long2ObjectAVLTreeMap<Piece> intervals = classes.get(sizeClass);
            if (intervals.isEmpty()) {
                continue;
            }
            long longest = (-1L >>> (CLASSES - 1 - sizeClass));
            long lowest = Long.compareUnsigned(start, longest) < 0 ? 0 : start - longest;
            var chains = intervals.subMap(lowest, end).values().iterator();
            while (chains.hasNext()) {
                Piece chain = chains.next();
                steps++;
                if (anyReachesOver(chain, start)) {
                    chains.remove();
                    for (Piece piece = chain; piece != null; piece = piece.next) {
                        pieces--;
                        (piece.reachesOver(start) ? taken : kept).add(piece);
                    }
                }
            }
        }
        for (Piece piece : kept) {
            insert(piece.start, piece.end, piece.location, piece.birth);
        }
        return taken;
    }

    private boolean anyReachesOver(Piece chain, long address) {
        for (Piece piece = chain; piece != null; piece = piece.next) {
            steps++;
            if (piece.reachesOver(address)) {
                return true;
            }
        }
        return false;
    }

    private void insert(long start, long end, int location, long birth) {
        pieces++;
        int sizeClass = CLASSES - 1 - Long.numberOfLeadingZeros(end - start);
        Long2ObjectAVLTreeMap<Piece> intervals = classes.get(sizeClass);
        intervals.put(start, new Piece(start, end, location, birth, intervals.get(start)));
    }

    private static long end(long address, long sizeBytes) {
        long end = address + sizeBytes;
        return Long.compareUnsigned(end, address) < 0 ? -1L : end;
    }
}

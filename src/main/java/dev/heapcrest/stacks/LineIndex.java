package dev.heapcrest.stacks;

import java.util.Arrays;

/**
 * Places in a line table from which it can be read on, so that the line of an instruction costs a search and a few entries
 * instead of a walk from the front: 4,000 instructions of a table of 8 MB took 39 CPU seconds. The states that the walk of
 * {@link LineTable} has about every {@value #APART} bytes. 16 bytes for each of them, a quarter of the table. Immutable.
 */
final class LineIndex {
    /** Bytes of the table from one place to the next. */
    static final int APART = 64;

    /** Instead of a place in the table: the line is known, all of it belongs to one entry. */
    static final int LINE_IS_KNOWN = -1;

    /** Collects places in the order of the table. */
    static final class Builder {
        private long[] positions = new long[16];
        private int[] lines = new int[16];
        private int[] places = new int[16];
        private int count;

        /**
         * @param position of the code, up to which the table was read; not below the one before
         * @param line as it was then
         * @param place in the table of the next entry, or {@link #LINE_IS_KNOWN}
         */
        void add(long position, int line, int place) {
            if (count == places.length) {
                positions = Arrays.copyOf(positions, 2 * count);
                lines = Arrays.copyOf(lines, 2 * count);
                places = Arrays.copyOf(places, 2 * count);
            }
            positions[count] = position;
            lines[count] = line;
            places[count++] = place;
        }

        LineIndex build() {
            return new LineIndex(
                    Arrays.copyOf(positions, count), Arrays.copyOf(lines, count), Arrays.copyOf(places, count));
        }
    }

    private final long[] positions;
    private final int[] lines;
    private final int[] places;

    private LineIndex(long[] positions, int[] lines, int[] places) {
        this.positions = positions;
        this.lines = lines;
        this.places = places;
    }

    /** The last state that is not beyond a position of the code. The first is the start of the table. */
    int before(long position) {
        int low = 0;
        int high = positions.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (positions[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The longest way in the table from a place to the next. */
    int longestWalk(int tableBytes) {
        int longest = 0;
        for (int state = 0; state < places.length; state++) {
            if (places[state] != LINE_IS_KNOWN) {
                int next = state + 1;
                // an entry whose line is known is not walked
                int end = next == places.length ? tableBytes : places[next];
                longest = Math.max(longest, end == LINE_IS_KNOWN ? 0 : end - places[state]);
            }
        }
        return longest;
    }

    long position(int state) {
        return positions[state];
    }

    int line(int state) {
        return lines[state];
    }

    int place(int state) {
        return places[state];
    }
}

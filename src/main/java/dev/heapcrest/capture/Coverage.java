package dev.heapcrest.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * How much of a capture was read, and what was wrong with it.
 *
 * @param records records decoded, of every kind
 * @param allocationRecords allocations and deallocations among them (aggregated captures: aggregated allocations)
 * @param streamBytes bytes of the record stream (after decompression) up to the end of the last whole record
 * @param inputBytes bytes of the input consumed for that (compressed bytes where the capture is compressed)
 * @param inputSizeBytes size of the input; -1 where it is a pipe
 * @param compressed the capture is an LZ4 frame
 * @param damages what is wrong, in the order in which it was found; empty when complete. All but the last did not end the
 *     reading
 */
@API(status = API.Status.STABLE, since = "0.1")
public record Coverage(
        long records,
        long allocationRecords,
        long streamBytes,
        long inputBytes,
        long inputSizeBytes,
        boolean compressed,
        List<Damage> damages) {

    public Coverage {
        damages = List.copyOf(damages);
    }

    /** What became of a capture. */
    public enum State {
        /**
         * Read up to the trailer, or in versions without one up to the end of the file, after as many allocation records
         * as the header counts, if it counts any. Its figures are possible.
         */
        COMPLETE,
        /**
         * The input ended before the trailer, or in versions without one before the counted records: killed program,
         * interrupted copy. Or the caller ended the reading. What came before is right.
         */
        TRUNCATED,
        /**
         * A rule of the format was broken, a limit reached, or a figure cannot be right. What came before is as good as
         * the file.
         */
        DAMAGED;

        /** Name for people and programs, for example {@code complete}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same with something that was found when all records had been read. */
    public Coverage with(Rule rule, List<Long> values) {
        List<Damage> more = new ArrayList<>(damages);
        more.add(new Damage(
                rule, values, "", streamBytes, compressed ? Damage.Stream.DECOMPRESSED : Damage.Stream.FILE));
        return new Coverage(records, allocationRecords, streamBytes, inputBytes, inputSizeBytes, compressed, more);
    }

    public State state() {
        if (damages.isEmpty()) {
            return State.COMPLETE;
        }
        return damages.stream().allMatch(Coverage::cut) ? State.TRUNCATED : State.DAMAGED;
    }

    private static boolean cut(Damage damage) {
        return damage.kind() == Damage.Kind.TRUNCATED || damage.kind() == Damage.Kind.STOPPED;
    }

    public boolean complete() {
        return damages.isEmpty();
    }
}

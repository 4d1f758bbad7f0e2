package dev.heapcrest.profile;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a capture found: a value that owns all it names. It needs neither the capture nor the tables that
 * read it, and stays as it is. Equal profiles have equal components.
 *
 * <p>A <em>location</em> is a distinct (stack, thread, allocator); locations count from 0. Only locations with a figure
 * in one of the views or with a lifetime are kept, only stacks that a location has, and only frames of such stacks. 12 bytes a location, 16
 * more for each view, 8 bytes a stack node, 12 bytes a frame. Immutable; safe for any number of threads.
 *
 * @param header header of the capture
 * @param coverage how much of it was read
 * @param frames frames of the stacks
 * @param stacks the stacks
 * @param threads threads in order of appearance
 * @param locations what the figures are of
 * @param figures of each view, in the order of {@link View.Kind}; at least one
 * @param peakBytes memray's own running total at the high-water mark; can exceed the sum of the peak's figures (see
 *     docs/differences-from-memray.md)
 * @param peakRecord number of the allocation record (from 0) at which the high-water mark was reached last; -1 in
 *     aggregated captures
 * @param peakTime when that was, as far as the capture tells
 * @param timeline memory samples
 * @param history memory over time by location; {@link History#NONE} unless it was asked for
 * @param pathsLeftOut absolute paths, user names and arguments of the command line were replaced; never by the capture
 *     itself
 */
@API(status = API.Status.STABLE, since = "0.1")
public record Profile(
        CaptureHeader header,
        Coverage coverage,
        ProfileFrames frames,
        Stacks stacks,
        Threads threads,
        Locations locations,
        List<Figures> figures,
        long peakBytes,
        long peakRecord,
        PeakTime peakTime,
        Timeline timeline,
        History history,
        boolean pathsLeftOut) {

    /** Columns that do not fit each other are refused. */
    public Profile {
        figures = List.copyOf(figures);
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a profile without a view");
        }
        Set<View.Kind> kinds = EnumSet.noneOf(View.Kind.class);
        for (Figures each : figures) {
            if (!kinds.add(each.view().kind())) {
                throw new IllegalArgumentException("two figures of one kind of view");
            }
            if (each.bytes().size() != locations.count()) {
                throw new IllegalArgumentException(
                        each.bytes().size() + " figures of " + locations.count() + " locations");
            }
        }
        IntColumn living = history.lifetimes().locations();
        // in order, so the last one is the largest
        if (living.size() > 0 && living.get(living.size() - 1) >= locations.count()) {
            throw new IllegalArgumentException("a lifetime of none of " + locations.count() + " locations");
        }
    }

    /** A profile without {@linkplain History memory over time}. */
    public Profile(
            CaptureHeader header,
            Coverage coverage,
            ProfileFrames frames,
            Stacks stacks,
            Threads threads,
            Locations locations,
            List<Figures> figures,
            long peakBytes,
            long peakRecord,
            PeakTime peakTime,
            Timeline timeline,
            boolean pathsLeftOut) {
        this(
                header,
                coverage,
                frames,
                stacks,
                threads,
                locations,
                figures,
                peakBytes,
                peakRecord,
                peakTime,
                timeline,
                History.NONE,
                pathsLeftOut);
    }

    /** Figures of a kind of view; null where the profile does not have it. */
    public @Nullable Figures find(View.Kind kind) {
        for (Figures each : figures) {
            if (each.view().kind() == kind) {
                return each;
            }
        }
        return null;
    }

    /**
     * Figures of a kind of view.
     *
     * @throws IllegalArgumentException if the profile does not have it
     */
    public Figures figures(View.Kind kind) {
        Figures found = find(kind);
        if (found == null) {
            throw new IllegalArgumentException("the profile has no figures of kind " + kind.key());
        }
        return found;
    }

    /**
     * Writes the profile as docs/profile-format.md describes it, not compressed. Equal profiles give equal bytes.
     *
     * @param stream flushed, not closed
     * @throws IOException what the stream throws
     */
    public void writeTo(OutputStream stream) throws IOException {
        ProfileWriter.write(this, stream);
    }

    /**
     * Reads what {@link #writeTo} wrote. Needs the bytes and the profile in memory.
     *
     * @param stream read to its end, not closed
     * @throws ProfileFormatException if it is no profile, was damaged or cut, or is of a version that is not known
     * @throws IOException what the stream throws
     */
    public static Profile readFrom(InputStream stream) throws IOException {
        return ProfileReader.read(stream);
    }

    /**
     * Call stacks as a tree: node 0 is the empty stack, each other node a frame on top of its parent.
     *
     * @param parents parent of each node, with a smaller number; 0 for node 0
     * @param frames frame id of each node; 0 for node 0
     */
    public record Stacks(IntColumn parents, IntColumn frames) {
        /** Nodes, the empty stack included. */
        public int count() {
            return parents.size();
        }
    }

    /**
     * What allocates: columns by location.
     *
     * @param stacks stack node, whose frame is the innermost; untrimmed
     * @param threads index of the thread
     * @param allocators {@link dev.heapcrest.capture.Allocator#number()}
     */
    public record Locations(IntColumn stacks, IntColumn threads, IntColumn allocators) {
        public int count() {
            return stacks.size();
        }
    }

    /**
     * Threads by index.
     *
     * @param ids thread ids as in the capture, unsigned
     * @param names last name seen; "" where there is none
     */
    public record Threads(LongColumn ids, List<String> names) {
        /** Names are copied. */
        public Threads {
            names = List.copyOf(names);
        }

        public int count() {
            return ids.size();
        }

        /** A thread's id as memray prints it, hexadecimal: "0x1". Ids of old captures do not fit JSON numbers. */
        public String idText(int thread) {
            return "0x" + Long.toHexString(ids.get(thread));
        }
    }

    /**
     * Between which moments the high-water mark was reached last: allocations have no time of their own, so the memory
     * samples around it tell, before any of them is dropped.
     *
     * @param afterMillis ms since 1970 UTC; of the sample before, or of the start
     * @param beforeMillis ms since 1970 UTC; of the sample after, or of the end; not before {@code afterMillis}
     */
    public record PeakTime(long afterMillis, long beforeMillis) {
        /** Of aggregated captures, and where the clock was set back or no end was written. */
        public static final PeakTime UNKNOWN = new PeakTime(-1, -1);

        /** Whether it is known. */
        public boolean known() {
            return afterMillis >= 0;
        }
    }

    /**
     * Memory over time, one entry a sample.
     *
     * @param epochMillis ms since 1970 UTC
     * @param residentBytes resident size of the process
     * @param heapBytes live bytes by the records so far
     */
    public record Timeline(LongColumn epochMillis, LongColumn residentBytes, LongColumn heapBytes) {
        /** No samples. */
        public static final Timeline EMPTY = new Timeline(LongColumn.of(), LongColumn.of(), LongColumn.of());

        public int count() {
            return epochMillis.size();
        }
    }
}

package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Memory over time in one pass, without knowing how long it will be (docs/decisions/0012-half-buckets.md). Peak and leaks
 * are sums of the same lifetimes.
 *
 * <p>The ledger's mark is that of the open bucket. It moves on with each record whose total is at least as high; what died
 * until then died in the first half of the bucket. What died since then waits: if the bucket ends, it died in the second
 * half. What was born and died in one half leaves no trace. A birth is told by its record, and its half is looked up when
 * the allocation dies, or at the end.
 *
 * <p>A memory record whose number is a multiple of the stride ends a bucket. With too many buckets, or too many lifetimes,
 * the stride doubles and neighbours join, which changes no figure at the instants that are left. So the boundaries are
 * those that {@link MemorySamples} and memray keep. Boundaries that were asked for stay.
 *
 * <p>56 bytes a bucket, 32 to 52 bytes a lifetime. Not thread-safe.
 */
final class MemoryOverTime implements Ledger {
    /** Lifetimes from which on buckets are joined early: 200 MB. */
    private static final int MOST_LIFETIMES = 4_000_000;
    /** Fewer buckets than this are not made because of lifetimes. */
    private static final int FEWEST_BUCKETS = 64;

    private static final long NOT_YET = -2;

    private final HistoryOptions options;
    private final long startMillis;
    private final int mostBuckets;
    private final int mostLifetimes;

    private final DatedAllocations allocations = new DatedAllocations();
    private final ClosedBuckets closed = new ClosedBuckets();
    /** Of closed buckets. A bucket's own are summed before: it alone has its half buckets of death. */
    private final LifetimeSums lifetimes = new LifetimeSums();
    /** Of earlier buckets, gone in the open one up to its mark: by location and half bucket of birth. */
    private final LifetimeSums goneAtMark = new LifetimeSums();
    /** Of earlier buckets, gone since the mark: by location and half bucket of birth. */
    private final LifetimeSums goneSinceMark = new LifetimeSums();
    /** Of this bucket, alive at the mark and gone since: by location. */
    private final LifetimeSums crossedMark = new LifetimeSums();
    /** What nothing can free: birth, location, bytes, allocations. */
    private final LongArrayList lasting = new LongArrayList();

    private long totalBytes;
    private long markBytes;
    private long markRecord = -1;
    /** The first record of the open bucket. */
    private long bucketStart;
    /** Of the closed buckets. */
    private long closedHighestBytes = -1;

    private long closedHighestRecord = -1;

    /** Memory records so far. */
    private long memoryRecords;

    private long lastMillis = History.NO_TIME;
    private long stride = 1;
    /** Memory record at which the range begins or ends. */
    private long fromBoundary = NOT_YET;

    private long toBoundary = NOT_YET;

    MemoryOverTime(HistoryOptions options, long startMillis) {
        this(options, startMillis, MOST_LIFETIMES);
    }

    /** @param mostLifetimes a small number makes joining because of lifetimes testable */
    MemoryOverTime(HistoryOptions options, long startMillis, int mostLifetimes) {
        this.options = options;
        this.startMillis = startMillis;
        this.mostLifetimes = mostLifetimes;
        int forced = (options.from() == null ? 0 : 1) + (options.to() == null ? 0 : 1);
        // the bucket before the first memory record, and the open one, are always there
        mostBuckets = Math.max(options.mostBuckets(), 2 + forced);
    }

    DatedAllocations allocations() {
        return allocations;
    }

    /** The first record of the open bucket. */
    long bucketStart() {
        return bucketStart;
    }

    @Override
    public long totalBytes() {
        return totalBytes;
    }

    @Override
    public void change(long bytes) {
        totalBytes += bytes;
    }

    @Override
    public void reached(long record, long bytes) {
        if (bytes >= markBytes) {
            markBytes = bytes;
            markRecord = record;
            if (goneSinceMark.size() > 0) {
                goneBeforeMark();
            }
            if (crossedMark.size() > 0) {
                crossedMark.clear();
            }
        }
    }

    private void goneBeforeMark() {
        for (int i = 0; i < goneSinceMark.size(); i++) {
            goneAtMark.add(goneSinceMark.key(i), goneSinceMark.count(i), goneSinceMark.bytes(i));
        }
        goneSinceMark.clear();
    }

    private void close(LifetimeSums gone, int half) {
        for (int i = 0; i < gone.size(); i++) {
            long key = gone.key(i);
            lifetimes.append(
                    LifetimeSums.key(LifetimeSums.location(key), LifetimeSums.born(key), half),
                    gone.count(i),
                    gone.bytes(i));
        }
        gone.clear();
    }

    @Override
    public void allocated(long birth, int location, long sizeBytes) {
        // a lifetime is told by its end
    }

    @Override
    public void allocatedAtMark(int location, long sizeBytes) {
        crossedMark.add(LifetimeSums.key(location, 0, LifetimeSums.NEVER), 1, sizeBytes);
    }

    @Override
    public void lasting(long birth, int location, long sizeBytes, int count) {
        lasting.add(birth);
        lasting.add(location);
        lasting.add(sizeBytes);
        lasting.add(count);
    }

    @Override
    public void overwritten(long birth, long otherBirth, int location, long sizeBytes) {
        gone(birth, otherBirth, location, sizeBytes);
    }

    /** An allocation of a location lived from one record up to another, which may have been in an earlier bucket. */
    void gone(long birth, long death, int location, long sizeBytes) {
        if (death > markRecord && death >= bucketStart) {
            freed(birth, location, sizeBytes, 1);
            return;
        }
        int born = half(birth);
        int died = half(death);
        if (born == died) {
            return;
        }
        if (death >= bucketStart) {
            goneAtMark.add(LifetimeSums.key(location, born, LifetimeSums.NEVER), 1, sizeBytes);
        } else {
            lifetimes.append(LifetimeSums.key(location, born, died), 1, sizeBytes);
        }
    }

    @Override
    public void freed(long birth, int location, long sizeBytes, int allocationsLess) {
        if (birth < bucketStart) {
            goneSinceMark.add(LifetimeSums.key(location, half(birth), LifetimeSums.NEVER), allocationsLess, sizeBytes);
        } else if (birth <= markRecord) {
            crossedMark.add(LifetimeSums.key(location, 0, LifetimeSums.NEVER), allocationsLess, sizeBytes);
        }
    }

    private int half(long record) {
        return closed.half(record, markRecord);
    }

    @Override
    public long peakBytes() {
        return markBytes;
    }

    @Override
    public long peakRecord() {
        return markRecord;
    }

    @Override
    public long highestBytes() {
        return Math.max(markBytes, closedHighestBytes);
    }

    @Override
    public long highestRecord() {
        return markBytes >= closedHighestBytes ? markRecord : closedHighestRecord;
    }

    /** A memory record comes. Whether {@link #endBucket} is to follow, before another record. */
    boolean endsBucket(long epochMillis) {
        long boundary = memoryRecords++;
        lastMillis = epochMillis;
        HistoryOptions.Moment from = options.from();
        if (from != null && fromBoundary == NOT_YET && epochMillis >= from.epochMillis(startMillis)) {
            fromBoundary = boundary;
        }
        HistoryOptions.Moment to = options.to();
        if (to != null && toBoundary == NOT_YET && epochMillis >= to.epochMillis(startMillis)) {
            toBoundary = boundary;
        }
        while (kept(boundary)) {
            if (closed.count() + 2 <= mostBuckets || !joinable()) {
                return true;
            }
            join();
        }
        return false;
    }

    private boolean kept(long boundary) {
        return boundary % stride == 0 || forced(boundary);
    }

    private boolean forced(long boundary) {
        return boundary == fromBoundary || boundary == toBoundary;
    }

    /** Whether the last closed bucket stays as it is when the stride doubles: it cannot be opened again. */
    private boolean joinable() {
        int last = closed.count() - 1;
        return last < 0
                || closed.boundaries.getLong(last) % (2 * stride) == 0
                || forced(closed.boundaries.getLong(last));
    }

    private void join() {
        stride *= 2;
        keepOnly();
    }

    private void keepOnly() {
        int[] halves = closed.keepOnly(this::kept);
        lifetimes.renumber(halves);
        goneSinceMark.renumber(halves);
        goneAtMark.renumber(halves);
    }

    /** Ends the bucket. The ledger has heard of everything before this record, which begins the next one. */
    void endBucket(long record) {
        close(record);
        while (joinable()
                && (closed.count() + 1 > mostBuckets
                        || (lifetimes.size() > mostLifetimes && closed.count() >= FEWEST_BUCKETS))) {
            join();
        }
    }

    private void close(long record) {
        int half = 2 * closed.count();
        close(goneAtMark, half);
        close(goneSinceMark, half + 1);
        for (int i = 0; i < crossedMark.size(); i++) {
            lifetimes.append(
                    LifetimeSums.key(LifetimeSums.location(crossedMark.key(i)), half, half + 1),
                    crossedMark.count(i),
                    crossedMark.bytes(i));
        }
        crossedMark.clear();
        if (markBytes >= closedHighestBytes) {
            closedHighestBytes = markBytes;
            closedHighestRecord = markRecord;
        }
        closed.add(record, markRecord, markBytes, totalBytes, lastMillis, memoryRecords - 1);
        bucketStart = record;
        markBytes = totalBytes;
        markRecord = record - 1;
    }

    /** The capture ends before this record. */
    void finish(long record, LiveMemory live) {
        close(record);
        dropTrailing();
        // the table is empty again, and takes what is never given back
        LiveBatch batch = new LiveBatch();
        allocations.forEach(batch);
        batch.flush();
        live.forEachMapping((location, birth, sizeBytes) -> never(birth, location, sizeBytes, 1));
        for (int i = 0; i < lasting.size(); i += 4) {
            int location = (int) lasting.getLong(i + 1);
            never(lasting.getLong(i), location, lasting.getLong(i + 2), lasting.getLong(i + 3));
        }
        close(goneSinceMark, LifetimeSums.NEVER);
        int[] same = new int[2 * closed.count()];
        Arrays.setAll(same, half -> half);
        lifetimes.renumber(same);
    }

    /** Memory records after the last allocation record bound nothing, as in memray, unless they were asked for. */
    private void dropTrailing() {
        int last = closed.count() - 1;
        while (last > 0
                && closed.start(last) == closed.ends.getLong(last)
                && !forced(closed.boundaries.getLong(last - 1))) {
            closed.removeLast();
            last--;
        }
        closed.endMillis.set(last, lastMillis);
    }

    /** Live allocations, added some at a time. */
    private final class LiveBatch implements DatedAllocations.Visitor {
        private final long[] keysAndBytes = new long[2 << 7];
        private int end;

        @Override
        public void alive(int location, long birth, long sizeBytes) {
            keysAndBytes[end++] = LifetimeSums.key(location, half(birth), LifetimeSums.NEVER);
            keysAndBytes[end++] = sizeBytes;
            if (end == keysAndBytes.length) {
                flush();
            }
        }

        void flush() {
            goneSinceMark.addEach(keysAndBytes, end);
            end = 0;
        }
    }

    private void never(long birth, int location, long sizeBytes, long count) {
        goneSinceMark.add(LifetimeSums.key(location, half(birth), LifetimeSums.NEVER), count, sizeBytes);
    }

    /** Keeps as many boundaries as {@link MemorySamples#timeline} keeps samples, and the same. */
    void thinTo(int maxRecords) {
        long wanted = (memoryRecords + maxRecords - 1) / maxRecords;
        if (wanted > stride) {
            stride *= (wanted + stride - 1) / stride;
            keepOnly();
        }
    }

    /** The locations with a lifetime. */
    BitSet locations() {
        BitSet locations = new BitSet();
        for (int i = 0; i < lifetimes.size(); i++) {
            if (lifetimes.count(i) != 0 || lifetimes.bytes(i) != 0) {
                locations.set(LifetimeSums.location(lifetimes.key(i)));
            }
        }
        return locations;
    }

    @Override
    public ViewFigures atPeak() {
        return new Sums(View.PEAK, 2 * closed.highest());
    }

    @Override
    public ViewFigures atEnd() {
        return new Sums(View.LEAKS, LifetimeSums.NEVER - 1);
    }

    /** What each location holds at an instant. */
    private final class Sums implements ViewFigures {
        private final View view;
        private final LongArrayList bytes = new LongArrayList();
        private final LongArrayList counts = new LongArrayList();

        Sums(View view, int instant) {
            this.view = view;
            for (int i = 0; i < lifetimes.size(); i++) {
                long key = lifetimes.key(i);
                if (LifetimeSums.born(key) <= instant && instant < LifetimeSums.died(key)) {
                    int location = LifetimeSums.location(key);
                    if (location >= bytes.size()) {
                        bytes.size(location + 1);
                        counts.size(location + 1);
                    }
                    bytes.set(location, bytes.getLong(location) + lifetimes.bytes(i));
                    counts.set(location, counts.getLong(location) + lifetimes.count(i));
                }
            }
        }

        @Override
        public View view() {
            return view;
        }

        @Override
        public long bytes(int location) {
            return location < bytes.size() ? bytes.getLong(location) : 0;
        }

        @Override
        public long count(int location) {
            return location < counts.size() ? counts.getLong(location) : 0;
        }
    }

    /**
     * The result.
     *
     * @param kept locations in the order of their numbers in the profile
     * @throws UnsupportedProfileException if the capture ends before the range that was asked for
     */
    History history(int[] kept) throws UnsupportedProfileException {
        int[] order = lifetimes.inOrder();
        int[] locations = new int[order.length];
        int[] born = new int[order.length];
        int[] died = new int[order.length];
        long[] counts = new long[order.length];
        long[] bytes = new long[order.length];
        int number = 0;
        for (int i = 0; i < order.length; i++) {
            long key = lifetimes.key(order[i]);
            while (kept[number] != LifetimeSums.location(key)) {
                number++;
            }
            locations[i] = number;
            born[i] = LifetimeSums.born(key);
            died[i] = LifetimeSums.died(key) == LifetimeSums.NEVER ? History.NEVER : LifetimeSums.died(key);
            counts[i] = lifetimes.count(order[i]);
            bytes[i] = lifetimes.bytes(order[i]);
        }
        return new History(
                buckets(),
                new History.Lifetimes(
                        IntColumn.of(locations),
                        IntColumn.of(born),
                        IntColumn.of(died),
                        LongColumn.of(counts),
                        LongColumn.of(bytes)),
                range());
    }

    private History.Buckets buckets() {
        long[] records = new long[closed.count()];
        Arrays.setAll(records, i -> closed.ends.getLong(i) - closed.start(i));
        return new History.Buckets(
                LongColumn.of(records),
                LongColumn.of(closed.markRecords.toLongArray()),
                LongColumn.of(closed.markBytes.toLongArray()),
                LongColumn.of(closed.endBytes.toLongArray()),
                LongColumn.of(closed.endMillis.toLongArray()));
    }

    private History.Range range() throws UnsupportedProfileException {
        int first = 0;
        int last = closed.count() - 1;
        if (options.from() != null && options.from().epochMillis(startMillis) > startMillis) {
            if (fromBoundary == NOT_YET) {
                throw tooLate(options.from().epochMillis(startMillis));
            }
            first = Math.min(last, 1 + closed.boundaries.indexOf(fromBoundary));
        }
        if (toBoundary != NOT_YET) {
            last = closed.boundaries.indexOf(toBoundary);
        }
        if (first > last + 1) {
            throw new UnsupportedProfileException("the range that was asked for ends before it begins");
        }
        // both ends between the same two memory records: the bucket of these
        return new History.Range(Math.min(first, last), last);
    }

    private UnsupportedProfileException tooLate(long epochMillis) {
        return new UnsupportedProfileException("it has no memory record at "
                + Instant.ofEpochMilli(epochMillis)
                + " or later, where the range is to begin"
                + (lastMillis == History.NO_TIME ? "" : "; the last one is of " + Instant.ofEpochMilli(lastMillis)));
    }
}

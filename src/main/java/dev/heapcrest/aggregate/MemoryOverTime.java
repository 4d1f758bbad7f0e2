package dev.heapcrest.aggregate;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Memory over time in one pass, without knowing how long it will be (docs/decisions/0012-half-buckets.md). Peak and leaks
 * are sums of the same lifetimes.
 *
 * <p>The ledger's mark is that of the open bucket. It moves on with each record whose total is at least as high; what died
 * until then died in the first half of the bucket. What died since then waits: if the bucket ends, it died in the second
 * half. What was born and died in one half leaves no trace. A birth is told by its record, and its half is looked up when
 * the allocation dies, or at the end.
 *
 * <p>Which memory records end a bucket is in {@link BucketBoundaries}. Too many lifetimes join buckets, too. That changes
 * no figure at the instants that are left.
 *
 * <p>56 bytes a bucket, 32 to 52 bytes a lifetime. Not thread-safe.
 */
final class MemoryOverTime implements BucketLedger {
    /** Lifetimes from which on buckets are joined early: 200 MB. */
    private static final int MOST_LIFETIMES = 4_000_000;
    /** Fewer buckets than this are not made because of lifetimes. */
    private static final int FEWEST_BUCKETS = 64;

    private final int mostLifetimes;
    private final BucketBoundaries boundaries;
    private final ClosedBuckets closed;

    private final DatedAllocations allocations = new DatedAllocations();
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

    private @Nullable LifetimeColumns columns;

    MemoryOverTime(HistoryOptions options, long startMillis) {
        this(options, startMillis, MOST_LIFETIMES);
    }

    /** @param mostLifetimes a small number makes joining because of lifetimes testable */
    MemoryOverTime(HistoryOptions options, long startMillis, int mostLifetimes) {
        this.mostLifetimes = mostLifetimes;
        boundaries = new BucketBoundaries(options, startMillis, this::renumber);
        closed = boundaries.closed;
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

    @Override
    public boolean endsBucket(long epochMillis) {
        return boundaries.endsBucket(epochMillis);
    }

    private void renumber(int[] halves) {
        lifetimes.renumber(halves);
        goneSinceMark.renumber(halves);
        goneAtMark.renumber(halves);
    }

    @Override
    public void endBucket(long record) {
        close(record);
        while (boundaries.joinable() && (boundaries.tooMany() || tooManyLifetimes())) {
            boundaries.join();
        }
    }

    private boolean tooManyLifetimes() {
        return lifetimes.size() > mostLifetimes && closed.count() >= FEWEST_BUCKETS;
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
        boundaries.close(record, markRecord, markBytes, totalBytes);
        bucketStart = record;
        markBytes = totalBytes;
        markRecord = record - 1;
    }

    @Override
    public void finish(long record, LiveMemory live) {
        close(record);
        boundaries.finish();
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

    @Override
    public void thinTo(int maxRecords) {
        columns = null;
        boundaries.thinTo(maxRecords);
    }

    private LifetimeColumns columns() {
        if (columns == null) {
            columns = new LifetimeColumns(lifetimes);
        }
        return columns;
    }

    @Override
    public BitSet locations() {
        return columns().locations();
    }

    @Override
    public ViewFigures atPeak() {
        return new HeldAt(View.PEAK, 2 * closed.highest(), lifetimes);
    }

    @Override
    public ViewFigures atEnd() {
        return new HeldAt(View.LEAKS, LifetimeSums.NEVER - 1, lifetimes);
    }

    @Override
    public History history(int[] kept) throws UnsupportedProfileException {
        History.Range range = boundaries.range();
        History.Lifetimes numbered = columns().numberedBy(kept);
        columns = null;
        return new History(closed.columns(), numbered, range);
    }
}

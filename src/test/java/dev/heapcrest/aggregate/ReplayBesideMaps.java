package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.Locations;
import dev.heapcrest.stacks.StackSnapshots;
import dev.heapcrest.stacks.StackTracker;
import dev.heapcrest.stacks.StackTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A replay, and maps of everything beside it that follow memray's rules word by word
 * (docs/capture-format.md, section 13).
 */
final class ReplayBesideMaps {
    static final int FRAMES = 12;
    static final int MALLOC = Allocator.MALLOC.number();
    /** The largest number: all bits of an allocator. */
    static final int GREATEST = Allocator.NUMBER_LIMIT - 1;

    /** Bytes and allocations. */
    private record Figures(long bytes, long count) {
        Figures plus(Figures other) {
            return new Figures(bytes + other.bytes, count + other.count);
        }
    }

    private record Change(long record, String location, Figures figures) {}

    private static final long MOST_BYTES = 1L << 62;

    private record Live(long sizeBytes, String location) {}

    private record Mapping(long start, long end, String location) {}

    private record Recent(long address, long sizeBytes, String location) {}

    private final Frames frames = new Frames(0, Limits.DEFAULT);
    private final Locations locations = new Locations(Limits.DEFAULT);
    private final StackTree tree = new StackTree(Limits.DEFAULT);
    private final StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
    private final @Nullable TemporaryAllocations temporary;
    private final Ledger mark;
    private final HeapReplay replay;
    private final StackTracker tracker;
    private final int threshold;

    private final Map<Integer, List<Integer>> stacks = new HashMap<>();
    private int thread;
    final Map<Long, Live> live = new HashMap<>();
    private List<Mapping> mappings = new ArrayList<>();
    private final Map<Integer, List<Recent>> recent = new HashMap<>();
    private final Map<String, Figures> temporaryFigures = new HashMap<>();
    private final Map<String, Figures> held = new HashMap<>();
    private Map<String, Figures> heldAtPeak = new HashMap<>();
    private final List<Long> heapSamples = new ArrayList<>();
    /** The highest total between samples. */
    private final List<Long> spanPeaks = new ArrayList<>();

    private long spanPeak;
    private long totalBytes;
    private long temporaryBytes;
    long overflows;
    private long peakBytes;
    private long peakRecord = -1;
    private long records;
    /** What each record changed, its total, and before which record each sample came. */
    private final List<Change> changes = new ArrayList<>();

    private final List<Long> totals = new ArrayList<>();
    private final List<Long> sampledBefore = new ArrayList<>();

    /**
     * @param threshold of temporary allocations; -1 = none
     * @param large live allocations from which on young ones get less room
     */
    ReplayBesideMaps(int threshold, long large) {
        // both kinds of marks meet every kind of program
        this(threshold, large, threshold % 2 == 0 ? new HighWaterMark() : new SpanPeaks(new HeapSpanSamples()));
    }

    ReplayBesideMaps(int threshold, long large, Ledger mark) {
        this.threshold = threshold;
        this.mark = mark;
        temporary = threshold < 0 ? null : new TemporaryAllocations(threshold);
        replay = new HeapReplay(snapshots, temporary, mark, Limits.DEFAULT, large);
        tracker = new StackTracker(frames, snapshots, replay, Limits.DEFAULT);
        for (int frame = 0; frame < FRAMES; frame++) {
            tracker.frameDefinition(frame, String.valueOf(frame), "file.py", frame, true);
        }
    }

    long totalBytes() {
        return totalBytes;
    }

    long peakBytes() {
        return peakBytes;
    }

    void switchTo(int other) {
        thread = other;
        tracker.contextSwitch(other);
    }

    int depth() {
        return stack().size();
    }

    private List<Integer> stack() {
        return stacks.computeIfAbsent(thread, t -> new ArrayList<>());
    }

    void push(int frame) {
        stack().add(frame);
        tracker.framePush(frame);
    }

    void pop(int count) {
        stack().subList(stack().size() - count, stack().size()).clear();
        tracker.framePop(count);
    }

    /** More live bytes than 2^62 are damage, and nothing happens. */
    private boolean refused(long sizeBytes, Runnable record) {
        if (sizeBytes >= 0 && sizeBytes <= MOST_BYTES && totalBytes <= MOST_BYTES - sizeBytes) {
            return false;
        }
        if (sizeBytes >= 0 && sizeBytes < 1L << 32) {
            // such a record is told some records later, so it must not come
            return true;
        }
        CaptureDamage damage = assertThrows(CaptureDamage.class, record::run);
        assertEquals(Rule.LIVE_BYTES, damage.rule());
        return true;
    }

    void allocate(long address, long sizeBytes, int allocator) {
        if (refused(sizeBytes, () -> tracker.allocation(allocator, address, sizeBytes, 0))) {
            return;
        }
        tracker.allocation(allocator, address, sizeBytes, 0);
        String location = location(allocator);
        Live replaced = live.put(address, new Live(sizeBytes, location));
        if (replaced != null) {
            change(replaced.location, -replaced.sizeBytes, -1);
        }
        change(location, sizeBytes, 1);
        totalBytes += sizeBytes;
        remember(new Recent(address, sizeBytes, location));
        recorded();
    }

    /** Without the maps. */
    void allocateUnchecked(long address, long sizeBytes) {
        tracker.allocation(MALLOC, address, sizeBytes, 0);
    }

    void free(long address) {
        if (temporaryOverflow(address, null)) {
            return;
        }
        tracker.deallocation(Allocator.FREE.number(), address, 0);
        Live freed = live.remove(address);
        if (freed != null) {
            change(freed.location, -freed.sizeBytes, -1);
            totalBytes -= freed.sizeBytes;
        }
        countTemporary(address, null);
        recorded();
    }

    void map(long address, long sizeBytes) {
        if (refused(sizeBytes, () -> tracker.allocation(Allocator.MMAP.number(), address, sizeBytes, 0))) {
            return;
        }
        tracker.allocation(Allocator.MMAP.number(), address, sizeBytes, 0);
        String location = location(Allocator.MMAP.number());
        if (sizeBytes != 0) {
            mappings.add(new Mapping(address, address + sizeBytes, location));
            change(location, sizeBytes, 1);
            totalBytes += sizeBytes;
        }
        remember(new Recent(address, sizeBytes, location));
        recorded();
    }

    void unmap(long address, long sizeBytes) {
        tracker.deallocation(Allocator.MUNMAP.number(), address, sizeBytes);
        List<Mapping> left = new ArrayList<>();
        for (Mapping mapping : mappings) {
            List<Mapping> pieces = new ArrayList<>();
            long from = Math.max(mapping.start, address);
            long to = Math.min(mapping.end, address + sizeBytes);
            if (from >= to) {
                pieces.add(mapping);
            } else {
                if (mapping.start < from) {
                    pieces.add(new Mapping(mapping.start, from, mapping.location));
                }
                if (to < mapping.end) {
                    pieces.add(new Mapping(to, mapping.end, mapping.location));
                }
                change(mapping.location, from - to, pieces.size() - 1);
                totalBytes -= to - from;
            }
            left.addAll(pieces);
        }
        mappings = left;
        countTemporary(address, sizeBytes);
        recorded();
    }

    void sample() {
        tracker.memory(heapSamples.size(), 1);
        heapSamples.add(totalBytes);
        spanPeaks.add(spanPeak);
        spanPeak = totalBytes;
        sampledBefore.add(records);
    }

    private String location(int allocator) {
        return tracker.threads().indexOf(thread) + " " + allocator + " " + stack();
    }

    private void remember(Recent allocation) {
        List<Recent> last = recent.computeIfAbsent(thread, t -> new ArrayList<>());
        last.add(0, allocation);
        if (last.size() > threshold + 1) {
            last.remove(threshold + 1);
        }
    }

    /** The sum of temporary allocations would pass 2^63 - 1: that is damage, and nothing happens. */
    private boolean temporaryOverflow(long address, @Nullable Long sizeBytes) {
        for (Recent last : recent.getOrDefault(thread, List.of())) {
            if (last.address == address && (sizeBytes == null || last.sizeBytes == sizeBytes)) {
                if (threshold < 0 || temporaryBytes + last.sizeBytes >= 0) {
                    return false;
                }
                CaptureDamage damage = assertThrows(
                        CaptureDamage.class, () -> tracker.deallocation(Allocator.FREE.number(), address, 0));
                assertEquals(Rule.TEMPORARY_BYTES, damage.rule());
                overflows++;
                return true;
            }
        }
        return false;
    }

    private void countTemporary(long address, @Nullable Long sizeBytes) {
        for (Recent last : recent.getOrDefault(thread, List.of())) {
            if (last.address == address && (sizeBytes == null || last.sizeBytes == sizeBytes)) {
                temporaryBytes += last.sizeBytes;
                temporaryFigures.merge(last.location, new Figures(last.sizeBytes, 1), Figures::plus);
                return;
            }
        }
    }

    private void change(String location, long bytes, long count) {
        held.merge(location, new Figures(bytes, count), Figures::plus);
        changes.add(new Change(records, location, new Figures(bytes, count)));
    }

    private void recorded() {
        spanPeak = Math.max(spanPeak, totalBytes);
        if (totalBytes >= peakBytes) {
            peakBytes = totalBytes;
            peakRecord = records;
            heldAtPeak = new HashMap<>(held);
        }
        totals.add(totalBytes);
        records++;
    }

    private String name(int location, Map<Integer, int[]> nodes) {
        List<Integer> stack = new ArrayList<>();
        for (int node = locations.stack(location); node != 0; node = nodes.get(node)[0]) {
            stack.add(0, Integer.valueOf(frames.string(frames.functionString(nodes.get(node)[1]))));
        }
        return locations.thread(location) + " " + locations.allocator(location) + " " + stack;
    }

    void requireSameFigures() {
        replay.finish();
        assertEquals(peakRecord, mark.highestRecord());
        assertEquals(peakBytes, mark.highestBytes());
        assertEquals(totalBytes, mark.totalBytes());
        Map<Integer, int[]> nodes = new HashMap<>();
        tree.forEach((node, parent, frame) -> nodes.put(node, new int[] {parent, frame}));
        ViewFigures atEnd = mark.atEnd();
        ViewFigures atMark = mark.atPeak();
        Map<String, Figures> now = new TreeMap<>();
        Map<String, Figures> atPeak = new TreeMap<>();
        Map<String, Figures> freedSoon = new TreeMap<>();
        for (int location = 1; location <= locations.count(); location++) {
            String name = name(location, nodes);
            now.put(name, new Figures(atEnd.bytes(location), atEnd.count(location)));
            atPeak.put(name, new Figures(atMark.bytes(location), atMark.count(location)));
            if (temporary != null) {
                freedSoon.put(name, new Figures(temporary.bytes(location), temporary.count(location)));
            }
        }
        assertEquals(withoutZeros(held), withoutZeros(now), "leaks");
        assertEquals(withoutZeros(heldAtPeak), withoutZeros(atPeak), "peak");
        if (temporary != null) {
            assertEquals(withoutZeros(temporaryFigures), withoutZeros(freedSoon), "temporary");
        }
        long[] samples =
                replay.samples().timeline(Integer.MAX_VALUE).heapBytes().toArray();
        assertArrayEquals(heapSamples.stream().mapToLong(b -> b).toArray(), samples);
        if (mark instanceof SpanPeaks peaks) {
            spanPeaks.add(spanPeak);
            assertArrayEquals(
                    spanPeaks.stream().mapToLong(b -> b).toArray(),
                    peaks.spans().highestBytes().toArray(),
                    "highest between samples");
        }
    }

    /**
     * What was held at the mark and at the end of each bucket, and the buckets themselves. Comes after {@link
     * #requireSameFigures}.
     */
    void requireSameOverTime(MemoryOverTime overTime) throws UnsupportedProfileException {
        int[] all = IntStream.rangeClosed(1, locations.count()).toArray();
        History history = overTime.history(all);
        Map<Integer, int[]> nodes = new HashMap<>();
        tree.forEach((node, parent, frame) -> nodes.put(node, new int[] {parent, frame}));
        String[] names = new String[all.length];
        Arrays.setAll(names, i -> name(all[i], nodes));
        Map<String, Figures> expected = new TreeMap<>();
        int told = 0;
        long start = 0;
        long before = 0;
        for (int bucket = 0; bucket < history.buckets().count(); bucket++) {
            long end = start + history.buckets().records().get(bucket);
            if (bucket > 0) {
                assertTrue(sampledBefore.contains(start), "bucket " + bucket + " starts at " + start);
            }
            long markAt = start - 1;
            long markBytes = before;
            for (long record = start; record < end; record++) {
                if (totals.get((int) record) >= markBytes) {
                    markBytes = totals.get((int) record);
                    markAt = record;
                }
            }
            assertEquals(markAt, history.buckets().markRecord().get(bucket), "mark of bucket " + bucket);
            assertEquals(markBytes, history.buckets().markBytes().get(bucket), "mark of bucket " + bucket);
            before = end == 0 ? 0 : totals.get((int) end - 1);
            assertEquals(before, history.buckets().endBytes().get(bucket), "end of bucket " + bucket);
            for (int instant = 2 * bucket; instant < 2 * bucket + 2; instant++) {
                long last = instant % 2 == 0 ? markAt : end - 1;
                for (; told < changes.size() && changes.get(told).record <= last; told++) {
                    expected.merge(changes.get(told).location, changes.get(told).figures, Figures::plus);
                }
                assertEquals(withoutZeros(expected), held(history.lifetimes(), instant, names), "instant " + instant);
            }
            start = end;
        }
        assertEquals(records, start);
    }

    private static Map<String, Figures> held(History.Lifetimes lifetimes, int instant, String... names) {
        Map<String, Figures> held = new TreeMap<>();
        for (int i = 0; i < lifetimes.count(); i++) {
            if (lifetimes.born().get(i) <= instant && instant < lifetimes.died().get(i)) {
                Figures figures =
                        new Figures(lifetimes.bytes().get(i), lifetimes.counts().get(i));
                held.merge(names[lifetimes.locations().get(i)], figures, Figures::plus);
            }
        }
        return withoutZeros(held);
    }

    /** Records before each memory record that is not after the last record. */
    List<Long> boundaries() {
        return sampledBefore.stream().filter(before -> before < records).toList();
    }

    private static Map<String, Figures> withoutZeros(Map<String, Figures> figures) {
        Map<String, Figures> kept = new TreeMap<>(figures);
        kept.values().removeIf(new Figures(0, 0)::equals);
        return kept;
    }
}

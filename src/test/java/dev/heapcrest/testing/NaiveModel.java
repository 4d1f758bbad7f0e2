package dev.heapcrest.testing;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * docs/capture-format.md, section 13, without any cleverness: keeps every record, finds the peak in a first pass, and
 * replays the records for each question.
 */
public final class NaiveModel implements RecordSink {
    private record Stack(FrameText frame, Stack caller) {}

    private record Event(int allocator, long address, long size, long thread, Stack stack) {
        Allocator.Kind kind() {
            return Allocator.of(allocator).kind();
        }
    }

    private record Sample(long millis, long residentBytes, int eventsBefore) {}

    /** A point of the timeline: ms since 1970, resident bytes, heap bytes. */
    public record Point(long epochMillis, long residentBytes, long heapBytes) {}

    private record CodeObject(String function, String file, int firstLine, byte[] lineTable) {}

    private record Interval(Event origin, long from, long to) {}

    private final CaptureHeader header;
    private final Set<MemrayQuirk> quirks;
    private final TextStacks stacks;
    private final List<Event> events = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Long, CodeObject> codeObjects = new HashMap<>();
    private final Map<Long, FrameText> frames = new HashMap<>();
    private final Map<Long, Stack> threadStacks = new HashMap<>();
    private final Map<Long, String> threadNames = new HashMap<>();
    private final Map<Stack, Integer> stackIds = new IdentityHashMap<>();
    private final Map<Stack, Integer> trimmedStackIds = new IdentityHashMap<>();
    private long thread;

    public NaiveModel(CaptureHeader header, TextStacks stacks, Set<MemrayQuirk> quirks) {
        this.header = header;
        this.stacks = stacks;
        this.quirks = quirks;
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        events.add(new Event(allocator, address, sizeBytes, thread, threadStacks.get(thread)));
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        events.add(new Event(allocator, address, sizeBytes, thread, null));
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        CodeObject code = codeObjects.get(codeObjectId);
        int line =
                PlainLines.line(header.pythonVersion(), code.firstLine(), code.lineTable(), instructionOffset, quirks);
        push(new FrameText(code.function(), code.file(), line));
    }

    @Override
    public void framePush(long frameId) {
        push(frames.get(frameId));
    }

    private void push(FrameText frame) {
        threadStacks.put(thread, new Stack(frame, threadStacks.get(thread)));
    }

    @Override
    public void framePop(long count) {
        Stack top = threadStacks.get(thread);
        for (long i = 0; i < count; i++) {
            top = top.caller();
        }
        threadStacks.put(thread, top);
    }

    @Override
    public void contextSwitch(long threadId) {
        thread = threadId;
    }

    @Override
    public void threadName(String name) {
        threadNames.put(thread, name);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        samples.add(new Sample(epochMillis, residentBytes, events.size()));
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        codeObjects.put(codeObjectId, new CodeObject(function, file, firstLine, lineTable));
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        frames.put(frameId, new FrameText(function, file, line));
    }

    public Map<Long, String> threadNames() {
        return threadNames;
    }

    /** Allocations and deallocations. */
    public int eventCount() {
        return events.size();
    }

    /** Hears of an allocation. */
    public interface AllocationVisitor {
        /** @param innermost null without a Python stack */
        void allocation(Allocator allocator, long sizeBytes, FrameText innermost);
    }

    /** All allocations, in their order. */
    public void forEachAllocation(AllocationVisitor visitor) {
        for (Event event : events) {
            boolean allocates = event.kind() == Allocator.Kind.SIMPLE_ALLOCATION
                    || event.kind() == Allocator.Kind.RANGED_ALLOCATION;
            if (allocates) {
                Stack stack = event.stack();
                visitor.allocation(Allocator.of(event.allocator()), event.size(), stack == null ? null : stack.frame());
            }
        }
    }

    /** Number of the last record at which the heap was at its highest; -1 without records. */
    public int peakEvent() {
        return heap().peakEvent();
    }

    /** The heap at {@link #peakEvent()} as memray counts it. */
    public long peakBytes() {
        return heap().peakBytes();
    }

    private record Heap(int peakEvent, long peakBytes, long[] after) {}

    /** docs/capture-format.md, section 13.1. */
    private Heap heap() {
        long current = 0;
        long peak = 0;
        int peakEvent = -1;
        long[] after = new long[events.size()];
        Map<Long, Long> sizes = new HashMap<>();
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            boolean looks = true;
            switch (event.kind()) {
                case SIMPLE_ALLOCATION -> {
                    current += event.size();
                    sizes.put(event.address(), event.size());
                }
                case SIMPLE_DEALLOCATION -> {
                    Long size = sizes.remove(event.address());
                    current -= size == null ? 0 : size;
                    looks = !quirks.contains(MemrayQuirk.NO_PEAK_TEST_AFTER_FREE);
                }
                case RANGED_ALLOCATION -> {
                    map(intervals, event);
                    current += event.size();
                }
                case RANGED_DEALLOCATION -> current -= unmap(intervals, event);
            }
            after[i] = current;
            if (looks && current >= peak) {
                peak = current;
                peakEvent = i;
            }
        }
        return new Heap(peakEvent, peak, after);
    }

    private static void map(List<Interval> intervals, Event event) {
        if (event.size() != 0) {
            intervals.add(new Interval(event, event.address(), event.address() + event.size()));
        }
    }

    private static long unmap(List<Interval> intervals, Event event) {
        long from = event.address();
        long to = from + event.size();
        long removed = 0;
        List<Interval> kept = new ArrayList<>();
        for (Interval interval : intervals) {
            long cutFrom = Math.max(from, interval.from());
            long cutTo = Math.min(to, interval.to());
            if (cutFrom >= cutTo) {
                kept.add(interval);
                continue;
            }
            removed += cutTo - cutFrom;
            if (interval.from() < cutFrom) {
                kept.add(new Interval(interval.origin(), interval.from(), cutFrom));
            }
            if (cutTo < interval.to()) {
                kept.add(new Interval(interval.origin(), cutTo, interval.to()));
            }
        }
        if (removed != 0) {
            intervals.clear();
            intervals.addAll(kept);
        }
        return removed;
    }

    /** Memory over time; a boundary is a memory record before the last allocation record. */
    public NaiveHistory history() {
        return new History();
    }

    private final class History implements NaiveHistory {
        private final long[] after = heap().after();
        private final List<Integer> boundaries = samples.stream()
                .map(Sample::eventsBefore)
                .filter(before -> before < events.size())
                .toList();

        private int start(int interval) {
            return interval == 0 ? 0 : boundaries.get(interval - 1);
        }

        private int end(int interval) {
            return interval == boundaries.size() ? events.size() : boundaries.get(interval);
        }

        private long total(int event) {
            return event < 0 ? 0 : after[event];
        }

        private int mark(int interval) {
            int mark = start(interval) - 1;
            for (int i = start(interval); i < end(interval); i++) {
                mark = total(i) >= total(mark) ? i : mark;
            }
            return mark;
        }

        @Override
        public long markBytes(int interval) {
            return total(mark(interval));
        }

        @Override
        public TextView held(int interval, boolean overwrittenStays, boolean byThread) {
            TextView view = new TextView();
            LiveVisitor visitor = (event, bytes) -> view.add(
                    byThread ? event.thread() : TextView.ANY_THREAD,
                    NaiveHistory.withAllocator(
                            stacks,
                            byThread || event.stack() == null ? reportedStack(event) : id(event.stack(), 0),
                            Allocator.of(event.allocator()).name()),
                    bytes,
                    1);
            forEachLive(mark(interval), visitor);
            if (overwrittenStays) {
                forEachOverwritten(mark(interval), visitor);
            }
            return view;
        }

        private void forEachOverwritten(int lastEvent, LiveVisitor visitor) {
            Map<Long, Event> live = new HashMap<>();
            for (Event event : events.subList(0, lastEvent + 1)) {
                if (event.kind() == Allocator.Kind.SIMPLE_ALLOCATION) {
                    Event overwritten = live.put(event.address(), event);
                    if (overwritten != null) {
                        visitor.live(overwritten, overwritten.size());
                    }
                } else if (event.kind() == Allocator.Kind.SIMPLE_DEALLOCATION) {
                    live.remove(event.address());
                }
            }
        }

        @Override
        public long largestBeforeFallInLast() {
            int last = boundaries.size();
            long largest = total(start(last) - 1);
            for (int i = start(last); i < end(last); i++) {
                largest = total(i) < total(i - 1) ? Math.max(largest, total(i - 1)) : largest;
            }
            return largest;
        }

        @Override
        public boolean cutsMappings() {
            List<Interval> intervals = new ArrayList<>();
            for (Event event : events) {
                if (event.kind() == Allocator.Kind.RANGED_ALLOCATION) {
                    map(intervals, event);
                } else if (event.kind() == Allocator.Kind.RANGED_DEALLOCATION) {
                    unmap(intervals, event);
                }
                for (Interval interval : intervals) {
                    if (interval.to() - interval.from() != interval.origin().size()) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** By thread, at the high-water mark. */
    public TextView peak() {
        return liveAfter(peakEvent());
    }

    /** By thread, at the end. */
    public TextView leaks() {
        return liveAfter(events.size() - 1);
    }

    /** What was held at a memory sample, by its number. */
    public TextView heldAtSample(int sample) {
        return liveAfter(samples.get(sample).eventsBefore() - 1);
    }

    private TextView liveAfter(int lastEvent) {
        TextView view = new TextView();
        forEachLive(lastEvent, (event, bytes) -> view.add(event.thread(), reportedStack(event), bytes, 1));
        return view;
    }

    private interface LiveVisitor {
        void live(Event origin, long bytes);
    }

    /** What is allocated after that event; of mappings each piece that is left. */
    private void forEachLive(int lastEvent, LiveVisitor visitor) {
        Map<Long, Event> live = new HashMap<>();
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i <= lastEvent; i++) {
            Event event = events.get(i);
            switch (event.kind()) {
                case SIMPLE_ALLOCATION -> live.put(event.address(), event);
                case SIMPLE_DEALLOCATION -> live.remove(event.address());
                case RANGED_ALLOCATION -> map(intervals, event);
                case RANGED_DEALLOCATION -> unmap(intervals, event);
            }
        }
        live.values().forEach(event -> visitor.live(event, event.size()));
        intervals.forEach(interval -> visitor.live(interval.origin(), interval.to() - interval.from()));
    }

    /** docs/capture-format.md, section 13.4. */
    public TextView temporary(int threshold) {
        TextView view = new TextView();
        Map<Long, Deque<Event>> recent = new HashMap<>();
        for (Event event : events) {
            Deque<Event> list = recent.computeIfAbsent(event.thread(), any -> new ArrayDeque<>());
            boolean ranged = event.kind() == Allocator.Kind.RANGED_DEALLOCATION;
            if (event.kind() == Allocator.Kind.SIMPLE_DEALLOCATION || ranged) {
                for (Iterator<Event> newestFirst = list.iterator(); newestFirst.hasNext(); ) {
                    Event candidate = newestFirst.next();
                    if (candidate.address() == event.address() && (!ranged || candidate.size() == event.size())) {
                        view.add(candidate.thread(), reportedStack(candidate), candidate.size(), 1);
                        break;
                    }
                }
            } else {
                list.addFirst(event);
                if (list.size() > threshold + 1) {
                    list.removeLast();
                }
            }
        }
        return view;
    }

    /** docs/capture-format.md, section 13.5, at most {@code limit} points. */
    public List<Point> timeline(int limit) {
        long[] heap = heap().after();
        int stride = Math.max(1, (samples.size() + limit - 1) / limit);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += stride) {
            Sample sample = samples.get(i);
            long heapBytes = sample.eventsBefore() == 0 ? 0 : heap[sample.eventsBefore() - 1];
            points.add(new Point(sample.millis(), sample.residentBytes(), heapBytes));
        }
        return points;
    }

    /** An aggregated capture of the same program would hold this: by thread, allocator and untrimmed stack. */
    public record Aggregate(long thread, int allocator, List<FrameText> stack) {}

    /** Live bytes and count at the peak ([0], [1]) and at the end ([2], [3]). */
    public Map<Aggregate, long[]> aggregates() {
        Map<Aggregate, long[]> sums = new HashMap<>();
        forEachLive(peakEvent(), (event, bytes) -> aggregate(sums, event, 0, bytes));
        forEachLive(events.size() - 1, (event, bytes) -> aggregate(sums, event, 1, bytes));
        return sums;
    }

    private static void aggregate(Map<Aggregate, long[]> sums, Event event, int moment, long bytes) {
        List<FrameText> stack = new ArrayList<>();
        for (Stack top = event.stack(); top != null; top = top.caller()) {
            stack.add(top.frame());
        }
        long[] sum = sums.computeIfAbsent(new Aggregate(event.thread(), event.allocator(), stack), any -> new long[4]);
        sum[2 * moment] += bytes;
        sum[2 * moment + 1]++;
    }

    private int reportedStack(Event event) {
        boolean hides = header.mainThreadId() != 0 && event.thread() == header.mainThreadId();
        return event.stack() == null
                ? 0
                : (hides ? trimmedStackIds : stackIds)
                        .computeIfAbsent(
                                event.stack(), stack -> id(stack, hides ? header.skippedMainThreadFrames() : 0));
    }

    private int id(Stack stack, long hiddenFrames) {
        List<FrameText> innermostFirst = new ArrayList<>();
        for (Stack top = stack; top != null; top = top.caller()) {
            innermostFirst.add(top.frame());
        }
        int kept = (int) Math.max(0, innermostFirst.size() - hiddenFrames);
        return stacks.id(innermostFirst.subList(0, kept));
    }
}

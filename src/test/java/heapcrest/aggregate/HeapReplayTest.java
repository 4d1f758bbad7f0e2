package heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import heapcrest.capture.Allocator;
import heapcrest.stacks.Frames;
import heapcrest.stacks.Locations;
import heapcrest.stacks.StackSnapshots;
import heapcrest.stacks.StackTracker;
import heapcrest.stacks.StackTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long programs with few mappings, so that allocations stay young and batches fill, against maps of everything. */
class HeapReplayTest {
    private static final int FRAMES = 12;
    private static final int[] ALLOCATORS = {Allocator.MALLOC.number(), Allocator.REALLOC.number()};

    private final Locations locations = new Locations();
    private final StackTree tree = new StackTree();
    private final StackSnapshots snapshots = new StackSnapshots(tree, locations);
    private final HeapReplay replay = new HeapReplay(snapshots, null);
    private final Frames frames = new Frames(0);
    private final StackTracker tracker = new StackTracker(frames, snapshots, replay);

    /** Bytes and allocations. */
    private record Figures(long bytes, long count) {
        Figures plus(Figures other) {
            return new Figures(bytes + other.bytes, count + other.count);
        }
    }

    private record Live(long sizeBytes, String location) {}

    private final Map<Integer, List<Integer>> stacks = new HashMap<>();
    private int thread;
    private final Map<Long, Live> live = new HashMap<>();
    private Map<String, Figures> held = new HashMap<>();
    private Map<String, Figures> heldAtPeak = new HashMap<>();
    private long totalBytes;
    private long peakBytes;
    private long peakRecord = -1;
    private long records;

    private void switchTo(int other) {
        thread = other;
        tracker.contextSwitch(other);
    }

    private List<Integer> stack() {
        return stacks.computeIfAbsent(thread, t -> new ArrayList<>());
    }

    private void push(int frame) {
        stack().add(frame);
        tracker.framePush(frame);
    }

    private void pop(int count) {
        stack().subList(stack().size() - count, stack().size()).clear();
        tracker.framePop(count);
    }

    private void allocate(long address, long sizeBytes, int allocator) {
        tracker.allocation(allocator, address, sizeBytes, 0);
        String location = tracker.threads().indexOf(thread) + " " + allocator + " " + stack();
        Live replaced = live.put(address, new Live(sizeBytes, location));
        if (replaced != null) {
            change(replaced.location, -replaced.sizeBytes, -1);
        }
        change(location, sizeBytes, 1);
        totalBytes += sizeBytes;
        recorded();
    }

    private void free(long address) {
        tracker.deallocation(Allocator.FREE.number(), address, 0);
        Live freed = live.remove(address);
        if (freed != null) {
            change(freed.location, -freed.sizeBytes, -1);
            totalBytes -= freed.sizeBytes;
        }
        recorded();
    }

    private void change(String location, long bytes, long count) {
        held.merge(location, new Figures(bytes, count), Figures::plus);
    }

    private void recorded() {
        if (totalBytes >= peakBytes) {
            peakBytes = totalBytes;
            peakRecord = records;
            heldAtPeak = new HashMap<>(held);
        }
        records++;
    }

    private String name(int location, Map<Integer, int[]> nodes) {
        List<Integer> stack = new ArrayList<>();
        for (int node = locations.stack(location); node != 0; node = nodes.get(node)[0]) {
            stack.add(0, Integer.valueOf(frames.function(nodes.get(node)[1])));
        }
        return locations.thread(location) + " " + locations.allocator(location) + " " + stack;
    }

    private void requireSameFigures() {
        replay.finish();
        HighWaterMark mark = replay.mark();
        assertEquals(peakBytes, mark.peakBytes());
        assertEquals(peakRecord, mark.peakRecord());
        assertEquals(totalBytes, mark.totalBytes());
        Map<Integer, int[]> nodes = new HashMap<>();
        tree.forEach((node, parent, frame) -> nodes.put(node, new int[] {parent, frame}));
        Map<String, Figures> now = new TreeMap<>();
        Map<String, Figures> atPeak = new TreeMap<>();
        for (int location = 1; location <= locations.count(); location++) {
            String name = name(location, nodes);
            now.put(name, new Figures(mark.bytes(location), mark.count(location)));
            atPeak.put(name, new Figures(mark.bytesAtPeak(location), mark.countAtPeak(location)));
        }
        assertEquals(withoutZeros(held), withoutZeros(now));
        assertEquals(withoutZeros(heldAtPeak), withoutZeros(atPeak));
    }

    private static Map<String, Figures> withoutZeros(Map<String, Figures> figures) {
        Map<String, Figures> kept = new TreeMap<>(figures);
        kept.values().removeIf(new Figures(0, 0)::equals);
        return kept;
    }

    /**
     * @param addresses allocations live at about half of them
     * @param growth bytes by which sizes grow over the program: 0 = the peak comes back all the time
     * @param spread number of different sizes at any time: with 1, peaks are equal and nothing is overwritten
     * @param deepest frames on a stack; deep ones use up the snapshots
     * @param immediate per cent of allocations that the next record frees
     */
    @ParameterizedTest
    @CsvSource({
        "1, 40, 0, 3, 6, 30",
        "2, 40, 400, 3, 6, 80",
        "3, 3000, 0, 3, 6, 30",
        "4, 3000, 300, 3, 40, 60",
        "5, 3000, -300, 3, 6, 60",
        "6, 20000, 0, 3, 6, 0",
        "7, 500, 30, 3, 3000, 50",
        "8, 3, 0, 1, 2, 10",
        "9, 12, 0, 1, 2, 40",
        "10, 900, 0, 1, 20, 70",
    })
    void agreesWithMapsOfEverythingOnRandomPrograms(
            long seed, int addresses, int growth, int spread, int deepest, int immediate) {
        for (int frame = 0; frame < FRAMES; frame++) {
            tracker.frameDefinition(frame, String.valueOf(frame), "file.py", frame, true);
        }
        Random random = new Random(seed);
        for (int thread = 2; thread >= 0; thread--) {
            switchTo(thread);
        }
        int steps = 60_000;
        for (int step = 0; step < steps; step++) {
            int choice = random.nextInt(100);
            long address = 16L * random.nextInt(addresses);
            long base = 500 + (long) growth * step / steps + random.nextInt(spread);
            if (choice < 3) {
                switchTo(random.nextInt(3));
            } else if (choice < 25) {
                for (int n = random.nextInt(1 + deepest / 10 + 2); n > 0 && stack().size() < deepest; n--) {
                    push(random.nextInt(FRAMES));
                }
            } else if (choice < 45 && !stack().isEmpty()) {
                pop(1 + random.nextInt(Math.min(stack().size(), 1 + deepest / 10)));
            } else if (choice < 75 && (!live.containsKey(address) || (spread > 1 && random.nextInt(200) == 0))) {
                long sizeBytes =
                        random.nextInt(50) == 0 ? 0 : random.nextInt(2000) == 0 && spread > 1 ? 5L << 32 : base;
                allocate(address, sizeBytes, ALLOCATORS[random.nextInt(2)]);
                if (random.nextInt(100) < immediate) {
                    free(address);
                }
            } else if (choice < 99) {
                free(address);
            } else if (random.nextInt(20) == 0) {
                tracker.memory(step, 1);
            }
        }
        requireSameFigures();
    }
}

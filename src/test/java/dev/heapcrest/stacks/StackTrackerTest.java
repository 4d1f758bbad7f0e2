package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTrackerTest {
    private static final int MALLOC = Allocator.MALLOC.number();
    private static final int CALLOC = Allocator.CALLOC.number();

    private static final int DEEPEST = 1 << 24;

    private final Frames frames = new Frames(0, Limits.DEFAULT);
    private final Locations locations = new Locations(Limits.DEFAULT);
    private final List<String> heard = new ArrayList<>();
    private final StackTree tree = new StackTree(Limits.DEFAULT);
    private final StackSnapshots snapshots = new StackSnapshots(frames, tree, locations);
    private final StackTracker tracker = new StackTracker(
            frames,
            snapshots,
            new AllocationSink() {
                @Override
                public void allocation(long address, long sizeBytes, ThreadStack stack, int allocator) {
                    heard.add(describe(location(stack, allocator)));
                }

                @Override
                public void deallocation(long address, int threadIndex) {
                    heard.add("free " + threadIndex);
                }

                @Override
                public void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {
                    heard.add("mmap " + describe(location(stack, allocator)));
                }

                @Override
                public void unmapping(long address, long sizeBytes, int threadIndex) {
                    heard.add("munmap " + threadIndex);
                }

                @Override
                public void memory(long epochMillis, long residentBytes) {
                    heard.add("memory " + epochMillis);
                }
            },
            Limits.DEFAULT);

    private int location(ThreadStack stack, int allocator) {
        if (stack.full()) {
            snapshots.clear();
        }
        return snapshots.location(stack.snapshot(), allocator);
    }

    @BeforeEach
    void defineFrames() {
        for (int id = 0; id < 20; id++) {
            tracker.frameDefinition(id, "f" + id, "file.py", id, true);
        }
    }

    /** "thread allocator frames", outermost frame first. */
    private String describe(int location) {
        Map<Integer, int[]> nodes = new HashMap<>();
        tree.forEach((node, parent, frame) -> nodes.put(node, new int[] {parent, frame}));
        Deque<String> names = new ArrayDeque<>();
        for (int node = locations.stack(location); node != 0; node = nodes.get(node)[0]) {
            names.push(frames.string(frames.functionString(nodes.get(node)[1])));
        }
        return locations.thread(location) + " " + locations.allocator(location) + " " + String.join(";", names);
    }

    private void allocate(int allocator) {
        tracker.allocation(allocator, 16, 1, 0);
    }

    @Test
    void stacksStayWithTheirThreadsOverContextSwitches() {
        tracker.contextSwitch(77);
        tracker.framePush(1);
        tracker.contextSwitch(5);
        tracker.framePush(2);
        allocate(MALLOC);
        tracker.contextSwitch(77);
        tracker.framePush(3);
        allocate(MALLOC);
        assertEquals(List.of("1 6 f2", "0 6 f1;f3"), heard);
    }

    @Test
    void allocatorsOfOneStackAreDifferentLocations() {
        tracker.contextSwitch(1);
        tracker.framePush(1);
        allocate(MALLOC);
        allocate(CALLOC);
        allocate(MALLOC);
        assertEquals(List.of("0 6 f1", "0 8 f1", "0 6 f1"), heard);
        assertEquals(2, locations.count());
    }

    @Test
    void mappingsAreToldFromOtherAllocations() {
        tracker.contextSwitch(1);
        allocate(Allocator.MMAP.number());
        tracker.deallocation(Allocator.MUNMAP.number(), 16, 1);
        tracker.deallocation(Allocator.FREE.number(), 16, 0);
        assertEquals(List.of("mmap 0 14 ", "munmap 0", "free 0"), heard);
    }

    @Test
    void framesThatReadTheSameAreOne() {
        tracker.frameDefinition(100, "f1", "file.py", 1, false);
        tracker.contextSwitch(1);
        tracker.framePush(1);
        allocate(MALLOC);
        tracker.framePop(1);
        tracker.framePush(100);
        allocate(MALLOC);
        assertEquals(1, locations.count());
    }

    @Test
    void instructionsOfOneLineAreOneFrame() {
        Frames codeFrames = new Frames(0x030D_00F0, Limits.DEFAULT);
        StackSnapshots ofCode = new StackSnapshots(codeFrames, tree, locations);
        StackTracker coded = new StackTracker(codeFrames, ofCode, everyLocation(ofCode), Limits.DEFAULT);
        coded.codeObject(3, "g", "g.py", 10, new byte[] {(byte) 0x87, 0});
        coded.contextSwitch(1);
        coded.codeFramePush(3, 0, true);
        coded.allocation(MALLOC, 16, 1, 0);
        coded.framePop(1);
        coded.codeFramePush(3, 6, true);
        coded.allocation(MALLOC, 16, 1, 0);
        assertEquals(2, tree.count());
    }

    @Test
    void aFrameKeepsTheCodeObjectItWasPushedWith() {
        tracker.contextSwitch(1);
        tracker.codeObject(3, "before", "g.py", 10, new byte[0]);
        tracker.codeFramePush(3, 0, true);
        tracker.codeObject(3, "after", "g.py", 10, new byte[0]);
        allocate(MALLOC);
        tracker.codeFramePush(3, 0, true);
        allocate(MALLOC);
        assertEquals(List.of("0 6 before", "0 6 before;after"), heard);
    }

    @Test
    void aCodeObjectThatIsDefinedAgainAsItWasIsTheSame() {
        Frames codeFrames = new Frames(0x030D_00F0, Limits.DEFAULT);
        codeFrames.defineCode(3, "g", "g.py", 10, new byte[] {(byte) 0x87, 0});
        long key = codeFrames.keyOfCode(3, 6);
        codeFrames.defineCode(3, new String("g"), "g.py", 10, new byte[] {(byte) 0x87, 0});
        assertEquals(key, codeFrames.keyOfCode(3, 6));
        codeFrames.defineCode(3, "g", "g.py", 10, new byte[] {(byte) 0x87, 2});
        assertNotEquals(key, codeFrames.keyOfCode(3, 6));
        codeFrames.defineCode(3, "g", "g.py", 11, new byte[] {(byte) 0x87, 2});
        assertEquals(
                List.of(10, 11),
                List.of(codeFrames.line(codeFrames.frame(key)), codeFrames.line(codeFrames.ofCode(3, 6))));
    }

    @Test
    void impossibleRecordsAreDamage() {
        tracker.contextSwitch(1);
        tracker.framePush(1);
        assertDamage("pops 2 frames of a stack of 1", () -> tracker.framePop(2));
        assertDamage("frame 99 was not defined before", () -> tracker.framePush(99));
        assertDamage("code object 4 was not defined before", () -> tracker.codeFramePush(4, 0, true));
        assertDamage("frame 1 is defined a second time", () -> tracker.frameDefinition(1, "x", "y", 1, true));
        assertDamage("2^31", () -> tracker.codeObject(1L << 31, "x", "y", 1, new byte[0]));
    }

    @Test
    void snapshotsThatWereGivenUpAreNotFoundAgain() {
        int empty = snapshots.empty(0);
        int taken = snapshots.push(empty, 1, 0);
        for (int again = 0; again < 10; again++) {
            assertEquals(taken, snapshots.push(empty, 1, 0));
        }
        snapshots.clear();
        int other = snapshots.push(snapshots.empty(0), 2, 0);
        assertEquals(taken, other);
        assertNotEquals(other, snapshots.push(empty, 1, 0));
    }

    @Test
    void stacksHaveALimit() {
        tracker.contextSwitch(1);
        for (int frame = 0; frame < DEEPEST; frame++) {
            tracker.framePush(1);
        }
        assertDamage("more than 16777216 frames on one stack", () -> tracker.framePush(1));
        tracker.framePop(DEEPEST);
        allocate(MALLOC);
        assertEquals(List.of("0 6 "), heard);
    }

    private static void assertDamage(String part, Runnable record) {
        CaptureDamage damage = assertThrows(CaptureDamage.class, record::run);
        assertTrue(damage.getMessage().contains(part), damage.getMessage());
    }

    @Test
    void theLastNameOfAThreadCounts() {
        tracker.contextSwitch(9);
        tracker.threadName("first");
        tracker.threadName("second");
        assertEquals(List.of("second"), List.of(tracker.threads().names()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithListsOfFramesOnRandomWork(long seed) {
        Random random = new Random(seed);
        Map<Integer, List<Integer>> stacks = new HashMap<>();
        int thread = 0;
        tracker.contextSwitch(0);
        List<String> expected = new ArrayList<>();
        for (int step = 0; step < 3000; step++) {
            List<Integer> stack = stacks.computeIfAbsent(thread, t -> new ArrayList<>());
            switch (random.nextInt(8)) {
                case 0 -> {
                    thread = random.nextInt(3);
                    tracker.contextSwitch(thread);
                }
                case 1, 2, 3 -> {
                    int frame = random.nextInt(4);
                    stack.add(frame);
                    tracker.framePush(frame);
                }
                case 4, 5 -> {
                    int count = random.nextInt(4);
                    if (count > 0 && count <= stack.size()) {
                        stack.subList(stack.size() - count, stack.size()).clear();
                        tracker.framePop(count);
                    }
                }
                default -> {
                    allocate(MALLOC);
                    String names =
                            String.join(";", stack.stream().map(f -> "f" + f).toList());
                    expected.add(tracker.threads().indexOf(thread) + " " + MALLOC + " " + names);
                }
            }
        }
        assertEquals(expected, heard);
    }

    private AllocationSink everyLocation(StackSnapshots all) {
        return new AllocationSink() {
            @Override
            public void allocation(long address, long sizeBytes, ThreadStack stack, int allocator) {
                all.location(stack.snapshot(), allocator);
            }

            @Override
            public void deallocation(long address, int threadIndex) {}

            @Override
            public void mapping(long address, long sizeBytes, ThreadStack stack, int allocator) {}

            @Override
            public void unmapping(long address, long sizeBytes, int threadIndex) {}

            @Override
            public void memory(long epochMillis, long residentBytes) {}
        };
    }
}

package dev.heapcrest.stacks;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.testing.Footprint;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The heap that the tables of stacks take is what their comments state. Hash tables are measured just before and just
 * behind their growth.
 */
class StackFootprintTest {
    private static final int CHUNK_BYTES = 2 << 20;

    // what the comments say, and nothing else in this test does
    private static final Footprint STACK_NODE = new Footprint(16, 16, CHUNK_BYTES);
    private static final Footprint STACK_NODE_OF_MANY_SIBLINGS = new Footprint(16 + 24, 16 + 48, CHUNK_BYTES + 32_768);
    private static final Footprint STACK_NODE_WITH_A_LOCATION = new Footprint(4 + 12, 1.5 * (4 + 16), 32_768);
    private static final Footprint STACK_NODE_WITHOUT_ONE = new Footprint(4, 1.5 * 4, 32_768);
    private static final Footprint INSTRUCTION = new Footprint(24, 48, 32_768);
    private static final Footprint FRAME_WHOSE_FUNCTION_HAS_FOUR = new Footprint(32 + 60 / 4.0, 56 + 114 / 4.0, 32_768);

    @ParameterizedTest
    @ValueSource(ints = {400_000, 3_000_000})
    void aStackNode(int count) {
        STACK_NODE.require(count, () -> {
            StackTree tree = new StackTree(Limits.DEFAULT);
            int node = 0;
            for (int i = 0; i < count; i++) {
                // a deep chain, now and then one that starts anew
                node = tree.child(i % 1000 == 0 ? i / 2 : node, 1 + i % 5000);
            }
            return tree;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {349_000, 352_000})
    void aStackNodeOfMoreSiblingsThanABucketHas(int count) {
        STACK_NODE_OF_MANY_SIBLINGS.require(count, () -> {
            StackTree tree = new StackTree(Limits.DEFAULT);
            for (int i = 0; i < count; i++) {
                tree.child(0, 1 + i);
            }
            return tree;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {500_000, 1_200_000})
    void aLocation(int count) {
        STACK_NODE_WITH_A_LOCATION.require(count, () -> {
            Locations locations = new Locations(Limits.DEFAULT);
            for (int i = 0; i < count; i++) {
                locations.of(i, 0, 6);
            }
            return locations;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500_000, 4_000_000})
    void aStackNodeInWhichNothingIsAllocated(int count) {
        STACK_NODE_WITHOUT_ONE.require(count, () -> {
            Locations locations = new Locations(Limits.DEFAULT);
            for (int i = 0; i < count; i += 1000) {
                locations.of(i, 0, 6);
            }
            locations.of(count - 1, 0, 6);
            return locations;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {349_000, 350_000})
    void anInstruction(int count) {
        INSTRUCTION.require(count, () -> {
            LongToIntTable frames = new LongToIntTable();
            for (int i = 0; i < count; i++) {
                frames.add((long) (i / 40) << 32 | i % 40 * 6, 1 + i);
            }
            return frames;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 300_000})
    void aFrameWhoseFunctionHasFour(int count) {
        String[] functions =
                IntStream.range(0, 1 + count / 4).mapToObj(i -> "function_" + i).toArray(String[]::new);
        FRAME_WHOSE_FUNCTION_HAS_FOUR.require(count, () -> {
            Frames frames = new Frames(0x030D00F0, Limits.DEFAULT);
            for (int i = 0; i < count; i++) {
                frames.intern(functions[i / 4], "module.py", i % 4);
            }
            return frames;
        });
    }
}

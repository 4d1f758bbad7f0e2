package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTreeTest {
    private record Edge(int parent, int frame) {}

    private final StackTree tree = new StackTree(Limits.DEFAULT);

    @Test
    void theSameFrameOnTheSameParentIsOneNode() {
        int node = tree.child(0, 7);
        assertEquals(node, tree.child(0, 7));
        assertEquals(2, tree.count());
    }

    @Test
    void aParentCanHaveMoreChildrenThanItsBucketHolds() {
        Map<Integer, Integer> nodes = new HashMap<>();
        for (int frame = 1; frame <= 1000; frame++) {
            nodes.put(frame, tree.child(0, frame));
        }
        assertEquals(1001, tree.count());
        nodes.forEach((frame, node) -> assertEquals(node, tree.child(0, frame)));
    }

    /** The more frames there are to choose from, the bushier the tree; 200,000 nodes span two chunks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50, 100_000})
    void agreesWithAMapOfEdges(int frames) {
        Random random = new Random(frames);
        Map<Edge, Integer> model = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            int parent = random.nextInt(4) == 0 ? random.nextInt(tree.count()) : tree.count() - 1;
            int frame = 1 + random.nextInt(frames);
            int node = tree.child(parent, frame);
            Integer known = model.putIfAbsent(new Edge(parent, frame), node);
            assertEquals(known == null ? tree.count() - 1 : known, node);
        }
        Map<Edge, Integer> visited = new HashMap<>();
        tree.forEach((node, parent, frame) -> {
            assertTrue(parent < node, () -> "node " + node + " before its parent " + parent);
            visited.put(new Edge(parent, frame), node);
        });
        assertEquals(model, visited);
    }

    @Test
    void takesTheLargestFrameId() {
        int node = tree.child(0, (1 << StackTree.FRAME_BITS) - 1);
        tree.forEach((visited, parent, frame) -> {
            assertEquals(node, visited);
            assertEquals(0, parent);
            assertEquals((1 << StackTree.FRAME_BITS) - 1, frame);
        });
    }
}

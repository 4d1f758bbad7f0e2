package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native frames, and eras of loaded images. */
class NativeStacksTest {
    private final NativeStacks natives = new NativeStacks(Limits.DEFAULT);

    private void list(Object... pathsAndLoadAddresses) {
        natives.memoryMapStart();
        for (int i = 0; i < pathsAndLoadAddresses.length; i += 2) {
            natives.segmentHeader((String) pathsAndLoadAddresses[i], 1, (Integer) pathsAndLoadAddresses[i + 1]);
            natives.segment(0x100, 0x1000);
        }
    }

    private int era() {
        return NativeStacks.eraOf(natives.stack(0));
    }

    @Test
    void a_list_that_only_adds_images_continues_the_era() {
        int before = era();
        list("a", 1, "b", 2);
        assertEquals(before, era(), "nothing was there before");
        list("c", 3, "b", 2, "a", 1);
        assertEquals(before, era());
        assertEquals(
                List.of("c", "b", "a"),
                natives.images(before).stream()
                        .map(NativeStacks.LoadedImage::path)
                        .toList());
    }

    @Test
    void an_image_that_is_gone_or_elsewhere_begins_an_era() {
        list("a", 1, "b", 2);
        int first = era();
        list("a", 1);
        assertNotEquals(first, era(), "b is gone");
        int second = era();
        list("a", 7);
        assertNotEquals(second, era(), "a was moved");
        natives.memoryMapStart();
        natives.segmentHeader("a", 1, 7);
        natives.segment(0x100, 0x2000);
        assertEquals(4, natives.eraCount(), "another build of a");
        assertEquals(2, natives.images(first).size(), "what the first era had");
    }

    @Test
    void a_stack_of_one_frame_differs_by_era_alone() {
        list("a", 1);
        natives.nativeFrame(0x1234, 0);
        long stack = natives.stack(1);
        list("a", 1, "b", 2);
        assertEquals(stack, natives.stack(1));
        list("b", 2);
        assertNotEquals(stack, natives.stack(1));
        assertEquals(stack, natives.stackOfList(1, 2), "aggregated captures name the list");
        assertEquals(1, NativeStacks.frameOf(stack));
    }

    @Test
    void frames_have_callers_that_came_before() {
        for (int frame = 1; frame <= 5000; frame++) {
            natives.nativeFrame(0x1000L + frame, frame / 2);
        }
        assertEquals(2500, natives.parent(5000));
        assertEquals(0x1000L + 5000, natives.instructionPointer(5000));
        require(Rule.NATIVE_PARENT_UNDEFINED, () -> natives.nativeFrame(1, 5001));
        require(Rule.NATIVE_PARENT_UNDEFINED, () -> natives.nativeFrame(1, -1));
        require(Rule.NATIVE_FRAME_UNDEFINED, () -> natives.stack(5001));
        require(Rule.MEMORY_MAP_UNDEFINED, () -> natives.stackOfList(1, 1));
    }

    @Test
    void more_frames_than_the_limit_are_refused() {
        NativeStacks few = new NativeStacks(Limits.DEFAULT.with(Limit.NATIVE_FRAMES, 2));
        few.nativeFrame(1, 0);
        few.nativeFrame(1, 1);
        require(Rule.NATIVE_FRAMES, () -> few.nativeFrame(1, 2));
    }

    private static void require(Rule rule, Runnable what) {
        assertEquals(rule, assertThrows(CaptureDamage.class, what::run).rule());
    }
}

package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.stacks.Frames;
import org.junit.jupiter.api.Test;

class AggregatedFiguresTest {
    private static final int PYTHON_3_13 = 0x030D0000;

    private final AggregatedFigures figures =
            new AggregatedFigures(new Frames(PYTHON_3_13, Limits.DEFAULT), Limits.DEFAULT);

    /** One of the two stacks would otherwise carry the other's name, and nobody would know. */
    @Test
    void aFrameThatIsDefinedASecondTimeIsDamage() {
        figures.frameDefinition(62, "load", "shop.py", 3, true);
        assertSecondTime(62, () -> figures.frameDefinition(62, "save", "shop.py", 9, true));

        figures.codeObject(0, "load", "shop.py", 3, new byte[0]);
        figures.codeFrameDefinition(0, 0, 2, true);
        assertSecondTime(0, () -> figures.codeFrameDefinition(0, 0, 4, true));
    }

    private static void assertSecondTime(long frameId, Runnable definition) {
        CaptureDamage damage = assertThrows(CaptureDamage.class, definition::run);
        assertEquals("frame " + frameId + " is defined a second time", damage.getMessage());
    }
}

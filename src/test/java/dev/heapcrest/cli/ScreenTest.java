package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is drawn on a terminal fits it. */
class ScreenTest {
    private static String drawn(Screen screen, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                false,
                System::nanoTime,
                "heapcrest",
                screen);
        assertEquals(0, Main.execute(terminal, arguments));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String capture() {
        return CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin").toString();
    }

    @Test
    void the_launcher_says_how_high_the_terminal_is() {
        assertEquals(Screen.NONE, Screen.ofProcess(""));
        assertEquals(33, Screen.ofProcess("33 99").lines());
        assertTrue(Screen.ofProcess("33 99").terminal());
        for (String strange : List.of("unknown", "0 0", "-5 80", "x 80", "33")) {
            assertEquals(24, Screen.ofProcess(strange).lines(), strange);
            assertTrue(Screen.ofProcess(strange).terminal(), strange);
        }
    }

    @Test
    void a_summary_leaves_five_lines_of_the_terminal_and_has_ten_rows_at_least() {
        assertEquals(
                1 + 35 + 1,
                drawn(new Screen(true, 40, false), "summary", capture()).lines().count());
        assertEquals(
                1 + 10 + 1,
                drawn(new Screen(true, 8, false), "summary", capture()).lines().count());
    }

    @Test
    void colours_are_where_they_are_wanted_and_change_nothing_else() {
        for (String command : List.of("summary", "tree")) {
            String plain = drawn(new Screen(true, 24, false), command, capture());
            String coloured = drawn(new Screen(true, 24, true), command, capture());
            assertFalse(plain.contains("\u001b"), command);
            assertTrue(coloured.contains("\u001b[36m/srv/shop/threads8.py"), coloured);
            assertEquals(plain, coloured.replaceAll("\u001b\\[[\\d;]+m", ""), command);
        }
    }
}

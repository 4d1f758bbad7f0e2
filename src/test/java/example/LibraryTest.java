package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.Heapcrest;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.merge.PeakOfSum;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ReportOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as a stranger uses it: from another package, by its API alone. */
class LibraryTest {
    private static final Path CAPTURES = Path.of("testdata/captures");
    private static final Path COMPLEX = CAPTURES.resolve("complex-h13-py313-lz4.bin");

    @Test
    void functions_hold_what_memray_says() throws IOException {
        Map<String, Long> held = LargestHolders.byFunction(COMPLEX);
        assertEquals(465_750, held.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(200_041, held.get("g"));
    }

    @Test
    void one_pass_gives_a_page_and_an_export(@TempDir Path folder) throws IOException {
        LargestHolders.writeBoth(COMPLEX, folder);
        String page = Files.readString(folder.resolve("leaks.html"));
        assertTrue(page.startsWith("<!DOCTYPE html>"), "page");
        assertTrue(page.contains("flamegraph report (memory leaks)"), "leaks first");
        assertFalse(Files.readString(folder.resolve("temporary.txt")).isEmpty());
    }

    @Test
    void forked_processes_held_so_much_together() throws IOException {
        String parent = "forks-h13-py313-lz4";
        List<Path> family = new ArrayList<>(List.of(CAPTURES.resolve(parent + ".bin")));
        for (int child = 1; child <= 5; child++) {
            family.add(CAPTURES.resolve(parent + ".child" + child + ".bin"));
        }
        PeakOfSum together = LargestHolders.together(family);
        assertEquals(2_412_214, together.bytes());
        assertEquals(3_412_280, together.boundBytes());
    }

    @Test
    void a_watcher_ends_the_reading_and_the_profile_says_so() throws IOException {
        Path large = CAPTURES.resolve("wide20000-h13-py313-lz4.bin");
        Profile part = LargestHolders.beginning(large, 1);
        Profile whole = Heapcrest.profile(large);
        assertFalse(part.coverage().complete());
        assertTrue(part.coverage().records() < whole.coverage().records());
    }

    @Test
    void a_profile_is_a_value() throws IOException {
        Profile once = Heapcrest.profile(COMPLEX);
        Profile again =
                Heapcrest.profile(new ByteArrayInputStream(Files.readAllBytes(COMPLEX)), ProfileOptions.DEFAULT);
        assertEquals(once.frames(), again.frames());
        assertEquals(once.stacks(), again.stacks());
        assertEquals(once.figures(), again.figures());
        assertEquals(once.timeline(), again.timeline());
        assertEquals(once, Heapcrest.profile(COMPLEX));
        assertEquals(once.hashCode(), Heapcrest.profile(COMPLEX).hashCode());
        assertFalse(once.equals(Heapcrest.profile(CAPTURES.resolve("complex-h13-py312-lz4.bin"))));
    }

    @Test
    void the_same_capture_options_and_time_give_the_same_page() throws IOException {
        ReportOptions options = ReportOptions.of("x.bin").withWrittenMillis(0);
        List<String> pages = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            Heapcrest.writePage(Heapcrest.profile(COMPLEX), View.Kind.PEAK, options, page);
            pages.add(page.toString(StandardCharsets.UTF_8));
        }
        assertEquals(pages.get(0), pages.get(1));
    }

    @Test
    void what_cannot_be_answered_is_an_exception_of_its_own() {
        assertThrows(CaptureException.NotACapture.class, () -> Heapcrest.profile(Path.of("README.md")));
        assertThrows(
                UnsupportedProfileException.class,
                () -> Heapcrest.profile(
                        CAPTURES.resolve("complex-h13-py313-agg-lz4.bin"),
                        ProfileOptions.DEFAULT.withTemporaryThreshold(0)));
        assertThrows(
                IllegalArgumentException.class, () -> Heapcrest.tree(Heapcrest.profile(COMPLEX), View.Kind.TEMPORARY));
    }

    @Test
    void a_header_alone_is_read_without_its_records() throws IOException {
        assertEquals(13, Heapcrest.header(COMPLEX).version());
    }

    /** Whoever copies from the document gets what is compiled and run here. */
    @Test
    void the_document_shows_this_code() throws IOException {
        String code = Files.readString(Path.of("src/test/java/example/LargestHolders.java"));
        String document = Files.readString(Path.of("docs/library.md"));
        Matcher part = Pattern.compile("(?ms)^    // docs/library.md: (\\w+)\n(.*?)^    // end$")
                .matcher(code);
        int parts = 0;
        while (part.find()) {
            String shown = part.group(2).replaceAll("(?m)^    ", "").strip();
            assertTrue(document.contains("```java\n" + shown + "\n```"), part.group(1) + " is not in docs/library.md");
            parts++;
        }
        assertEquals(4, parts);
        Matcher ofReadme =
                Pattern.compile("```java\n.*?```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertTrue(ofReadme.find() && document.contains(ofReadme.group()), "README shows a part of it");
    }
}

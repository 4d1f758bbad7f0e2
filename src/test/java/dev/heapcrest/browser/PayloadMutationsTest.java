package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page's reader and payloads that were changed by whole parts: {@code mvn test -Dtest=PayloadMutationsTest
 * -Dmutations=1000000 -Dseed=7} tries more of them.
 */
@ExtendWith(ChromiumExtension.class)
class PayloadMutationsTest {
    private static final int AT_ONCE = 500;

    private static final List<String> CAPTURES =
            List.of("complex-h13-py313-lz4", "threads8-h13-py313-lz4", "evilnames-h13-py313-lz4");

    private static List<List<String>> pages() {
        List<List<String>> pages = new ArrayList<>();
        for (String capture : CAPTURES) {
            CommandRun run = CommandRun.ofCaptures(List.of(capture), "flamegraph", "--temporal", "-q", "-o", "-");
            pages.add(PayloadInBrowserTest.blocks(run.outText()));
        }
        return pages;
    }

    @Test
    void a_changed_payload_is_refused_or_its_parts_fit_together(Browser browser) {
        List<List<String>> pages = pages();
        long first = Long.getLong("seed", 1);
        long mutations = Long.getLong("mutations", 2_000);
        long read = 0;
        long refused = 0;
        for (long seed = first; seed < first + mutations; seed += AT_ONCE) {
            Map<?, ?> outcome = (Map<?, ?>) browser.runWithModules("""
                    const {checkMutations} = await import('/test/payload-mutations.js');
                    return checkMutations(...given);
                    """, pages, seed, AT_ONCE);
            assertEquals(List.of(), outcome.get("problems"));
            read += ((Number) outcome.get("read")).longValue();
            refused += ((Number) outcome.get("refused")).longValue();
        }
        assertTrue(read > mutations / 50 && refused > mutations / 2, read + " read, " + refused + " refused");
    }

    /** Found by such changes: 70 kB took four seconds. */
    @Test
    void a_thread_id_of_more_than_ten_bytes_is_none(Browser browser) {
        Object answer = browser.runWithModules("""
                const {ColumnReader} = await import('/format/column-reader.js');
                const bytes = new Uint8Array(12).fill(128);
                bytes[11] = 1;
                try {
                  return new ColumnReader(bytes, 0, bytes.length).big();
                } catch (error) {
                  return error.name;
                }
                """);
        assertEquals("DamagedReport", answer);
    }

    /** Found by such changes: their sum became negative. */
    @Test
    void frames_that_call_more_than_there_is_are_refused(Browser browser) {
        Object answer = browser.runWithModules("""
                const {parseReport} = await import('/format/report-reader.js');
                const {replaced} = await import('/test/payload-mutations.js');
                try {
                  parseReport(await replaced(given[0], 6, [2 ** 31 - 1, 2, ...new Array(9000).fill(0)]));
                  return 'read';
                } catch (error) {
                  return error.name;
                }
                """, pages().get(0));
        assertEquals("DamagedReport", answer);
    }
}

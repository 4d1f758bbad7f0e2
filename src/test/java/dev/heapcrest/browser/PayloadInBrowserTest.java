package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.html.PayloadReader;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Java wrote, the page's own reader reads; what was damaged on the way, it refuses in words. */
@ExtendWith(ChromiumExtension.class)
class PayloadInBrowserTest {
    private static final String READ = """
            const {readReport} = await import('/format/report-reader.js');
            const r = await readReport(arguments[0]);
            const texts = (ids) => Array.from(ids, (id) => r.strings[id]);
            return {
              functions: texts(r.frames.function), sources: texts(r.frames.source),
              files: texts(r.files.name), modules: texts(r.files.module), kinds: Array.from(r.files.kind),
              frameFiles: Array.from(r.frames.file), lines: Array.from(r.frames.line), flags: Array.from(r.frames.flags),
              depths: Array.from(r.nodes.depth), parents: Array.from(r.nodes.parent), frames: Array.from(r.nodes.frame),
              ownNodes: Array.from(r.own.node), ownThreads: Array.from(r.own.thread),
              ownAllocators: Array.from(r.own.allocator),
              metrics: r.own.metrics.map((m) => m.kind),
              figures: r.own.metrics.map((m) => [Array.from(m.bytes), Array.from(m.count)]),
              threads: r.threads.map((t) => t.id + ' ' + t.name),
              samples: [Array.from(r.samples.time), Array.from(r.samples.resident), Array.from(r.samples.heap)],
              view: r.meta.view, inverted: r.meta.inverted, peakBytes: r.meta.peakBytes,
              views: r.meta.views.map((v) => v.key + ' ' + v.label + ' ' + v.section + ' ' + v.count),
            };
            """;

    private static String page(CallTree tree, String commandLine, String... threads) {
        Profile profile = Profiles.profile(tree, Profiles.header(commandLine), Profiles.COMPLETE, threads);
        return Profiles.html(profile, tree, Profiles.options());
    }

    static List<String> blocks(String html) {
        List<String> blocks = new ArrayList<>();
        String begin = "class=\"payload\">";
        for (int at = html.indexOf(begin); at >= 0; at = html.indexOf(begin, at + 1)) {
            blocks.add(html.substring(at + begin.length(), html.indexOf("</script>", at)));
        }
        return blocks;
    }

    private static List<Long> longs(int[] values) {
        return IntStream.of(values).mapToObj(value -> (long) value).toList();
    }

    private static List<Long> longs(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    private static List<String> texts(PayloadReader read, int[] ids) {
        return IntStream.of(ids).mapToObj(id -> read.strings[id]).toList();
    }

    /** Compares every value that the two readers of one page found. */
    private static void assertReadsAlike(Browser browser, String html) {
        PayloadReader java = PayloadReader.ofPage(html);
        Map<?, ?> js = (Map<?, ?>) browser.runWithModules(READ, blocks(html));
        assertEquals(texts(java, java.functions), js.get("functions"));
        assertEquals(texts(java, java.sources), js.get("sources"));
        assertEquals(texts(java, java.fileNames), js.get("files"));
        assertEquals(texts(java, java.fileModules), js.get("modules"));
        assertEquals(longs(java.fileKinds), js.get("kinds"));
        assertEquals(longs(java.files), js.get("frameFiles"));
        assertEquals(longs(java.lines), js.get("lines"));
        assertEquals(longs(java.flags), js.get("flags"));
        assertEquals(longs(java.depths), js.get("depths"));
        assertEquals(longs(java.parents), js.get("parents"));
        assertEquals(longs(java.nodeFrames), js.get("frames"));
        assertEquals(longs(java.ownNodes), js.get("ownNodes"));
        assertEquals(longs(java.ownThreads), js.get("ownThreads"));
        assertEquals(longs(java.ownAllocators), js.get("ownAllocators"));
        List<?> metrics = (List<?>) js.get("metrics");
        List<String> names = List.of("peak", "leaks", "temporary");
        assertEquals(java.metrics.size(), metrics.size());
        for (int m = 0; m < metrics.size(); m++) {
            long[][] columns = java.metrics.get(8 + names.indexOf(metrics.get(m)));
            assertEquals(List.of(longs(columns[0]), longs(columns[1])), ((List<?>) js.get("figures")).get(m));
        }
        List<String> threads = new ArrayList<>();
        for (int i = 0; i < java.threadIds.length; i++) {
            threads.add("0x" + Long.toHexString(java.threadIds[i]) + " " + java.strings[java.threadNames[i]]);
        }
        assertEquals(threads, js.get("threads"));
        assertEquals(List.of(longs(java.times), longs(java.resident), longs(java.heap)), js.get("samples"));
        assertEquals(java.metadata.get("view").getAsString(), js.get("view"));
        assertEquals(java.metadata.get("inverted").getAsBoolean(), js.get("inverted"));
        assertEquals(java.metadata.get("peak_memory_bytes").getAsLong(), ((Number) js.get("peakBytes")).longValue());
        List<String> views = new ArrayList<>();
        for (JsonElement view : java.metadata.getAsJsonArray("views")) {
            JsonObject one = view.getAsJsonObject();
            String key = one.get("key").getAsString();
            views.add(key + " " + one.get("label").getAsString() + " "
                    + one.get("section").getAsInt() + " "
                    + java.metadata.getAsJsonObject(key).get("count").getAsLong());
        }
        assertEquals(views, js.get("views"));
    }

    @Test
    void random_trees_read_in_the_browser_as_in_java(Browser browser) {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            Profiles.TreeMaker maker = new Profiles.TreeMaker();
            int depth = 0;
            for (int i = random.nextInt(1500); i > 0; i--) {
                depth = 1 + random.nextInt(depth + 1);
                int function = random.nextInt(300);
                maker.node(depth, "f" + function, "pkg" + function % 7 + "/m.py", random.nextInt(3000) - 5);
                for (int own = random.nextInt(3); own > 0; own--) {
                    // of both signs; JavaScript is exact up to 2^53
                    long bytes = random.nextLong() >> 10 + random.nextInt(54);
                    maker.own(random.nextInt(3), 1 + random.nextInt(15), bytes, 1, random.nextBoolean() ? bytes : 0, 7);
                }
            }
            assertReadsAlike(browser, page(maker.tree(), "app.py", "a", "", "c"));
        }
    }

    @Test
    void a_clock_that_was_set_back_does_not_turn_the_samples_round(Browser browser) {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "main", "app.py", 1)
                .own(0, 6, 5, 1, 3, 1)
                .tree();
        Profile steady = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread");
        long start = 1_700_000_000_000L;
        LongColumn heap = LongColumn.of(1, 2, 3, 4);
        Profile profile = new Profile(
                steady.header(),
                steady.coverage(),
                steady.frames(),
                steady.stacks(),
                steady.threads(),
                steady.locations(),
                steady.figures(),
                5,
                1,
                Profile.PeakTime.UNKNOWN,
                new Profile.Timeline(
                        LongColumn.of(start, start + 10, start - 3_600_000, start - 3_599_985), heap, heap),
                false);
        String html = Profiles.html(profile, tree, Profiles.options());
        Map<?, ?> js = (Map<?, ?>) browser.runWithModules(READ, blocks(html));
        assertEquals(List.of(start, start + 10, start + 10, start + 25), ((List<?>) js.get("samples")).get(0));
        assertTrue(html.contains("The clock was set back while the program ran."), "the page says so");
        assertTrue(
                !Profiles.html(steady, tree, Profiles.options()).contains("The clock was set back"),
                "and only where it was");
    }

    @Test
    void hostile_names_read_in_the_browser_as_in_java(Browser browser) {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (String name : Profiles.HOSTILE_NAMES) {
            maker.node(1, name, name + ".py", 1).own(0, 6, 1, 1, 1, 1);
        }
        String all = String.join(" ", Profiles.HOSTILE_NAMES).replaceAll("[\\uD800-\\uDFFF]", "?");
        assertReadsAlike(browser, page(maker.tree(), all, Profiles.HOSTILE_NAMES.toArray(new String[0])));
    }

    @Test
    void the_root_alone_and_a_very_deep_stack_read_in_the_browser_as_in_java(Browser browser) {
        assertReadsAlike(browser, page(new Profiles.TreeMaker().tree(), "app.py"));
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int depth = 1; depth <= 20_000; depth++) {
            maker.node(depth, "again", "deep.py", depth % 2);
        }
        assertReadsAlike(browser, page(maker.own(0, 6, 64, 1, 64, 1).tree(), "app.py", "main"));
    }

    @Test
    void a_payload_that_was_damaged_anywhere_is_refused_in_words(Browser browser) {
        CallTree tree = new Profiles.TreeMaker()
                .node(1, "main", "app.py", 10)
                .own(0, 6, 100, 1, 50, 1)
                .node(2, "load", "app.py", 20)
                .own(0, 6, 1 << 20, 3, 0, 0)
                .tree();
        String whole = blocks(page(tree, "app.py", "main")).get(0);
        List<List<String>> damaged = new ArrayList<>();
        damaged.add(List.of());
        damaged.add(List.of(""));
        damaged.add(List.of(whole, whole));
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            // the first 20 characters are gzip's own header, parts of which mean nothing
            int at = 20 + random.nextInt(whole.length() - 22);
            char other = whole.charAt(at) == 'A' ? 'Q' : 'A';
            damaged.add(List.of(whole.substring(0, at) + other + whole.substring(at + 1)));
            damaged.add(List.of(whole.substring(0, at)));
            damaged.add(List.of(whole.substring(0, at) + "<" + whole.substring(at + 1)));
        }
        Object answers = browser.runWithModules("""
                const {readReport} = await import('/format/report-reader.js');
                const answers = [];
                for (const blocks of arguments[0]) {
                  answers.push(await readReport(blocks).then(() => 'read', (problem) => problem.message));
                }
                return answers;
                """, damaged);
        for (Object answer : (List<?>) answers) {
            assertTrue(answer.toString().startsWith("This report is damaged or incomplete: "), answer.toString());
        }
    }

    @Test
    void sections_that_lie_are_refused_without_the_checksum(Browser browser) {
        Object answers = browser.runWithModules(
                """
                const {parseReport} = await import('/format/report-reader.js');
                const {inflate} = await import('/format/inflate.js');
                const whole = await inflate(arguments[0]);
                const answers = [];
                for (let at = 9; at < whole.length - 7; at++) {
                  for (const octet of [0, 1, 127, 128, 255]) {
                    const bytes = whole.slice();
                    bytes[at] = octet;
                    try {
                      parseReport(bytes);
                    } catch (problem) {
                      if (problem.name !== 'DamagedReport') answers.push(at + ': ' + problem);
                    }
                  }
                }
                return answers;
                """,
                blocks(page(
                        new Profiles.TreeMaker()
                                .node(1, "main", "app.py", 10)
                                .own(0, 6, 100, 1, 50, 1)
                                .tree(),
                        "app.py",
                        "main")));
        assertEquals(Arrays.asList(), answers);
    }
}

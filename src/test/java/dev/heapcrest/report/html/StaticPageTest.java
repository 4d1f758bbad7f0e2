package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The functions that are listed in the part of the page that needs no script, and in the summary for machines. */
class StaticPageTest {
    private static final int LIMIT = 50;

    /** A caller for each leaf, largest caller over the smallest leaf: the two tables list different functions. */
    private static CallTree pairs(int count) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(1, count).boxed().toList());
        Collections.shuffle(numbers, new Random(count));
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int number : numbers) {
            int other = count + 1 - number;
            maker.node(1, "caller" + number, "app.py", 1);
            maker.own(0, 6, 0, 0, 0, 0);
            maker.node(2, "leaf" + number, "app.py", 2);
            maker.own(0, 6, 1000 + number, 1, 0, 0);
            maker.node(2, "spread", "app.py", 3);
            maker.own(0, 6, 10L * other, 1, 0, 0);
        }
        return maker.tree();
    }

    /** Names of functions in the table behind a heading, as they are listed. */
    private static List<String> listed(String html, String heading) {
        int from = html.indexOf("<h2>" + heading + "</h2>");
        String table = html.substring(from, html.indexOf("</table>", from));
        Matcher row = Pattern.compile("<tr><td>([^<]*)</td>").matcher(table);
        return row.results().map(found -> found.group(1)).toList();
    }

    /** Names of functions in the summary for machines, as they are listed. */
    private static List<String> summed(String html) {
        String start = "id=\"summary\">";
        int from = html.indexOf(start) + start.length();
        JsonObject summary = JsonParser.parseString(html.substring(from, html.indexOf("</script>", from)))
                .getAsJsonObject();
        return summary.getAsJsonArray("top_functions").asList().stream()
                .map(row -> row.getAsJsonObject().get("function").getAsString())
                .toList();
    }

    private static String html(CallTree tree) {
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread");
        return Profiles.html(profile, tree, Profiles.options());
    }

    @Test
    void of_more_functions_the_fifty_largest_are_listed_in_each_table() {
        String html = html(pairs(70));
        List<String> self = listed(html, "Functions that hold most themselves");
        List<String> total = listed(html, "Functions that hold most with all that they called");
        List<String> expectedSelf = new ArrayList<>(List.of("spread"));
        IntStream.range(0, LIMIT - 1).forEach(i -> expectedSelf.add("leaf" + (70 - i)));
        assertEquals(expectedSelf, self);
        List<String> expectedTotal = new ArrayList<>(List.of("spread"));
        // a caller holds 1000 + n + 10 * (71 - n), so the first ones hold most; no leaf comes near them
        IntStream.range(1, LIMIT).forEach(n -> expectedTotal.add("caller" + n));
        assertEquals(expectedTotal, total);
        assertEquals(expectedTotal, summed(html));
    }

    @Test
    void fifty_functions_are_all_listed() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int i = 1; i <= LIMIT; i++) {
            maker.node(1, "f" + i, "app.py", i).own(0, 6, 10_000 - i, 1, 0, 0);
        }
        List<String> all =
                IntStream.rangeClosed(1, LIMIT).mapToObj(i -> "f" + i).toList();
        String html = html(maker.tree());
        assertEquals(all, listed(html, "Functions that hold most themselves"));
        assertEquals(all, listed(html, "Functions that hold most with all that they called"));
    }

    @Test
    void functions_are_counted_before_folding() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (int i = 1; i <= 60; i++) {
            maker.node(1, "f" + i, "app.py", i).own(0, 6, 10_000 - i, 1, 0, 0);
        }
        CallTree tree = maker.tree();
        Profile profile = Profiles.profile(tree, Profiles.header("app.py"), Profiles.COMPLETE, "MainThread");
        String whole = html(tree);
        String folded = Profiles.html(profile, tree, Profiles.options(), 10);
        for (String heading :
                List.of("Functions that hold most themselves", "Functions that hold most with all that they called")) {
            assertEquals(LIMIT, listed(folded, heading).size());
            assertEquals(listed(whole, heading), listed(folded, heading));
        }
        assertEquals(summed(whole), summed(folded));
    }

    /** For readers whose viewer forbids scripts: build servers, previews of mail. */
    @Test
    void the_part_without_script_begins_with_the_headline_and_says_what_is_missing() {
        String html = html(pairs(3));
        String part = html.substring(html.indexOf("<main id=\"static\">"));
        assertTrue(part.startsWith("<main id=\"static\">\n<h1>app.py held "), part.substring(0, 200));
        assertTrue(part.indexOf("save the file and open it from disk") < part.indexOf("<h2>"), "before the figures");
        assertTrue(html.contains("<title>app.py · "), "the browser's title");
        assertFalse(part.substring(0, part.indexOf("<h2>")).contains("flamegraph report"));
    }

    @Test
    void hidden_native_frames_are_told_on_the_first_view_of_captures_that_have_them() {
        String banner = "id=\"native-notice\"";
        Object capture = CommandRun.CAPTURES.resolve("nativemix-h13-py313-lz4.bin");
        assertTrue(CommandRun.of("flamegraph", "-o", "-", capture).outText().contains(banner));
        assertFalse(html(pairs(3)).contains(banner));
    }
}

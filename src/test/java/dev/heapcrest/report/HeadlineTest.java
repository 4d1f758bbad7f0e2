package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.report.html.Profiles.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {
    private static final long START = 1_700_000_000_000L;
    private static final String PACKAGES = "/usr/lib/python3.13/site-packages/";

    private final List<Frame> frames = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>(List.of(0));
    private final List<Integer> nodeFrames = new ArrayList<>(List.of(0));
    private final List<Integer> stacks = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();
    private String commandLine = "memray run -m shop.nightly";

    private int node(int parent, String function, String file) {
        frames.add(new Frame(function, file, 1));
        parents.add(parent);
        nodeFrames.add(frames.size());
        return parents.size() - 1;
    }

    private void held(int stack, long amount) {
        stacks.add(stack);
        bytes.add(amount);
    }

    private Profile profile(Profile.PeakTime time) {
        CaptureHeader header = Profiles.header(commandLine);
        int[] zeros = new int[stacks.size()];
        long[] amounts = bytes.stream().mapToLong(Long::longValue).toArray();
        long[] ones = bytes.stream().mapToLong(any -> 1).toArray();
        return new Profile(
                header,
                Profiles.COMPLETE,
                ProfileFrames.copyOf(Profiles.table(frames)),
                new Profile.Stacks(column(parents), column(nodeFrames)),
                new Profile.Threads(LongColumn.of(1), List.of("MainThread")),
                new Profile.Locations(column(stacks), IntColumn.of(zeros), IntColumn.of(zeros.clone())),
                List.of(
                        new Figures(View.PEAK, LongColumn.of(amounts), LongColumn.of(ones)),
                        new Figures(View.LEAKS, LongColumn.of(amounts), LongColumn.of(ones))),
                0,
                0,
                time,
                Profile.Timeline.EMPTY,
                false);
    }

    private static IntColumn column(List<Integer> numbers) {
        return IntColumn.of(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private String peak() {
        return Headline.of(profile(Profile.PeakTime.UNKNOWN), View.Kind.PEAK);
    }

    @Test
    void the_largest_module_is_named_with_its_share() {
        int caller = node(0, "main", "/home/me/project/shop/nightly.py");
        held(node(caller, "walk", PACKAGES + "astroid/a.py"), 30_000_000);
        held(node(caller, "build", PACKAGES + "astroid/b.py"), 6_000_000);
        held(caller, 31_000_000);
        held(node(caller, "loads", "/usr/lib/python3.13/json/decoder.py"), 20_900_000);
        assertEquals(
                "shop.nightly held 87.9 MB at its peak, in 4 allocations; the largest part in astroid (41 %).", peak());
    }

    @Test
    void of_the_program_itself_a_function_is_named() {
        held(node(0, "main", "/home/me/project/shop/nightly.py"), 60);
        held(node(0, "other", "/home/me/project/shop/nightly.py"), 40);
        assertEquals(
                "shop.nightly held 100 B at its peak, in 2 allocations; most of it in main of nightly.py (60 %).",
                peak());
    }

    @Test
    void one_that_holds_everything_has_no_share() {
        held(node(0, "f", PACKAGES + "numpy/core.py"), 2_000);
        assertEquals("shop.nightly held 2.00 kB at its peak, in 1 allocation; all of it in numpy.", peak());
    }

    @Test
    void what_the_import_system_holds_counts_for_who_imports() {
        int caller = node(0, "f", PACKAGES + "numpy/core.py");
        held(node(caller, "exec_module", "<frozen importlib._bootstrap_external>"), 2_000);
        assertEquals("shop.nightly held 2.00 kB at its peak, in 1 allocation; all of it in numpy.", peak());
    }

    @Test
    void memory_without_a_frame_is_told() {
        held(0, 5);
        assertEquals(
                "shop.nightly held 5 B at its peak, in 1 allocation; all of it outside any Python function.", peak());
    }

    @Test
    void other_views_have_other_words() {
        held(node(0, "f", PACKAGES + "numpy/core.py"), 2_000);
        assertEquals(
                "shop.nightly had not given back 2.00 kB at the end, in 1 allocation; all of it in numpy.",
                Headline.of(profile(Profile.PeakTime.UNKNOWN), View.Kind.LEAKS));
    }

    @Test
    void nothing_is_said_of_parts_of_nothing() {
        assertEquals("shop.nightly allocated nothing while it was recorded.", peak());
        held(0, 0);
        commandLine = "";
        assertEquals("The program held 0 B at its peak, in 1 allocation.", peak());
    }

    @ParameterizedTest
    @CsvSource({
        "3190, 3200, ', about 3.20 s after the start'",
        "12000, 12345, ', between 12.0 s and 12.3 s after the start'",
        "0, 30, ', about 30 ms after the start'",
        "0, 3200, ', between 0 ms and 3.20 s after the start'",
        "125999, 126001, ', about 2 min 6 s after the start'",
    })
    void the_moment_is_as_exact_as_the_samples(long after, long before, String words) {
        held(0, 5);
        Profile.PeakTime time = new Profile.PeakTime(START + after, START + before);
        assertEquals(
                "shop.nightly held 5 B at its peak" + words + ", in 1 allocation; all of it outside any Python"
                        + " function.",
                Headline.of(profile(time), View.Kind.PEAK));
    }

    @Test
    void a_tab_of_the_browser_is_called_by_program_and_peak() {
        held(0, 87_857_000);
        assertEquals("shop.nightly · 87.9 MB peak · Heapcrest", Headline.title(profile(Profile.PeakTime.UNKNOWN)));
        commandLine = "";
        assertEquals("87.9 MB peak · Heapcrest", Headline.title(profile(Profile.PeakTime.UNKNOWN)));
    }
}

package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.report.html.Profiles;
import dev.heapcrest.report.html.Profiles.Frame;
import dev.heapcrest.testing.ChangedProfile;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateProfileTest {
    private static final String COMMAND =
            "/home/ann/venv/bin/memray run -o /home/ann/x.bin /home/ann/shop/app.py --token s3cret";

    private static CaptureHeader header(String... modulePath) {
        CaptureHeader some = Profiles.header(COMMAND);
        return new CaptureHeader(
                some.version(),
                some.pythonVersion(),
                some.nativeTraces(),
                some.aggregated(),
                some.allocationRecords(),
                some.frameCount(),
                some.startMillis(),
                some.endMillis(),
                some.commandLine(),
                some.pid(),
                some.mainThreadId(),
                some.skippedMainThreadFrames(),
                some.pythonAllocator(),
                some.pythonAllocatorsTraced(),
                some.objectLifetimesTracked(),
                "/usr/lib/python3.13",
                List.of("/home/ann/venv/lib/python3.13/site-packages"),
                List.of(modulePath));
    }

    private static Profile profile(List<Frame> frames, String... threads) {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        for (Frame frame : frames) {
            maker.node(1, frame.function(), frame.file(), frame.line()).own(0, 6, 100, 1, 0, 0);
        }
        CallTree tree = maker.tree();
        return Profiles.profile(tree, header("/home/ann/shop", "/usr/lib/python3.13"), Profiles.COMPLETE, threads);
    }

    private static String file(String file) {
        return PrivateProfile.of(profile(List.of(new Frame("f", file, 1)), "MainThread"))
                .frames()
                .file(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/home/ann/shop/app.py, app.py",
        "/home/ann/shop/orders/read.py, orders/read.py",
        "/home/ann/shop//home/ann/x.py, home/(user)/x.py",
        "/home/ann/shop/../../bob/x.py, …/x.py",
        "/home/ann/shop/ann/x.py, (user)/x.py",
        "/home/ann/venv/lib/python3.13/site-packages/numpy/core.py, site-packages/numpy/core.py",
        "/other/lib/python3/dist-packages/yaml/a.py, site-packages/yaml/a.py",
        "/usr/lib/python3.13/json/decoder.py, <stdlib>/json/decoder.py",
        "/opt/py/lib/python3.8/json/decoder.py, <stdlib>/json/decoder.py",
        "/home/ann/other/tool.py, …/tool.py",
        "/home/ann, …/(user)",
        "/home/ann/, …/(user)",
        "/, …/",
        "/usr/lib/libx.so, …/libx.so",
        "~/app.py, …/app.py",
        "../ann/app.py, …/app.py",
        "./pkg/app.py, pkg/app.py",
        "pkg/app.py, pkg/app.py",
        "C:\\Users\\Ann\\app.py, …/app.py",
        "\\\\server\\share\\app.py, …/app.py",
        "file:///home/ann/app.py, …/app.py",
        "http://example.org/x/app.py?user=ann#y, …/app.py",
        "<frozen importlib._bootstrap>, <frozen importlib._bootstrap>",
        "<string>, <string>",
        "<template /home/ann/x.html>, <template x.html>",
        "<unknown>, <unknown>",
        "'', ''",
    })
    void files_are_named_below_their_directory(String file, String expected) {
        assertEquals(expected, file(file));
    }

    @ParameterizedTest
    @CsvSource({
        "/home/ann/shop/app.py",
        "/home/ann/shop/orders/read.py",
        "/home/ann/shop/native/x.c",
        "/home/ann/venv/lib/python3.13/site-packages/numpy/core.py",
        "/usr/lib/python3.13/json/decoder.py",
        "/usr/lib/python3.13/re.py",
        "/home/ann/other/tool.py",
        "/usr/lib/libx.so",
        "<frozen runpy>",
        "<string>",
    })
    void kind_and_module_stay(String file) {
        Profile before = profile(List.of(new Frame("f", file, 1)), "MainThread");
        Profile after = PrivateProfile.of(before);
        assertEquals(
                new FileKind.Sorter(before.header()).place(file),
                new FileKind.Sorter(after.header()).place(after.frames().file(1)));
    }

    @Test
    void two_files_never_get_one_name() {
        List<Frame> frames = List.of(
                new Frame("f", "/a/tool.py", 1),
                new Frame("f", "/b/tool.py", 1),
                new Frame("g", "/b/tool.py", 2),
                new Frame("f", "/c/tool.py", 1),
                new Frame("f", "…2/…/tool.py", 1));
        ProfileFrames named = PrivateProfile.of(profile(frames, "MainThread")).frames();
        List<String> files = new ArrayList<>();
        for (int frame = 1; frame <= named.count(); frame++) {
            files.add(named.file(frame));
        }
        assertEquals(List.of("…/tool.py", "…2/…/tool.py", "…2/…/tool.py", "…3/…/tool.py"), files.subList(0, 4));
        assertNotEquals(files.get(1), files.get(4));
    }

    @Test
    void the_command_line_becomes_the_program() {
        Profile after = PrivateProfile.of(profile(List.of(new Frame("f", "x.py", 1)), "MainThread"));
        assertEquals("app.py", after.header().commandLine());
        assertFalse(after.header().toString().contains("/home"), after.header().toString());
    }

    @Test
    void threads_and_odd_functions_lose_paths_and_users() {
        Profile after = PrivateProfile.of(profile(
                List.of(
                        new Frame("load /home/ann/data.csv, then", "x.py", 1),
                        new Frame("ann", "x.py", 2),
                        new Frame("and/or", "x.py", 3)),
                "reader-/home/ann/a b.csv",
                "ann-worker",
                "Joanna 1/2",
                "see https://ann.example.org/x/y"));
        assertEquals("load data.csv, then", after.frames().function(1));
        assertEquals("ann", after.frames().function(2), "an identifier");
        assertEquals("and/or", after.frames().function(3));
        assertEquals(
                List.of("reader-a b.csv", "(user)-worker", "Joanna 1/2", "see y"),
                after.threads().names());
    }

    @Test
    void figures_stay_and_a_markedprofile_stays_as_it_is() {
        Profile before = profile(List.of(new Frame("f", "/home/ann/shop/x.py", 7)), "MainThread");
        Profile after = PrivateProfile.of(before);
        assertEquals(before.figures(), after.figures());
        assertEquals(before.timeline(), after.timeline());
        assertEquals(7, after.frames().line(1));
        assertEquals(after, PrivateProfile.of(after));
        assertTrue(after.pathsLeftOut());
        assertFalse(before.pathsLeftOut());
    }

    /** A capture names its standard library; whatever it says there must not keep its paths in a private page. */
    @Test
    void a_capture_cannot_pass_for_private() {
        Profile marked = PrivateProfile.of(profile(List.of(new Frame("f", "x.py", 1)), "MainThread"));
        Profile plain = profile(List.of(new Frame("f", "/home/ann/shop/x.py", 7)), "MainThread");
        Profile forged = ChangedProfile.withHeader(plain, marked.header());
        assertFalse(PrivateProfile.of(forged).frames().file(1).contains("ann"));
        assertTrue(CaptureNotes.of(forged).stream().noneMatch(note -> note.contains("--private")));
    }

    @Test
    void thousands_of_files_of_one_name_are_told_apart() {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            frames.add(new Frame("f", "/data/" + i + "/tool.py", 1));
        }
        ProfileFrames named = PrivateProfile.of(profile(frames, "MainThread")).frames();
        assertEquals(
                20_000,
                IntStream.rangeClosed(1, named.count())
                        .mapToObj(named::file)
                        .distinct()
                        .count());
    }
}

package dev.heapcrest.report.html;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.tree.CallTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hand-made profiles and trees for the tests of reports. */
public final class Profiles {
    private Profiles() {}

    /** Function, file and line of a frame. */
    public record Frame(String function, String file, int line) {}

    /** Collects nodes in preorder and their own values. */
    public static final class TreeMaker {
        private final List<Frame> frames = new ArrayList<>();
        private final List<Integer> depths = new ArrayList<>(List.of(0));
        private final List<Integer> nodeFrames = new ArrayList<>(List.of(0));
        private final List<long[]> own = new ArrayList<>();
        private View[] views = {View.PEAK, View.LEAKS};

        public TreeMaker views(View... wanted) {
            views = wanted;
            return this;
        }

        /** The next node in preorder. */
        public TreeMaker node(int depth, String function, String file, int line) {
            Frame frame = new Frame(function, file, line);
            int index = frames.indexOf(frame);
            if (index < 0) {
                index = frames.size();
                frames.add(frame);
            }
            depths.add(depth);
            nodeFrames.add(index + 1);
            return this;
        }

        /** An own value of the last node: bytes and count of each metric. */
        public TreeMaker own(int thread, int allocator, long... figures) {
            long[] value = new long[3 + figures.length];
            value[0] = depths.size() - 1;
            value[1] = thread;
            value[2] = allocator;
            System.arraycopy(figures, 0, value, 3, figures.length);
            own.add(value);
            return this;
        }

        public CallTree tree() {
            int count = own.size();
            byte[] allocators = new byte[count];
            List<Figures> figures = new ArrayList<>();
            for (int m = 0; m < views.length; m++) {
                int column = 3 + 2 * m;
                figures.add(new Figures(
                        views[m],
                        LongColumn.of(
                                own.stream().mapToLong(value -> value[column]).toArray()),
                        LongColumn.of(own.stream()
                                .mapToLong(value -> value[column + 1])
                                .toArray())));
            }
            for (int i = 0; i < count; i++) {
                allocators[i] = (byte) own.get(i)[2];
            }
            return new CallTree(
                    depths.stream().mapToInt(Integer::intValue).toArray(),
                    nodeFrames.stream().mapToInt(Integer::intValue).toArray(),
                    table(frames),
                    own.stream().mapToInt(value -> (int) value[0]).toArray(),
                    own.stream().mapToInt(value -> (int) value[1]).toArray(),
                    allocators,
                    figures);
        }
    }

    public static FrameTable table(List<Frame> frames) {
        List<Frame> copy = List.copyOf(frames);
        return new FrameTable() {
            @Override
            public int count() {
                return copy.size();
            }

            @Override
            public String function(int frameId) {
                return copy.get(frameId - 1).function();
            }

            @Override
            public String file(int frameId) {
                return copy.get(frameId - 1).file();
            }

            @Override
            public int line(int frameId) {
                return copy.get(frameId - 1).line();
            }
        };
    }

    public static CaptureHeader header(String commandLine) {
        return new CaptureHeader(
                13,
                0x030D00F0,
                false,
                false,
                12,
                0,
                1_700_000_000_000L,
                1_700_000_012_345L,
                commandLine,
                4711,
                1,
                0,
                1,
                false,
                false,
                "/usr/lib/python3.13",
                List.of("/usr/lib/python3.13/site-packages"),
                List.of("/home/me/project", "/usr/lib/python3.13"));
    }

    public static final Coverage COMPLETE = new Coverage(20, 12, 1000, 1000, 1000, false, List.of());

    public static Profile profile(CallTree tree, CaptureHeader header, Coverage coverage, String... threadNames) {
        long[] ids = new long[threadNames.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i + 1;
        }
        Profile.Timeline timeline = new Profile.Timeline(
                LongColumn.of(1_700_000_000_000L, 1_700_000_000_010L, 1_700_000_000_021L),
                LongColumn.of(10_000_000, 12_000_000, 11_000_000),
                LongColumn.of(0, 1_000_000, 999_999));
        IntColumn root = IntColumn.of(0);
        int[] allocators = new int[tree.ownAllocators().length];
        Arrays.setAll(allocators, i -> tree.ownAllocators()[i]);
        return new Profile(
                header,
                coverage,
                ProfileFrames.copyOf(tree.frames()),
                new Profile.Stacks(root, root),
                new Profile.Threads(LongColumn.of(ids), List.of(threadNames)),
                new Profile.Locations(
                        IntColumn.of(new int[allocators.length]),
                        IntColumn.of(tree.ownThreads()),
                        IntColumn.of(allocators)),
                tree.figures(),
                1_000_000,
                7,
                Profile.PeakTime.UNKNOWN,
                timeline,
                false);
    }

    public static ReportOptions options() {
        return options(ConfidentialFiles.ALL);
    }

    /** Options that show source lines of the files that are not confidential. */
    public static ReportOptions options(ConfidentialFiles confidential) {
        return new ReportOptions(
                "0.1.0",
                "run.bin",
                "heapcrest flamegraph run.bin",
                1_700_000_100_000L,
                false,
                false,
                false,
                confidential,
                Path.of(""),
                PageBudget.DEFAULT,
                List.of());
    }

    /** The whole page as text. */
    public static String html(Profile profile, CallTree tree, ReportOptions options) {
        return html(profile, tree, options, Integer.MAX_VALUE);
    }

    /** A page whose small boxes are folded as if a browser could take no more than so many nodes. */
    public static String html(Profile profile, CallTree tree, ReportOptions options, int mostNodes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            FlameGraphReport.write(profile, tree, options.withBudget(new PageBudget(mostNodes, Long.MAX_VALUE)), bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Names that try to leave the text they stand in, each in its way. */
    public static final List<String> HOSTILE_NAMES = List.of(
            "</script><script>window.hacked=1</script>",
            "<img src=x onerror=window.hacked=1>",
            "\"><svg onload=window.hacked=1>",
            "{{{script}}}{{#payload}}",
            "<!--<script>",
            "javascript:window.hacked=1",
            "__proto__",
            "abc\u202Etxt.exe\u2066",
            "line\nfeed\ttab\u0000null\u001b[31m",
            "\uD800 lone \uDC00",
            "\u2028\u2029\uFEFF",
            "🐍 naïve 名前",
            "' onmouseover='window.hacked=1",
            "&lt;b&gt;&amp;",
            "x".repeat(10_000));
}

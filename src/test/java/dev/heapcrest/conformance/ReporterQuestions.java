package dev.heapcrest.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.heapcrest.profile.View;
import dev.heapcrest.report.text.TerminalReports;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextView;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * {@code summary} and {@code tree} against what memray's two reporters make of memray's own records: they are added up here
 * as memray does it, but for its habit of leaving off where it has seen 95 % of the memory.
 */
final class ReporterQuestions {
    /** memray shows so many stacks, by default. */
    private static final int BIGGEST = 200;

    private final CaptureCase capture;
    private final Agreement agreement;

    ReporterQuestions(CaptureCase capture, Agreement agreement) {
        this.capture = capture;
        this.agreement = agreement;
    }

    Stream<DynamicNode> tests() {
        List<DynamicNode> tests = new ArrayList<>();
        for (String view : List.of("peak", "temporary1")) {
            if (capture.oracle.view(view, "by_thread").isPresent()) {
                tests.add(dynamicTest("summary " + view, () -> summary(view)));
                tests.add(dynamicTest("terminal tree " + view, () -> tree(view)));
                tests.add(dynamicTest("largest of terminal tree " + view, () -> largest(view)));
            }
        }
        return tests.stream();
    }

    private CallTree callTree(String view) throws IOException {
        return CallTreeBuilder.build(capture.profile(), view.equals("peak") ? View.Kind.PEAK : View.Kind.TEMPORARY);
    }

    private TextView memray(String view) {
        return capture.oracle.view(view, "by_thread").orElseThrow();
    }

    private void require(String view, String question, TextView ours, TextView theirs, Agreement.Shape shape)
            throws IOException {
        boolean aggregated = capture.profile().header().aggregated();
        agreement.requireAgreement(
                view,
                question,
                aggregated ? ours.bytesOnly() : ours,
                aggregated ? theirs.bytesOnly() : theirs,
                model -> aggregated ? shape.of(model).bytesOnly() : shape.of(model));
    }

    /** Own figures count as thread 1 here, totals as thread 2. */
    private void summary(String view) throws IOException {
        boolean natives = capture.profile().header().nativeTraces();
        TextView theirs = summed(memray(view), natives);
        Set<Integer> python = new HashSet<>();
        theirs.figures().keySet().forEach(key -> python.add(key.stackId()));
        TextView ours = new TextView();
        TerminalReports.summary(callTree(view), (function, file, ownBytes, totalBytes, count) -> {
            int id = capture.stacks.call(0, new FrameText(function, file, 0));
            // native frames have other names than in memray's answers, and what Python frames hold themselves is theirs
            if (!natives || python.contains(id)) {
                ours.add(1, id, natives ? 0 : ownBytes, 0);
                ours.add(2, id, totalBytes, count);
            }
        });
        require(view, "summary", ours, theirs, model -> summed(model, natives));
    }

    private TextView summed(TextView records, boolean natives) {
        TextView sums = new TextView();
        records.figures().forEach((key, held) -> {
            List<FrameText> stack = capture.stacks.frames(key.stackId());
            if (stack.isEmpty() && !natives) {
                int nobody = capture.stacks.call(0, new FrameText("???", "???", 0));
                sums.add(1, nobody, held.bytes(), 0);
                sums.add(2, nobody, held.bytes(), held.count());
            }
            Set<FrameText> seen = new HashSet<>();
            for (int i = 0; i < stack.size(); i++) {
                FrameText function =
                        new FrameText(stack.get(i).function(), stack.get(i).file(), 0);
                int id = capture.stacks.call(0, function);
                if (i == 0 && !natives) {
                    sums.add(1, id, held.bytes(), 0);
                }
                if (seen.add(function)) {
                    sums.add(2, id, held.bytes(), held.count());
                }
            }
        });
        return sums;
    }

    private void tree(String view) throws IOException {
        boolean natives = capture.profile().header().nativeTraces();
        TextView ours = new TextView();
        List<Integer> paths = new ArrayList<>();
        TerminalReports.tree(capture.profile(), callTree(view), Integer.MAX_VALUE, (parent, frame, bytes, count) -> {
            if (frame == null) {
                paths.add(0);
            } else if (frame.image() != 0) {
                paths.add(paths.get(parent));
                return;
            } else {
                paths.add(capture.stacks.call(
                        paths.get(parent), new FrameText(frame.function(), frame.file(), frame.line())));
            }
            ours.add(TextView.ANY_THREAD, paths.get(paths.size() - 1), bytes, count);
        });
        TextView theirs = tree(memray(view));
        require(view, "terminal tree", ours, theirs, this::tree);
    }

    private TextView tree(TextView records) {
        TextView sums = new TextView();
        records.figures().forEach((key, held) -> {
            List<FrameText> stack = capture.stacks.frames(key.stackId());
            int path = 0;
            sums.add(TextView.ANY_THREAD, path, held.bytes(), held.count());
            int end = Math.max(0, stack.size() - TextTree.DEPTH_LIMIT);
            for (int i = stack.size() - 1; i >= end; i--) {
                path = capture.stacks.call(path, stack.get(i));
                sums.add(TextView.ANY_THREAD, path, held.bytes(), held.count());
            }
        });
        return sums;
    }

    /** What the stacks beyond the largest 200 hold: which of equal ones are among them does not matter to that. */
    private void largest(String view) throws IOException {
        if (capture.profile().header().nativeTraces()) {
            // distinct native stacks are distinct there, which the Python stacks of the answers do not tell
            return;
        }
        TerminalReports.Elided elided = TerminalReports.elided(capture.profile(), callTree(view), BIGGEST);
        TextView ours = new TextView();
        ours.add(TextView.ANY_THREAD, 0, elided.bytes(), elided.stacks());
        require(view, "largest of terminal tree", ours.merged(), beyond(memray(view)), this::beyond);
    }

    private TextView beyond(TextView records) {
        List<Long> sizes = records.figures().values().stream()
                .map(TextView.Figures::bytes)
                .sorted(Comparator.reverseOrder())
                .skip(BIGGEST)
                .toList();
        TextView sum = new TextView();
        sum.add(
                TextView.ANY_THREAD,
                0,
                sizes.stream().mapToLong(Long::longValue).sum(),
                sizes.size());
        return sum;
    }
}

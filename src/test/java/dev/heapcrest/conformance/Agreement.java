package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import dev.heapcrest.testing.MemrayQuirk;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.TextView;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Where one capture agrees with memray, and with what proof it does not. */
final class Agreement {
    static final Set<MemrayQuirk> NO_QUIRKS = Set.of();

    private final CaptureCase capture;
    private final Verdicts verdicts;
    private final String name;

    Agreement(CaptureCase capture, Verdicts verdicts) {
        this.capture = capture;
        this.verdicts = verdicts;
        this.name = Oracle.name(capture.file);
    }

    void agreed(String question) {
        verdicts.agreed(name, question);
    }

    void differs(String question, String reason) {
        verdicts.differs(name, question, reason);
    }

    interface Shape {
        TextView of(TextView byThread);
    }

    /** Agreement, or a difference with a proven reason. */
    void requireAgreement(String view, String grouping, TextView ours, TextView theirs, Shape shape)
            throws IOException {
        String question = view + " " + grouping;
        List<String> differences = ours.differences(theirs, capture.stacks);
        if (differences.isEmpty()) {
            agreed(question);
            return;
        }
        TextView plain = shape.of(capture.model(NO_QUIRKS).view(view));
        if (lostByMemray()) {
            requireSame(question + " against the records before the damage", ours, plain);
            differs(question, damageReason());
            return;
        }
        for (Set<MemrayQuirk> quirks : capture.possibleQuirks()) {
            TextView mistaken = shape.of(capture.model(quirks).view(view));
            if (mistaken.differences(theirs, capture.stacks).isEmpty()) {
                requireSame(question + " against the naive model", ours, plain);
                differs(question, "memray: " + quirks);
                return;
            }
        }
        fail(question + ": " + summary(differences));
    }

    void requireSame(String question, TextView ours, TextView expected) {
        List<String> differences = ours.differences(expected, capture.stacks);
        if (!differences.isEmpty()) {
            fail(question + ": " + summary(differences));
        }
    }

    static String summary(List<String> differences) {
        return differences.size() + " differ:\n  "
                + String.join("\n  ", differences.subList(0, Math.min(12, differences.size())));
    }

    /**
     * The stream is damaged, and memray went on reading nonsense or lost whole blocks. Captures of killed programs
     * are not meant: they end early, and memray reads all there is.
     */
    boolean lostByMemray() throws IOException {
        if (capture.ending().end() == PlainReader.End.DAMAGED || answersAnotherFile()) {
            return true;
        }
        return cutFrame()
                && capture.oracle.metadata().get("total_allocations").getAsLong()
                        < capture.ending().allocationRecords();
    }

    private boolean cutFrame() {
        return capture.container().compressed() && !capture.container().whole();
    }

    /** The LZ4 frames of the file are whole and hold no trailer, but memray counted one. */
    private boolean answersAnotherFile() throws IOException {
        return capture.ending().end() == PlainReader.End.TRUNCATED
                && capture.container().compressed()
                && capture.container().whole()
                && capture.oracle.recordCounts().has("TRAILER");
    }

    String damageReason() throws IOException {
        if (answersAnotherFile()) {
            return "memray's answer was recorded from a longer file: it counts a trailer, this one ends before";
        }
        return cutFrame()
                ? "cut inside a frame: memray drops records that are there"
                : "damaged: " + capture.ending().problem() + " behind offset "
                        + capture.ending().offset() + "; memray does not notice";
    }
}

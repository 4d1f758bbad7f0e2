package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What an index keeps of a capture: a few figures and its JSON, about 2 kB, not its profile. Thousands of captures fit into
 * little memory. Immutable; safe for any number of threads.
 */
public final class IndexEntry {
    /** {@link #state()} of a capture that has no page. */
    public static final String FAILED = "failed";

    private final String input;
    private final String page;
    private final String state;
    private final String detail;
    private final int exitCode;
    private final @Nullable Facts facts;
    private final String json;

    /**
     * Figures of a capture that was read.
     *
     * @param program its name
     * @param peakBytes held at the peak
     * @param leakedBytes held at the end
     * @param startMillis ms since 1970 UTC
     * @param durationMillis {@link RecordedTime#UNKNOWN} where no end was written
     * @param sparkline heap over time
     */
    public record Facts(
            String program,
            long peakBytes,
            long leakedBytes,
            long startMillis,
            long durationMillis,
            Sparkline sparkline) {}

    private IndexEntry(
            String input, String page, String state, String detail, int exitCode, @Nullable Facts facts, String json) {
        this.input = input;
        this.page = page;
        this.state = state;
        this.detail = detail;
        this.exitCode = exitCode;
        this.facts = facts;
        this.json = json;
    }

    /**
     * A capture that has a page.
     *
     * @param input its file name, without directories
     * @param page file name of the page, in the directory of the index
     * @param exitCode what the command for it alone would exit with
     */
    public static IndexEntry of(Profile profile, String input, String page, int exitCode) {
        CaptureHeader header = profile.header();
        Figures leaks = profile.find(View.Kind.LEAKS);
        Facts facts = new Facts(
                ProgramName.of(header.commandLine()),
                profile.figures(View.Kind.PEAK).totalBytes(),
                leaks == null ? 0 : leaks.totalBytes(),
                header.startMillis(),
                RecordedTime.millis(profile),
                Sparkline.of(profile.timeline()));
        String state = profile.coverage().state().text();
        String detail = CoverageText.sentence(profile.coverage());
        StringBuilder json = new StringBuilder();
        try {
            JsonWriter members = new JsonWriter(json).beginObject();
            members.name("input").value(input).name("page").value(page);
            members.name("state").value(state).name("exit_code").value(exitCode);
            members.name("detail").value(detail);
            members.name("sparkline").value(facts.sparkline().path());
            CaptureJson.write(profile, members);
            members.endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new IndexEntry(input, page, state, detail, exitCode, facts, json.toString());
    }

    /**
     * A capture whose page was made before.
     *
     * @param input as in {@link #of}
     * @param page as in {@link #of}
     * @param state as {@link #state()} was
     * @param detail as {@link #detail()} was
     * @param exitCode as in {@link #of}
     * @param json its object in the index of that time
     */
    public static IndexEntry earlier(
            String input, String page, String state, String detail, int exitCode, Facts facts, String json) {
        return new IndexEntry(input, page, state, detail, exitCode, facts, json);
    }

    /**
     * A capture that has no page.
     *
     * @param input its file name, without directories
     * @param reason sentences that say why
     */
    public static IndexEntry failed(String input, String reason, int exitCode) {
        StringBuilder json = new StringBuilder();
        try {
            JsonWriter members = new JsonWriter(json).beginObject();
            members.name("input").value(input).name("page").value(null);
            members.name("state").value(FAILED).name("exit_code").value(exitCode);
            members.name("reason").value(reason).endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new IndexEntry(input, "", FAILED, reason, exitCode, null, json.toString());
    }

    /** File name of the capture. */
    public String input() {
        return input;
    }

    /** File name of the page; "" where there is none. */
    public String page() {
        return page;
    }

    /** {@code complete}, {@code truncated}, {@code damaged} or {@link #FAILED}. */
    public String state() {
        return state;
    }

    /** How much the page covers, or why there is none; sentences. */
    public String detail() {
        return detail;
    }

    /** What the command for this capture alone would exit with. */
    public int exitCode() {
        return exitCode;
    }

    /** Null where there is no page. */
    public @Nullable Facts facts() {
        return facts;
    }

    /** All of it as a JSON object (docs/json-format.md). */
    String json() {
        return json;
    }
}

package dev.heapcrest.cli;

import dev.heapcrest.report.IndexEntry;
import dev.heapcrest.report.IndexJson;
import dev.heapcrest.report.html.IndexPage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The index beside many pages: {@code index.html} for people, {@code summary.json} for scripts. That both may be written
 * shows before the first capture is read; they appear when all captures were. Closing without {@link #write} leaves
 * things as they were.
 */
final class BatchIndex implements Closeable {
    /** Of an absolute path in a sentence, up to its last name. */
    private static final Pattern DIRECTORIES = Pattern.compile("(?<=^|\\s)/(?:[^/\\s]+/)*");

    /** Its name. */
    static final String SUMMARY = "summary.json";

    private final Terminal terminal;
    private final Output page;
    private final Output summary;
    private final List<IndexEntry> entries = new ArrayList<>();

    private BatchIndex(Terminal terminal, Output page, Output summary) {
        this.terminal = terminal;
        this.page = page;
        this.summary = summary;
    }

    static BatchIndex in(Path directory, boolean force, Terminal terminal) throws CommandFailure {
        Output page = AtomicFile.create(directory.resolve("index.html"), force, null, terminal.err());
        try {
            Output summary = AtomicFile.create(directory.resolve(SUMMARY), force, null, terminal.err());
            return new BatchIndex(terminal, page, summary);
        } catch (CommandFailure e) {
            closeQuietly(page);
            throw e;
        }
    }

    void add(IndexEntry entry) {
        entries.add(entry);
    }

    /**
     * The row of a capture that has no page. The reason is told as on the terminal, but files are named without the directories
     * of this machine.
     *
     * @param directory of the index
     * @param below where the capture was found, below a typed directory; or ""
     */
    static IndexEntry failed(Path directory, String capture, String below, Throwable e, int exitCode) {
        Path path = Path.of(capture);
        String name = (below.isEmpty() ? "" : below + "/") + path.getFileName();
        String reason = e instanceof CommandFailure
                ? String.valueOf(e.getMessage())
                : "Internal error: " + e.getClass().getName();
        for (Path place : Arrays.asList(directory, path.getParent())) {
            if (place != null) {
                reason = reason.replace(place.toAbsolutePath() + "/", "").replace(place + "/", "");
            }
        }
        return IndexEntry.failed(name, DIRECTORIES.matcher(reason).replaceAll(""), exitCode);
    }

    /** Writes both. */
    void write(boolean quiet) throws CommandFailure {
        page.writeText(out -> IndexPage.write(entries, out));
        summary.writeText(out -> IndexJson.write(entries, out));
        if (!quiet) {
            Pipeline.announce(terminal, "Wrote " + page.name());
            Pipeline.announce(terminal, "Wrote " + summary.name());
        }
    }

    @Override
    public void close() {
        closeQuietly(page);
        closeQuietly(summary);
    }

    private static void closeQuietly(Output output) {
        try {
            output.close();
        } catch (IOException e) {
            // a temporary file stays; what matters was said already
        }
    }
}

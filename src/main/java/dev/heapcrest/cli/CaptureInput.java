package dev.heapcrest.cli;

import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.report.VisibleText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The capture that a command was given.
 *
 * @param name as typed, for messages: control characters are visible
 * @param path null for standard input
 * @param stream standard input
 */
record CaptureInput(String name, @Nullable Path path, InputStream stream) {
    /** What is said, after its name, of an input that {@linkplain #mayNeverBegin may never begin} where others wait for it. */
    static final String NEVER_BEGINS =
            "is a pipe, and nobody may ever write to it: one of many captures must be a file";

    /** Of the argument, for the help of every command that has it. */
    static final String DESCRIPTION =
            "The capture, as written by 'memray run', of any version; - reads standard input.";

    private static final String NOT_UTF_8 =
            " (as far as its name is readable here; one that is not UTF-8 can come as standard input, - < FILE)";

    private static final String DIRECTORY_NOT_UTF_8 =
            " (as far as Java can tell: the name of the working directory is not UTF-8; go elsewhere and name an absolute"
                    + " path, or use standard input, - < FILE)";

    /**
     * Looks whether it is there.
     *
     * @param typed {@code -} is standard input
     */
    static CaptureInput of(String typed, Terminal terminal) throws CommandFailure {
        if (typed.equals("-")) {
            return new CaptureInput("standard input", null, terminal.in());
        }
        Path path = UserPath.of(typed);
        if (Files.isDirectory(path)) {
            throw CommandFailure.failed("%s is a directory; name a capture in it.".formatted(typed));
        }
        // A pipe that the shell made, as in <(zstd -dc x.bin.zst), is not a regular file, but can be read.
        if (!Files.exists(path)) {
            String why = typed.indexOf(UserPath.REPLACEMENT) >= 0
                    ? NOT_UTF_8
                    : !path.isAbsolute() && UserPath.unnameable() ? DIRECTORY_NOT_UTF_8 : "";
            throw CommandFailure.failed("No such file: " + typed + why);
        }
        return new CaptureInput(shown(typed), path, terminal.in());
    }

    /** A name as messages begin with it: two colons would be a command to GitHub, such as {@code ::error::}. */
    static String shown(String typed) {
        String visible = VisibleText.of(typed);
        return visible.startsWith("::") ? "./" + visible : visible;
    }

    /**
     * Whether opening it may wait for ever: it is a pipe with a name. Pipes that the shell made, as in {@code <(...)}, are
     * open at the other end.
     */
    boolean mayNeverBegin() {
        return path != null
                && Files.exists(path)
                && !Files.isRegularFile(path)
                && !path.startsWith("/dev")
                && !path.startsWith("/proc");
    }

    /** {@link Long#MAX_VALUE} of a pipe, which may be as long; 0 if nobody can tell. */
    long sizeBytes() {
        try {
            return path == null || !Files.isRegularFile(path) ? Long.MAX_VALUE : Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Without directories; {@code -} for standard input. */
    String fileName() {
        return path == null ? "-" : String.valueOf(path.getFileName());
    }

    /** @param limits on what the capture may ask for */
    Capture open(Limits limits) throws CommandFailure {
        try {
            return openPlainly(limits);
        } catch (CaptureException e) {
            throw CommandFailure.unreadable(name, e.getMessage() + ". " + advice(e));
        } catch (AccessDeniedException e) {
            throw CommandFailure.unreadable(name, "permission denied. Make it readable first.");
        } catch (IOException e) {
            throw CommandFailure.unreadable(name, reason(e));
        }
    }

    /** The same for who tells by himself what went wrong. */
    Capture openPlainly(Limits limits) throws IOException {
        if (path == null) {
            return Capture.open(stream, limits);
        }
        return Files.isRegularFile(path)
                ? Capture.open(path, limits)
                : Capture.open(Files.newInputStream(path), limits);
    }

    /** What the system said, where Java's message may be no more than a file name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    private static String advice(CaptureException e) {
        if (e instanceof CaptureException.MalformedHeader header
                && header.damage().rule().limit() != null) {
            String limit = header.damage().rule().limit().text();
            return "For a capture that you trust, lift the limit: --limit %s=N".formatted(limit);
        }
        if (e instanceof CaptureException.NotACapture) {
            return "Name the file that 'memray run' wrote (often *.bin).";
        }
        if (e instanceof CaptureException.Unsupported) {
            return "Use the memray that recorded it, or a newer Heapcrest.";
        }
        if (e instanceof CaptureException.TruncatedHeader) {
            return "Was the file copied as a whole, and did the program live long enough to write it?";
        }
        return "The file is damaged; copy it again from where it was recorded.";
    }
}

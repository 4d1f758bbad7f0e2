package dev.heapcrest.cli;

/** What the program's exit code says; docs/cli.md has the table for users. On Ctrl-C the JVM itself exits with 130. */
public final class ExitCode {
    public static final int COMPLETE = 0;
    /** Nothing was written. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    /** The report was written, but the capture is truncated or damaged. */
    public static final int INCOMPLETE = 3;
    /** {@code check}: a limit or the baseline was broken. */
    public static final int BROKEN_LIMIT = 4;
    /** The reader of standard output went away: 128 + SIGPIPE, as shells report it for other programs. */
    static final int BROKEN_PIPE = 141;

    private ExitCode() {}
}

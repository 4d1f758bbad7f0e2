package dev.heapcrest.cli;

/** Ends a command with one line for the user; nothing was written. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** The capture that could not be read, as typed, and why; empty of other failures. */
    private final String capture;

    private final String reason;

    private CommandFailure(String message, int exitCode) {
        this(message, exitCode, "", "");
    }

    private CommandFailure(String message, int exitCode, String capture, String reason) {
        super(message);
        this.exitCode = exitCode;
        this.capture = capture;
        this.reason = reason;
    }

    /** The line is printed as it is. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(message, ExitCode.FAILED);
    }

    /**
     * A capture that cannot be read. In memray's place the line begins as memray's does, for scripts look for that.
     *
     * @param capture as typed
     * @param reason the rest of the line
     */
    static CommandFailure unreadable(String capture, String reason) {
        return new CommandFailure("Cannot read %s: %s".formatted(capture, reason), ExitCode.FAILED, capture, reason);
    }

    /** The line is printed after the command's name, with a pointer to its help. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(message, ExitCode.USAGE);
    }

    /** Whoever read standard output has seen enough; there is nothing to say. */
    static CommandFailure brokenPipe() {
        return new CommandFailure("", ExitCode.BROKEN_PIPE);
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** The capture that could not be read, as typed; empty if that is not what failed. */
    String capture() {
        return capture;
    }

    /** Why it could not be read. */
    String reason() {
        return reason;
    }
}

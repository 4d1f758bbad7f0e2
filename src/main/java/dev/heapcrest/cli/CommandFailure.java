package dev.heapcrest.cli;

/** Ends a command with one line for the user; nothing was written. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The line is printed as it is. */
    static CommandFailure failed(String message) {
        return new CommandFailure(message, ExitCode.FAILED);
    }

    /** The line is printed after the command's name, with a pointer to its help. */
    static CommandFailure usage(String message) {
        return new CommandFailure(message, ExitCode.USAGE);
    }

    /** Whoever read standard output has seen enough; there is nothing to say. */
    static CommandFailure brokenPipe() {
        return new CommandFailure("", ExitCode.BROKEN_PIPE);
    }

    int exitCode() {
        return exitCode;
    }
}

package dev.heapcrest.symbols.tool;

/** A child process could not be started, hung, ended or gave an answer that cannot be. */
public final class ToolFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** A clause for the user, which begins with the name of the tool. */
    ToolFailure(String message) {
        super(message);
    }
}

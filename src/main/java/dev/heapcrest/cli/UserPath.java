package dev.heapcrest.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as people type them. */
final class UserPath {
    private UserPath() {}

    /** What Java makes of bytes in an argument that are not UTF-8; such a file cannot be named to it. */
    static final char REPLACEMENT = '\uFFFD';

    /**
     * Of something to be written: under a name that is not UTF-8 it would get another one, and two such names might be one.
     */
    static Path ofOutput(String typed) throws CommandFailure {
        if (typed.indexOf(REPLACEMENT) >= 0) {
            throw CommandFailure.failed(
                    ("Cannot write %s: this name is not UTF-8, and Java cannot make such a file. Choose"
                                    + " another, or write to standard output: -o - > FILE")
                            .formatted(typed));
        }
        Path path = of(typed);
        if (!path.isAbsolute() && unnameable()) {
            throw CommandFailure.failed(
                    ("Cannot write %s: the name of the working directory is not UTF-8, and Java cannot"
                                    + " write there. Name an absolute path with -o, or write to standard output: -o - > FILE")
                            .formatted(typed));
        }
        return path;
    }

    /** Whether Java cannot name the working directory. */
    static boolean unnameable() {
        return System.getProperty("user.dir", "").indexOf(REPLACEMENT) >= 0;
    }

    /** {@code ~} and {@code ~/...} are expanded, for shells do not do that in {@code --output=~/x}. */
    static Path of(String typed) throws CommandFailure {
        try {
            if (typed.equals("~") || typed.startsWith("~/")) {
                String home = System.getenv("HOME");
                return Path.of((home == null ? System.getProperty("user.home") : home) + typed.substring(1));
            }
            return Path.of(typed);
        } catch (InvalidPathException e) {
            throw CommandFailure.failed(
                    "Not a file name here: %s (%s). Where names are not ASCII, a UTF-8 locale helps: LC_ALL=C.UTF-8."
                            .formatted(typed, e.getReason()));
        }
    }
}

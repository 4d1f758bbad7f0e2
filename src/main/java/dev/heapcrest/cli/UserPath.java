package dev.heapcrest.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as people type them. */
final class UserPath {
    private UserPath() {}

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

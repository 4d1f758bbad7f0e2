package dev.heapcrest.cli;

import org.jspecify.annotations.Nullable;

/**
 * Reads the usual {@code flamegraph} command lines by hand. picocli would read them the same way (a test compares), but
 * loading it takes longer than reading a small capture: 0.17 of 0.24 CPU seconds. Whatever is not plain goes to picocli.
 */
final class PlainFlamegraph {
    private PlainFlamegraph() {}

    /** The command with its options set; null where the command line is wrong, abbreviated or otherwise not plain. */
    static @Nullable FlamegraphCommand of(Terminal terminal, String... arguments) {
        if (arguments.length < 2 || !arguments[0].equals("flamegraph")) {
            return null;
        }
        FlamegraphCommand command = new FlamegraphCommand(terminal);
        String capture = null;
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            switch (argument) {
                case "-f", "--force" -> command.output.force = true;
                case "-q", "--quiet" -> command.options.run.quiet = true;
                case "--leaks" -> command.options.view.leaks = true;
                case "--split-threads" -> command.options.view.splitThreads = true;
                case "--inverted" -> command.options.page.inverted = true;
                case "--temporal" -> command.options.time.temporal = true;
                case "--no-web" -> command.options.page.noWeb = true;
                case "--private" -> command.options.privacy.privately = true;
                case "--allow-truncated" -> command.options.run.allowTruncated = true;
                case "-o", "--output" -> {
                    if (++i == arguments.length || !plain(arguments[i])) {
                        return null;
                    }
                    command.output.output = arguments[i];
                }
                default -> {
                    if (capture != null || !plain(argument)) {
                        return null;
                    }
                    capture = argument;
                }
            }
        }
        if (capture == null) {
            return null;
        }
        command.results = capture;
        return command;
    }

    /** A name that cannot be an option, and that picocli does not unquote. */
    private static boolean plain(String name) {
        return !name.isEmpty() && (name.charAt(0) != '-' || name.equals("-")) && name.indexOf('"') < 0;
    }
}

package dev.heapcrest.cli;

import java.util.List;

/** The command line, for tests of the job: what both say must be the same. */
public final class CommandLineRun {
    private CommandLineRun() {}

    /** Exit code of a command. */
    public static int exitCode(List<Object> arguments) {
        return CommandRun.of(arguments.toArray()).exitCode();
    }
}

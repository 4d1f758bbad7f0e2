package dev.heapcrest.cli;

import picocli.CommandLine;

/** All commands of {@code heapcrest}, for documents about them. Not in {@link Main}, whose public methods Java loads with it. */
public final class CommandModel {
    private CommandModel() {}

    /** picocli's view of them, not yet run. */
    public static CommandLine of() {
        return new Main(Terminal.ofProcess()).commandLine();
    }
}

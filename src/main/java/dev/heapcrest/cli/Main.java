package dev.heapcrest.cli;

import dev.heapcrest.report.ProgramVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
        name = "heapcrest",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Flame graphs of memray captures of any size and version.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Called as memray, run, attach, detach and live are handed to the memray that is installed.",
            "Every command tells more with --help; docs/cli.md tells the rest."
        })
public final class Main implements Callable<Integer> {
    private static final List<String> VERBOSE = List.of("-v", "--verbose");

    private static final List<String> VERSION = List.of("-V", "--version");

    /** In the order of the help. */
    static final List<String> COMMANDS = List.of(
            "flamegraph",
            "flamegraphs",
            "table",
            "tree",
            "summary",
            "diff",
            "merge",
            "partial",
            "transform",
            "stats",
            "series",
            "dump",
            "parse",
            "compact",
            "check",
            "symbols");

    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the stack trace of an internal error, for bug reports.")
    boolean verbose;

    Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        int exitCode = execute(Terminal.ofProcess(), arguments);
        tellLauncher(exitCode);
        System.exit(exitCode);
    }

    /**
     * Leaves the exit code of a report that was made in the name of a file, where the launcher asks for it: Java exits with 1
     * if it cannot write its archive of classes, as on a full disk. That archive shall have more than this run needed.
     */
    private static void tellLauncher(int exitCode) {
        String name = System.getProperty("heapcrest.done");
        if (name != null && (exitCode == ExitCode.COMPLETE || exitCode == ExitCode.INCOMPLETE)) {
            try {
                Files.createFile(Path.of(name + "." + exitCode));
                Rehearsal.run(Path.of(name + ".html"));
            } catch (IOException | InvalidPathException e) {
                // then Java's own exit code counts
            }
        }
    }

    /** The same without exiting. */
    static int execute(Terminal terminal, String... arguments) {
        try {
            FlamegraphCommand plain = PlainFlamegraph.of(terminal, arguments);
            if (plain != null) {
                return plainly(terminal, plain, arguments);
            }
            CommandLine line = new Main(terminal).commandLine(arguments);
            return line.execute(Abbreviations.expand(arguments, line));
        } catch (Error e) {
            // picocli hands on what is no exception
            return new Failures(terminal, VERBOSE.contains(arguments.length == 0 ? "" : arguments[0]))
                    .failed(e, terminal.command());
        }
    }

    private static int plainly(Terminal terminal, FlamegraphCommand command, String... arguments) {
        try {
            return command.run(List.of(arguments));
        } catch (CommandFailure | IOException | RuntimeException e) {
            return new Failures(terminal, false).failed(e, terminal.command() + " flamegraph");
        }
    }

    /** picocli's view of all commands, not yet run. */
    CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /**
     * The same of what a command line needs: if it begins with a command, that one alone, and none to tell the version. To
     * read the annotations of all takes 0.1 s.
     */
    CommandLine commandLine(String... arguments) {
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            return commandLine(List.of());
        }
        boolean named = arguments.length > 0 && COMMANDS.contains(arguments[0]);
        return commandLine(named ? List.of(arguments[0]) : COMMANDS);
    }

    private CommandLine commandLine(List<String> commands) {
        CommandLine line = new CommandLine(this);
        for (String command : commands) {
            line.addSubcommand(command(command));
        }
        // Settings below reach the commands that are there already.
        return line.setCommandName(terminal.command())
                // As Python's argparse, with which memray reads its arguments.
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, arguments) -> failures().misused(e))
                .setExecutionExceptionHandler((e, command, arguments) ->
                        failures().failed(e, command.getCommandSpec().qualifiedName()));
    }

    private Callable<Integer> command(String name) {
        return switch (name) {
            case "flamegraph" -> new FlamegraphCommand(terminal);
            case "flamegraphs" -> new FlamegraphsCommand(terminal);
            case "table" -> new TableCommand(terminal);
            case "tree" -> new TreeCommand(terminal);
            case "summary" -> new SummaryCommand(terminal);
            case "diff" -> new DiffCommand(terminal);
            case "merge" -> new MergeCommand(terminal);
            case "partial" -> new PartialCommand(terminal);
            case "transform" -> new TransformCommand(terminal);
            case "stats" -> new StatsCommand(terminal);
            case "series" -> new SeriesCommand(terminal);
            case "dump" -> new DumpCommand(terminal);
            case "parse" -> new ParseCommand(terminal);
            case "compact" -> new CompactCommand(terminal);
            case "check" -> new CheckCommand(terminal);
            case "symbols" -> new SymbolsCommand(terminal);
            default -> throw new IllegalArgumentException(name);
        };
    }

    Failures failures() {
        return new Failures(terminal, verbose);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.err());
        return ExitCode.USAGE;
    }

    /** Release, commit and Java: what a report about a fault needs. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            return new String[] {
                "heapcrest " + ProgramVersion.ofJar() + ", commit " + commit(),
                "Java " + System.getProperty("java.runtime.version") + " of " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.home"),
                "reads captures of memray 1.0 to 1.20 (header versions 6 to 13)"
            };
        }

        /** As the build left it, with {@code -dirty} where files were changed since. */
        private static String commit() throws IOException {
            try (InputStream text = Version.class.getResourceAsStream("commit")) {
                return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        }
    }
}

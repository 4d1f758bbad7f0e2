package dev.heapcrest.cli;

import dev.heapcrest.report.ProgramVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        footer = {"", "Every command tells more with --help; docs/cli.md tells the rest."})
public final class Main implements Callable<Integer> {
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
        System.exit(execute(Terminal.ofProcess(), arguments));
    }

    /** The same without exiting. */
    static int execute(Terminal terminal, String... arguments) {
        try {
            FlamegraphCommand plain = PlainFlamegraph.of(terminal, arguments);
            if (plain != null) {
                return plainly(terminal, plain, arguments);
            }
            CommandLine line = new Main(terminal).commandLine();
            return line.execute(Abbreviations.expand(arguments, line));
        } catch (OutOfMemoryError e) {
            terminal.err().println(Failures.outOfMemory(Runtime.getRuntime().maxMemory()));
            return ExitCode.FAILED;
        }
    }

    private static int plainly(Terminal terminal, FlamegraphCommand command, String... arguments) {
        try {
            return command.run(List.of(arguments));
        } catch (CommandFailure | IOException | RuntimeException e) {
            return new Failures(terminal.err(), false).failed(e, terminal.command() + " flamegraph");
        }
    }

    /** picocli's view of all commands, not yet run. */
    CommandLine commandLine() {
        // Settings below reach the commands that are there already.
        return new CommandLine(this)
                .addSubcommand(new FlamegraphCommand(terminal))
                .addSubcommand(new FlamegraphsCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new MergeCommand(terminal))
                .addSubcommand(new PartialCommand(terminal))
                .addSubcommand(new TransformCommand(terminal))
                .addSubcommand(new StatsCommand(terminal))
                .addSubcommand(new DumpCommand(terminal))
                .setCommandName(terminal.command())
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

    Failures failures() {
        return new Failures(terminal.err(), verbose);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.err());
        return ExitCode.USAGE;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "heapcrest " + ProgramVersion.ofJar(), "reads captures of memray 1.0 to 1.20 (header versions 6 to 13)"
            };
        }
    }
}

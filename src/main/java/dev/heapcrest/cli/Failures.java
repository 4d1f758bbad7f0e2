package dev.heapcrest.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what went wrong into one line on standard error and an exit code. File names are in such lines; what they hold
 * must not move a terminal's cursor.
 */
final class Failures {
    /** What an InternalError of the JVM means: pages that it has mapped are gone from the file. */
    static final String SHORTER = "Cannot read the capture: it became shorter while it was read, or its disk failed.";

    private final PrintStream err;
    private final boolean asMemray;
    private final boolean stackTraces;

    Failures(Terminal terminal, boolean stackTraces) {
        err = terminal.err();
        asMemray = terminal.asMemray();
        this.stackTraces = stackTraces;
    }

    /** A command threw anything at all. */
    int failed(Throwable e, String commandName) {
        if (e instanceof OutOfMemoryError) {
            err.println(outOfMemory());
            return ExitCode.FAILED;
        }
        if (e instanceof InternalError) {
            err.println(SHORTER);
            return ExitCode.FAILED;
        }
        if (e instanceof CommandFailure failure) {
            if (failure.exitCode() == ExitCode.USAGE) {
                return usage(String.valueOf(e.getMessage()), commandName);
            }
            if (failure.exitCode() == ExitCode.FAILED) {
                if (asMemray && !failure.capture().isEmpty()) {
                    err.println(memrays(commandName) + VisibleText.of(failure.capture()));
                    err.println("Reason: " + VisibleText.of(failure.reason()));
                } else {
                    err.println(VisibleText.of(String.valueOf(e.getMessage())));
                }
            }
            return failure.exitCode();
        }
        if (e instanceof IOException io) {
            if (brokenPipe(io)) {
                return ExitCode.BROKEN_PIPE;
            }
            err.println("Cannot write standard output: " + CaptureInput.reason(io));
            return ExitCode.FAILED;
        }
        err.println("Internal error, please report it: %s%s"
                .formatted(e, stackTraces ? "" : " (with -v before the command's name you see more)"));
        if (stackTraces) {
            e.printStackTrace(err);
        }
        return ExitCode.FAILED;
    }

    /** What memray says of a capture that it cannot read, before its name: scripts compare it. */
    private static String memrays(String commandName) {
        return commandName.endsWith(" stats")
                ? "Failed to compute statistics for "
                : "Failed to parse allocation records in ";
    }

    /** The command line is wrong; in argparse's words where memray's users know them. */
    int misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec first = missing.getMissing().get(0);
            if (first.isPositional()) {
                String names =
                        missing.getMissing().stream().map(ArgSpec::paramLabel).collect(Collectors.joining(", "));
                return usage("the following arguments are required: " + names, name);
            }
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            String arguments = String.join(" ", unmatched.getUnmatched());
            return command.getParent() == null && !arguments.startsWith("-")
                    ? usage(unknownCommand(unmatched.getUnmatched().get(0), command), name)
                    : usage("unrecognized arguments: " + arguments, name);
        }
        ArgSpec argument = e.getArgSpec();
        if (asMemray
                && e.getValue() != null
                && argument != null
                && argument.paramLabel().equals("format")) {
            // of transform: no wrong usage in memray
            err.println("Format not supported: %s; %s"
                    .formatted(VisibleText.of(e.getValue()), VisibleText.of(invalid(argument, e.getValue()))));
            return ExitCode.FAILED;
        }
        return argument != null && e.getValue() != null
                ? usage("argument %s: %s".formatted(name(argument), invalid(argument, e.getValue())), name)
                : usage(String.valueOf(e.getMessage()), name);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? String.join("/", option.names()) : argument.paramLabel();
    }

    private static String invalid(ArgSpec argument, String value) {
        Object[] choices = argument.type().getEnumConstants();
        if (choices == null) {
            return "invalid %s value: '%s'".formatted(argument.type().getSimpleName(), value);
        }
        String names = Stream.of(choices)
                .map(choice -> "'" + choice.toString().toLowerCase(Locale.ROOT) + "'")
                .collect(Collectors.joining(", "));
        return "invalid choice: '%s' (choose from %s)".formatted(value, names);
    }

    private static String unknownCommand(String name, CommandLine root) {
        String known = String.join(", ", root.getSubcommands().keySet());
        return "there is no command '%s' (there are %s); for memray's other commands use memray itself: python3 -m memray"
                .formatted(name, known);
    }

    private int usage(String message, String name) {
        err.println("%s: error: %s (see %s --help)".formatted(name, VisibleText.of(message.strip()), name));
        return ExitCode.USAGE;
    }

    /** The same of this process. */
    static String outOfMemory() {
        return outOfMemory(Runtime.getRuntime().maxMemory(), machineBytes());
    }

    /** Memory of the machine, or of the container where that has less; {@link Long#MAX_VALUE} where Java cannot tell. */
    private static long machineBytes() {
        try {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return system == null || system.getTotalMemorySize() <= 0 ? Long.MAX_VALUE : system.getTotalMemorySize();
        } catch (LinkageError e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Says with what heap to try again: twice the present one is the next step that makes a difference. A heap that the
     * machine does not have is no advice.
     */
    static String outOfMemory(long heapBytes, long machineBytes) {
        if (2 * heapBytes > machineBytes - machineBytes / 4) {
            return String.format(
                    Locale.ROOT,
                    "Out of memory: %,d MB of heap are too little for this capture; nothing was written. There are %,d MB"
                            + " here in all: run it where there is twice as much.",
                    heapBytes >> 20,
                    machineBytes >> 20);
        }
        if (2 * heapBytes < (1L << 30)) {
            long next = (2 * heapBytes) >> 20;
            return String.format(
                    Locale.ROOT,
                    "Out of memory: %,d MB of heap are too little for this capture; nothing was written."
                            + " Try HEAPCREST_JAVA_OPTS=-Xmx%dm (without the launcher: java -Xmx%dm -jar ...).",
                    heapBytes >> 20,
                    next,
                    next);
        }
        long nextGigabytes = Math.max(1, Math.round(2.0 * heapBytes / (1L << 30)));
        return String.format(
                Locale.ROOT,
                "Out of memory: %,d MB of heap are too little for this capture; nothing was written."
                        + " Try HEAPCREST_JAVA_OPTS=-Xmx%dg (without the launcher: java -Xmx%dg -jar ...).",
                heapBytes >> 20,
                nextGigabytes,
                nextGigabytes);
    }

    /** Linux and macOS say the same; the JDK has no exception of its own for it. */
    static boolean brokenPipe(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }
}

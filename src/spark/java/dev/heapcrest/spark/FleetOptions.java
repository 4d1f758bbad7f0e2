package dev.heapcrest.spark;

import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.cli.LimitOptions;
import dev.heapcrest.cli.ManyOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * The command line of the job. Driver and tasks read the same one, so that a task needs to be sent nothing else of it.
 * Options that merge and check have as well mean the same.
 */
@Command(
        name = "spark-submit --class heapcrest.spark.Fleet heapcrest-spark.jar",
        sortOptions = false,
        description = "Adds up the figures of very many captures in any file system that Hadoop knows.",
        footer = {
            "",
            "Of each capture the 50000 largest call stacks are kept, if --capture-nodes does not say otherwise.",
            "Exit codes: 0 all complete, 1 none could be read or the job failed, 2 wrong usage, 3 written, but some captures"
                    + " are truncated, damaged or left out, 4 written, but a limit was broken. docs/fleets.md tells more.",
        })
final class FleetOptions {
    /** 4.2 MB at 84 bytes a node: a task holds some of these at once, whatever the captures are. */
    private static final int CAPTURE_NODES = 50_000;

    private static final long MOST_NODES = 8_000_000;

    @Mixin
    ManyOptions many = new ManyOptions(CAPTURE_NODES);

    @Option(
            names = "--group-by",
            paramLabel = "KEYS",
            split = ",",
            description = "Rank the captures by these labels, separated by commas, and write a page of each group.")
    List<String> groupBy = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "PARTIAL",
            description = "A merged.hcp of an earlier run: what grew since then is ranked as well.")
    @Nullable
    String baseline;

    @Mixin
    LimitOptions limits = new LimitOptions();

    @Option(
            names = "--across-hosts",
            description = "Compute the peak of the sum for captures of several hosts (label host) as well.")
    boolean acrossHosts;

    @Option(
            names = "--allow-duplicates",
            description = "A capture that is there twice counts twice. By default it counts once, and that is said.")
    boolean allowDuplicates;

    @Option(
            names = "--max-nodes",
            paramLabel = "N",
            description = "Fail when there are more different call stacks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + MOST_NODES)
    long mostNodes = MOST_NODES;

    @Option(
            names = "--private",
            description = "Leave out absolute paths, user names, arguments of the command line and source lines.")
    boolean privately;

    @Option(
            names = "--allow-truncated",
            description = "Exit with 0 instead of 3 where captures are truncated or damaged.")
    boolean allowTruncated;

    @Option(names = "--limit", paramLabel = "NAME=N", description = "Lift a limit on what a capture may ask for.")
    List<String> lifted = new ArrayList<>();

    @Option(names = "--parquet", description = "Write the table of captures as Parquet, too. Needs spark-sql.")
    boolean parquet;

    @Option(
            names = {"-f", "--force"},
            description = "Replace OUTPUT if it is there. By default nothing is replaced.")
    boolean force;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text and exit.")
    boolean help;

    @Parameters(
            index = "0",
            paramLabel = "INPUT",
            description =
                    "A folder: all captures in it and below it by name (*.bin, *.bin.PID). A glob: all files that it"
                            + " names, and folders as above. @LIST: a file with a path a line.")
    String input = "";

    @Parameters(index = "1", paramLabel = "OUTPUT", description = "The folder that is made.")
    String output = "";

    private FleetOptions() {}

    /** What is shown with {@code --help}. */
    static String usage() {
        return line(new FleetOptions()).getUsageMessage();
    }

    private static CommandLine line(FleetOptions options) {
        return new CommandLine(options).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
    }

    /**
     * Of a command line.
     *
     * @throws CommandFailure if it is none, or its values contradict each other
     */
    static FleetOptions of(String... arguments) throws CommandFailure {
        FleetOptions options = new FleetOptions();
        try {
            line(options).parseArgs(arguments);
        } catch (ParameterException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        if (options.mostNodes < 1) {
            throw CommandFailure.usage("argument --max-nodes: must be at least 1");
        }
        return options;
    }
}

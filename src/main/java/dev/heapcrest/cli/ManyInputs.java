package dev.heapcrest.cli;

import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Merging;
import dev.heapcrest.merge.Partial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Captures and partials that a command was given, added up as they are read. Not thread-safe. */
final class ManyInputs {
    private final Terminal terminal;
    private final InputReader reader;
    private final boolean allowDuplicates;
    private final long mostNodes;
    private final @Nullable GroupSums groups;
    private final Merging merging;
    private final Set<String> known = new HashSet<>();
    private final List<InputReader.Source> counted = new ArrayList<>();

    /**
     * Of nothing.
     *
     * @param allowDuplicates a capture counts as often as it comes
     * @param mostNodes call stacks that may be kept at most
     */
    ManyInputs(Terminal terminal, InputReader reader, boolean allowDuplicates, long mostNodes) {
        this(terminal, reader, allowDuplicates, mostNodes, null);
    }

    /**
     * The same with a sum for each group.
     *
     * @param groups gets each input as well; null for none
     */
    ManyInputs(
            Terminal terminal,
            InputReader reader,
            boolean allowDuplicates,
            long mostNodes,
            @Nullable GroupSums groups) {
        this.terminal = terminal;
        this.reader = reader;
        this.allowDuplicates = allowDuplicates;
        this.mostNodes = mostNodes;
        this.groups = groups;
        merging = new Merging(reader.options());
    }

    /** The sum of all of these. */
    Partial sum(List<String> typed) throws CommandFailure {
        reader.each(typed, this::add);
        return result();
    }

    /** Adds one, unless it is there already. */
    void add(InputReader.Input input) throws CommandFailure {
        String typed = input.source().typed();
        try {
            if (allowDuplicates || isNew(typed, input.partial())) {
                merging.add(input.partial());
                if (groups != null) {
                    groups.add(input);
                }
                counted.add(input.source());
            }
        } catch (ArithmeticException e) {
            throw tooMuch(e);
        }
        requireRoom(merging, typed);
    }

    /** The sum of all that were added. */
    Partial result() throws CommandFailure {
        return result(merging);
    }

    private static Partial result(Merging merging) throws CommandFailure {
        try {
            return merging.result();
        } catch (ArithmeticException e) {
            throw tooMuch(e);
        }
    }

    /**
     * What those of the sum held at an instant, by call stack: reads each that takes part again.
     *
     * @param millis ms since 1970
     */
    Partial heldAt(long millis) throws CommandFailure {
        Merging together = new Merging(reader.options());
        reader.eachHeldAt(counted, millis, held -> {
            if (held.partial() != null) {
                try {
                    together.add(held.partial());
                } catch (ArithmeticException e) {
                    throw tooMuch(e);
                }
                requireRoom(together, held.source().typed());
            }
        });
        return result(together);
    }

    private void requireRoom(Merging sum, String typed) throws CommandFailure {
        if (sum.nodeCount() > mostNodes) {
            throw CommandFailure.failed("After " + typed + " there are more than " + mostNodes
                    + " call stacks. Merge fewer captures at once, or raise --max-nodes.");
        }
    }

    private static CommandFailure tooMuch(ArithmeticException e) {
        return CommandFailure.failed("Cannot add these captures: %s.".formatted(e.getMessage()));
    }

    /** What a command exits with that was given these captures. */
    static int exitCode(Partial sum, RunOptions run) {
        if (sum.captures(CaptureRow.State.FAILED) > 0) {
            return ExitCode.INCOMPLETE;
        }
        boolean complete = sum.captures() == sum.captures(CaptureRow.State.COMPLETE);
        return complete || run.allowTruncated ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }

    /** Whether no capture of a partial was added before; if all were, it is left out, and that is said. */
    private boolean isNew(String typed, Partial partial) throws CommandFailure {
        long repeated = 0;
        long counted = 0;
        for (CaptureRow row : partial.rows()) {
            if (row.counts()) {
                counted++;
                repeated += known.add(row.identity()) ? 0 : 1;
            }
        }
        if (repeated == 0) {
            return true;
        }
        if (repeated == counted && partial.readable() == counted) {
            terminal.err()
                    .println("%s is there already, and counts once. With --allow-duplicates it counts again."
                            .formatted(CaptureInput.shown(typed)));
            return false;
        }
        throw CommandFailure.failed(
                CaptureInput.shown(typed) + " has " + repeated + " captures that are there already, and others that are"
                        + " not. Give each of them once, or use --allow-duplicates.");
    }
}

package dev.heapcrest.merge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * What shapes a partial. Only partials with equal options are merged.
 *
 * @param portableFiles files of packages and of the standard library are named by the part that does not depend on the
 *     environment; else as the captures name them
 * @param splitCaptures the tree has a level above all others: the capture
 * @param mostNodes of each capture, the largest; what is smaller is in a box {@code (smaller)} below each. 0 for all nodes
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PartialOptions(boolean portableFiles, boolean splitCaptures, int mostNodes) {
    /** Portable files, one tree for all. */
    public static final PartialOptions DEFAULT = new PartialOptions(true, false);

    private static final Pattern BUDGET = Pattern.compile("(.*), at most ([1-9]\\d{0,8}) nodes of each");

    /** Less than no nodes are refused. */
    public PartialOptions {
        if (mostNodes < 0) {
            throw new IllegalArgumentException(mostNodes + " nodes");
        }
    }

    /** With all nodes. */
    public PartialOptions(boolean portableFiles, boolean splitCaptures) {
        this(portableFiles, splitCaptures, 0);
    }

    /** In words, as messages and files have it: "views peak and leaks, portable files, captures together". */
    public String text() {
        return "views peak and leaks, " + (portableFiles ? "portable" : "exact") + " files, captures "
                + (splitCaptures ? "apart" : "together")
                + (mostNodes == 0 ? "" : ", at most " + mostNodes + " nodes of each");
    }

    /**
     * The options of a text.
     *
     * @throws IllegalArgumentException if no options have it
     */
    static PartialOptions of(String text) {
        Matcher budget = BUDGET.matcher(text);
        int mostNodes = budget.matches() ? Integer.parseInt(budget.group(2)) : 0;
        for (boolean portable : new boolean[] {true, false}) {
            for (boolean split : new boolean[] {true, false}) {
                PartialOptions options = new PartialOptions(portable, split, mostNodes);
                if (options.text().equals(text)) {
                    return options;
                }
            }
        }
        throw new IllegalArgumentException("options that are not known: " + text);
    }
}

package dev.heapcrest.merge;

import org.apiguardian.api.API;

/**
 * What shapes a partial. Only partials with equal options are merged.
 *
 * @param portableFiles files of packages and of the standard library are named by the part that does not depend on the
 *     environment; else as the captures name them
 * @param splitCaptures the tree has a level above all others: the capture
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PartialOptions(boolean portableFiles, boolean splitCaptures) {
    /** Portable files, one tree for all. */
    public static final PartialOptions DEFAULT = new PartialOptions(true, false);

    /** In words, as messages and files have it: "views peak and leaks, portable files, captures together". */
    public String text() {
        return "views peak and leaks, " + (portableFiles ? "portable" : "exact") + " files, captures "
                + (splitCaptures ? "apart" : "together");
    }

    /**
     * The options of a text.
     *
     * @throws IllegalArgumentException if no options have it
     */
    static PartialOptions of(String text) {
        for (boolean portable : new boolean[] {true, false}) {
            for (boolean split : new boolean[] {true, false}) {
                PartialOptions options = new PartialOptions(portable, split);
                if (options.text().equals(text)) {
                    return options;
                }
            }
        }
        throw new IllegalArgumentException("options that are not known: " + text);
    }
}

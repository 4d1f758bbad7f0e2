package dev.heapcrest.report;

import org.apiguardian.api.API;

/**
 * How large a page may become before small subtrees are folded; all totals stay exact, and the page says what was folded.
 *
 * @param maxNodes nodes of the call tree, at least 2
 * @param maxPayloadBytes compressed and in base64, which is nearly all of a large page
 */
@API(status = API.Status.STABLE, since = "0.1")
public record PageBudget(int maxNodes, long maxPayloadBytes) {
    /** 8 million nodes, 64 MB: what a browser opens in a few seconds, with about 1 GB of memory. */
    public static final PageBudget DEFAULT = new PageBudget(8_000_000, 64_000_000);

    /** Everything, however large. */
    public static final PageBudget NONE = new PageBudget(Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Checks the ranges. */
    public PageBudget {
        if (maxNodes < 2 || maxPayloadBytes < 0) {
            throw new IllegalArgumentException(maxNodes + " nodes, " + maxPayloadBytes + " bytes");
        }
    }
}

package dev.heapcrest.report.html;

/**
 * How large a page may become before small subtrees are folded.
 *
 * @param maxNodes nodes of the call tree
 * @param maxPayloadBytes compressed and in base64, which is nearly all of a large page
 */
record Budget(int maxNodes, long maxPayloadBytes) {
    /** What a browser opens in a few seconds, with about 1 GB of memory. */
    static final Budget DEFAULT = new Budget(8_000_000, 64_000_000);

    /** Everything, however large. */
    static final Budget NONE = new Budget(Integer.MAX_VALUE, Long.MAX_VALUE);
}

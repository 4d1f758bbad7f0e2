package dev.heapcrest.report.html;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FoldedTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The compressed payload of a page, made to fit a budget.
 *
 * @param blocks text of each payload element, in pieces
 * @param nodeCount nodes in it, after folding
 * @param folding what was folded; null if nothing was
 */
record Payload(
        List<Iterable<String>> blocks,
        int nodeCount,
        @Nullable FoldedTree folding) {
    /** Below this there is nothing left to fold that a reader would not miss. */
    private static final int FEWEST_NODES = 1000;

    static Payload of(PageFacts facts, Metadata metadata, SourceLines sourceLines) throws IOException {
        CallTree tree = facts.tree();
        PageBudget budget = facts.options().budget();
        FoldedTree folding = tree.nodeCount() > budget.maxNodes() ? FoldedTree.fold(tree, budget.maxNodes()) : null;
        while (true) {
            Base64Blocks compressed = compress(facts, folding, metadata, sourceLines);
            int nodes = (folding == null ? tree : folding.tree()).nodeCount();
            if (compressed.textBytes() <= budget.maxPayloadBytes() || nodes <= FEWEST_NODES) {
                return new Payload(compressed.blocks(), nodes, folding);
            }
            // a tenth less than the share that would do if all nodes were alike: large ones have more values
            double share = 0.9 * budget.maxPayloadBytes() / compressed.textBytes();
            folding = FoldedTree.fold(tree, Math.max(FEWEST_NODES, (int) (nodes * share)));
        }
    }

    private static Base64Blocks compress(
            PageFacts facts, @Nullable FoldedTree folding, Metadata metadata, SourceLines sourceLines)
            throws IOException {
        Profile profile = facts.profile();
        CallTree tree = folding == null ? facts.tree() : folding.tree();
        int firstBoxFrame = folding == null ? Integer.MAX_VALUE : folding.firstBoxFrame();
        ReportFrames frames = new ReportFrames(tree, firstBoxFrame, profile.header(), sourceLines);
        Base64Blocks compressed = new Base64Blocks();
        try (OutputStream gzip = new FastGzip(compressed)) {
            PayloadWriter.write(
                    tree,
                    frames,
                    profile.threads(),
                    profile.timeline(),
                    profile.history().buckets(),
                    facts.many() == null ? null : CaptureExtremes.of(facts.many(), tree),
                    metadata.json(folding),
                    gzip);
        }
        return compressed;
    }

    private static final class FastGzip extends GZIPOutputStream {
        private static final int BUFFER_BYTES = 1 << 16;

        /** Level 5 takes 2.5 times less CPU than the usual 6 and gains all but 3 to 7 % of its size. */
        private static final int LEVEL = 5;

        FastGzip(OutputStream stream) throws IOException {
            super(stream, BUFFER_BYTES);
            def.setLevel(LEVEL);
        }
    }
}

package dev.heapcrest.spark;

import dev.heapcrest.merge.Merging;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A partial on its way between tasks, or why there is none: what would fail again is no reason to try a task again. Owns its
 * bytes.
 *
 * @param bytes as docs/partial-format.md describes, not compressed, for Spark compresses what it moves; empty if there is none
 * @param problem "" if there is one
 */
record Sum(byte[] bytes, String problem) implements Serializable {
    /** The partial. */
    Partial partial() throws IOException {
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
        return Partial.readFrom(new ByteArrayInputStream(bytes));
    }

    /** Adds partials. Not thread-safe. */
    static final class Adding {
        private final Merging merging;
        private final long mostNodes;
        private String problem = "";

        /** @param mostNodes call stacks that may be kept at most */
        Adding(PartialOptions options, long mostNodes) {
            merging = new Merging(options);
            this.mostNodes = mostNodes;
        }

        void add(Partial partial) {
            if (!problem.isEmpty()) {
                return;
            }
            try {
                merging.add(partial);
                if (merging.nodeCount() > mostNodes) {
                    problem = "There are more than " + mostNodes
                            + " call stacks. Make a job for each group of --group-by, keep less of each capture"
                            + " (--capture-nodes), or raise --max-nodes";
                }
            } catch (ArithmeticException e) {
                problem = "Cannot add these captures: " + e.getMessage();
            }
        }

        void add(Sum sum) throws IOException {
            if (!sum.problem.isEmpty()) {
                problem = sum.problem;
            } else {
                add(sum.partial());
            }
        }

        Sum sum() {
            if (problem.isEmpty()) {
                try {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    merging.result().writeTo(bytes);
                    return new Sum(bytes.toByteArray(), "");
                } catch (ArithmeticException e) {
                    problem = "Cannot add these captures: " + e.getMessage();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return new Sum(new byte[0], problem);
        }
    }
}

package dev.heapcrest.report.export;

import dev.heapcrest.aggregate.HeapProfile;
import dev.heapcrest.tree.CallTree;

/**
 * What is exported.
 *
 * @param profile header and threads
 * @param tree its call tree
 * @param kind a metric of the tree
 * @param splitThreads keep the figures of different threads apart
 */
public record ExportView(HeapProfile profile, CallTree tree, CallTree.Kind kind, boolean splitThreads) {
    CallTree.Metric metric() {
        for (CallTree.Metric metric : tree.metrics()) {
            if (metric.kind() == kind) {
                return metric;
            }
        }
        throw new IllegalArgumentException("The tree has no metric " + kind);
    }

    /** As memray prints it: {@code 0x1} or {@code 0x2 (worker)}, or {@code merged thread}. */
    String threadLabel(int thread) {
        if (thread < 0) {
            return "merged thread";
        }
        String id = "0x" + Long.toHexString(profile.threads().ids()[thread]);
        String name = profile.threads().names()[thread];
        return name.isEmpty() ? id : id + " (" + name + ")";
    }
}

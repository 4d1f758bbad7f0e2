package dev.heapcrest.report.export;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.CallTree;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * What is exported.
 *
 * @param profile header and threads
 * @param tree its call tree
 * @param kind a view of the tree
 * @param splitThreads keep the figures of different threads apart
 * @param fullPaths name files with their directories also where a format has the last name by default
 * @param labels texts by key that each row has, in formats with labels; copied
 * @param comments lines about the captures, in formats with comments; copied. Empty for what the header says
 */
@API(status = API.Status.STABLE, since = "0.1")
public record ExportView(
        Profile profile,
        CallTree tree,
        View.Kind kind,
        boolean splitThreads,
        boolean fullPaths,
        SortedMap<String, String> labels,
        List<String> comments) {
    /** Without labels. */
    public ExportView(Profile profile, CallTree tree, View.Kind kind, boolean splitThreads, boolean fullPaths) {
        this(profile, tree, kind, splitThreads, fullPaths, new TreeMap<>(), List.of());
    }

    /** With short names of files where a format has such. */
    public ExportView(Profile profile, CallTree tree, View.Kind kind, boolean splitThreads) {
        this(profile, tree, kind, splitThreads, false);
    }

    /** A kind that the tree does not have is refused. */
    public ExportView {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        comments = List.copyOf(comments);
        if (tree.find(kind) == null) {
            throw new IllegalArgumentException("the tree has no figures of kind " + kind.key());
        }
    }

    Figures figures() {
        return Objects.requireNonNull(tree.find(kind));
    }

    /** As memray prints it: {@code 0x1} or {@code 0x2 (worker)}, or {@code merged thread}. */
    String threadLabel(int thread) {
        if (thread < 0) {
            return "merged thread";
        }
        String id = profile.threads().idText(thread);
        String name = profile.threads().names().get(thread);
        return name.isEmpty() ? id : id + " (" + name + ")";
    }
}

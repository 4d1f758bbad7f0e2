package dev.heapcrest.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import dev.heapcrest.tree.CallTree;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A flame graph as figures by path: a view whose stacks are paths from the root and whose figures are inclusive.
 * memray's is reduced to what is meant (threads of merged trees fold, escapes are undone), ours is cut where memray cuts.
 */
final class TextTree {
    /** memray replaces the frame behind this many by a marker and drops the rest. */
    static final int DEPTH_LIMIT = 400;

    static final FrameText TOO_DEEP = new FrameText("...", "...", 0);

    private TextTree() {}

    /**
     * memray's tree, without the frames that are left out; what was below them belongs to what was above.
     *
     * @return empty where memray gave no tree
     */
    static Optional<TextView> ofMemray(
            JsonObject tree, boolean byThread, Predicate<FrameText> kept, TextStacks stacks) {
        if (!tree.has("nodes")) {
            return Optional.empty();
        }
        JsonArray nodes = tree.getAsJsonArray("nodes");
        int[] paths = new int[nodes.size()];
        TextView view = new TextView();
        for (int i = 0; i < paths.length; i++) {
            JsonObject node = nodes.get(i).getAsJsonObject();
            int parent = node.get("parent").getAsInt();
            if (parent >= i) {
                throw new AssertionError("memray's nodes are not in order of creation");
            }
            FrameText frame = frame(node);
            if (parent >= 0 && !kept.test(frame)) {
                paths[i] = paths[parent];
                continue;
            }
            paths[i] = parent < 0 ? 0 : stacks.call(paths[parent], frame);
            view.add(
                    byThread && parent >= 0 ? threadId(node.get("thread_id").getAsString()) : TextView.ANY_THREAD,
                    paths[i],
                    node.get("value").getAsLong(),
                    node.get("n_allocations").getAsLong());
        }
        return Optional.of(view);
    }

    /** Function, file and line of one of memray's nodes. */
    static FrameText frame(JsonObject node) {
        return new FrameText(
                unescape(node.get("function").getAsString()),
                unescape(node.get("filename").getAsString()),
                node.get("lineno").getAsInt());
    }

    /** Every Python frame of a capture. */
    static Set<FrameText> frames(FrameTable frames) {
        Set<FrameText> texts = new HashSet<>();
        for (int id = 1; id <= frames.count(); id++) {
            if (frames.image(id) == 0) {
                texts.add(text(frames, id));
            }
        }
        return texts;
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#x27;", "'")
                .replace("&amp;", "&");
    }

    private static long threadId(String label) {
        String hex = label.replaceFirst(" \\(.*", "");
        return Long.parseUnsignedLong(hex.substring(2), 16);
    }

    /** What a frame of ours reads; null for one that is left out, so that what it holds belongs to its caller. */
    interface Reading {
        FrameText of(FrameTable frames, int frameId);
    }

    /** Python frames alone. */
    static final Reading PYTHON = (frames, frameId) -> frames.image(frameId) == 0 ? text(frames, frameId) : null;

    static FrameText text(FrameTable frames, int frameId) {
        return new FrameText(frames.function(frameId), frames.file(frameId), frames.line(frameId));
    }

    /** The tree's inclusive figures, cut as memray cuts, without native frames; checks the tree's shape on the way. */
    static TextView of(CallTree tree, int metricIndex, Profile profile, boolean byThread, TextStacks stacks) {
        return of(tree, metricIndex, profile, byThread, stacks, PYTHON);
    }

    /** The same with the frames that somebody reads. */
    static TextView of(
            CallTree tree, int metricIndex, Profile profile, boolean byThread, TextStacks stacks, Reading reading) {
        int[] parents = parents(tree);
        int[] paths = new int[parents.length];
        int[] depths = new int[parents.length];
        for (int node = 1; node < parents.length; node++) {
            FrameText text = reading.of(tree.frames(), tree.nodeFrames()[node]);
            depths[node] = depths[parents[node]] + (text == null ? 0 : 1);
            paths[node] = text == null || depths[node] > DEPTH_LIMIT + 2
                    ? paths[parents[node]]
                    : stacks.call(paths[parents[node]], depths[node] == DEPTH_LIMIT + 2 ? TOO_DEEP : text);
        }
        TextView view = new TextView();
        Figures metric = tree.figures().get(metricIndex);
        for (int i = 0; i < tree.ownNodes().length; i++) {
            long thread = byThread ? profile.threads().ids().get(tree.ownThreads()[i]) : TextView.ANY_THREAD;
            long bytes = metric.bytes().get(i);
            long count = metric.counts().get(i);
            for (int node = tree.ownNodes()[i]; node != 0; node = parents[node]) {
                // frames that were left out have the path of their caller
                if (paths[node] != paths[parents[node]]) {
                    view.add(thread, paths[node], bytes, count);
                }
            }
            view.add(TextView.ANY_THREAD, 0, bytes, count);
        }
        return view;
    }

    /** The parent of each node, from the depths in preorder. */
    static int[] parents(CallTree tree) {
        int[] depths = tree.depths();
        int[] parents = new int[depths.length];
        int[] open = new int[depths.length + 1];
        parents[0] = -1;
        for (int node = 1; node < depths.length; node++) {
            int depth = depths[node];
            if (depth < 1 || depth > depths[node - 1] + 1) {
                throw new AssertionError("node " + node + " is not in preorder");
            }
            parents[node] = open[depth - 1];
            open[depth] = node;
        }
        return parents;
    }

    /** The inverted tree that follows from a tree's own values: callees on top. */
    static TextView inverted(CallTree tree, int metricIndex, TextStacks stacks) {
        int[] parents = parents(tree);
        TextView view = new TextView();
        Figures metric = tree.figures().get(metricIndex);
        for (int i = 0; i < tree.ownNodes().length; i++) {
            int path = 0;
            int position = 0;
            for (int node = tree.ownNodes()[i]; node != 0 && position <= DEPTH_LIMIT + 1; node = parents[node]) {
                FrameText text = PYTHON.of(tree.frames(), tree.nodeFrames()[node]);
                if (text == null) {
                    continue;
                }
                path = stacks.call(path, position == DEPTH_LIMIT + 1 ? TOO_DEEP : text);
                view.add(
                        TextView.ANY_THREAD,
                        path,
                        metric.bytes().get(i),
                        metric.counts().get(i));
                position++;
            }
            view.add(
                    TextView.ANY_THREAD,
                    0,
                    metric.bytes().get(i),
                    metric.counts().get(i));
        }
        return view;
    }

    /** The tree that follows from a view. */
    static TextView of(TextView stacksView, boolean byThread, TextStacks stacks) {
        TextView view = new TextView();
        stacksView.figures().forEach((key, figures) -> {
            List<FrameText> innermostFirst = stacks.frames(key.stackId());
            long thread = byThread ? key.thread() : TextView.ANY_THREAD;
            int path = 0;
            for (int depth = 1; depth <= Math.min(innermostFirst.size(), DEPTH_LIMIT + 2); depth++) {
                FrameText frame = innermostFirst.get(innermostFirst.size() - depth);
                path = stacks.call(path, depth == DEPTH_LIMIT + 2 ? TOO_DEEP : frame);
                view.add(thread, path, figures.bytes(), figures.count());
            }
            view.add(TextView.ANY_THREAD, 0, figures.bytes(), figures.count());
        });
        return view;
    }

    /** The inverted tree that follows from a view. */
    static TextView inverted(TextView stacksView, TextStacks stacks) {
        TextView upsideDown = new TextView();
        stacksView.figures().forEach((key, figures) -> {
            List<FrameText> outermostFirst = stacks.frames(key.stackId());
            Collections.reverse(outermostFirst);
            upsideDown.add(TextView.ANY_THREAD, stacks.id(outermostFirst), figures.bytes(), figures.count());
        });
        return of(upsideDown, false, stacks);
    }

    /** Children of one node read differently. */
    static void requireDistinctSiblings(CallTree tree) {
        int[] parents = parents(tree);
        Map<String, Integer> seen = new HashMap<>();
        for (int node = 1; node < parents.length; node++) {
            int frameId = tree.nodeFrames()[node];
            String key = parents[node] + "\0" + tree.frames().function(frameId) + "\0"
                    + tree.frames().file(frameId) + "\0" + tree.frames().line(frameId) + "\0"
                    + tree.frames().image(frameId);
            if (seen.put(key, node) != null) {
                throw new AssertionError("two children of node " + parents[node] + " are both "
                        + tree.frames().function(frameId) + ":" + tree.frames().line(frameId));
            }
        }
    }
}

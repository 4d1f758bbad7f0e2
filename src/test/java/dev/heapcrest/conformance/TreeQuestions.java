package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import dev.heapcrest.profile.View;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.testing.TextView;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The trees of memray's flame graphs, and the flags of their nodes. */
final class TreeQuestions {
    private final CaptureCase capture;
    private final Agreement agreement;

    TreeQuestions(CaptureCase capture, Agreement agreement) {
        this.capture = capture;
        this.agreement = agreement;
    }

    Stream<DynamicNode> tests() throws IOException {
        Optional<JsonObject> trees = Oracle.trees(capture.file);
        if (trees.isEmpty() || trees.get().getAsJsonObject("default").has("error")) {
            return Stream.empty();
        }
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(dynamicTest("tree shape", this::treeShape));
        trees.get().keySet().forEach(tree -> addTree(tests, tree, trees.get().getAsJsonObject(tree)));
        return tests.stream();
    }

    private void treeShape() throws IOException {
        TextTree.requireDistinctSiblings(tree(View.Kind.PEAK));
        TextTree.requireDistinctSiblings(tree(View.Kind.LEAKS));
    }

    private CallTree tree(View.Kind kind) throws IOException {
        return CallTreeBuilder.build(capture.profile(), kind);
    }

    private void addTree(List<DynamicNode> tests, String treeName, JsonObject tree) {
        String view = treeName.contains("leaks") ? "leaks" : treeName.contains("temporary") ? "temporary1" : "peak";
        boolean byThread = treeName.contains("split_threads");
        if (tree.has("error")) {
            return;
        }
        tests.add(dynamicTest("flags of tree " + treeName, () -> {
            TreeFlags.require(tree, treeName.startsWith("inverted"));
            agreement.agreed("flags of tree " + treeName);
        }));
        // temporal trees have no figures
        if (treeName.startsWith("temporal")) {
            return;
        }
        tests.add(dynamicTest("tree " + treeName, () -> {
            if (treeName.startsWith("inverted")) {
                invertedTree(treeName, view, tree);
            } else {
                tree(treeName, view, byThread, tree);
            }
        }));
    }

    /** memray's tree; of native captures its Python frames alone, for ours has no others. */
    private TextView memrayTree(JsonObject tree, boolean byThread) throws IOException {
        Set<FrameText> python = TextTree.frames(capture.profile().frames());
        boolean nativeTraces = capture.profile().header().nativeTraces();
        return TextTree.ofMemray(tree, byThread, frame -> !nativeTraces || python.contains(frame), capture.stacks)
                .orElseThrow();
    }

    private static View.Kind kind(String view) {
        return switch (view) {
            case "leaks" -> View.Kind.LEAKS;
            case "peak" -> View.Kind.PEAK;
            default -> View.Kind.TEMPORARY;
        };
    }

    private static int metric(CallTree tree, View.Kind kind) {
        for (int i = 0; i < tree.figures().size(); i++) {
            if (tree.figures().get(i).view().kind() == kind) {
                return i;
            }
        }
        throw new AssertionError("no metric " + kind);
    }

    private void tree(String treeName, String view, boolean byThread, JsonObject memrayTree) throws IOException {
        TextView theirs = memrayTree(memrayTree, byThread);
        CallTree tree = tree(kind(view));
        assertEquals(kind(view), tree.primary().view().kind());
        TextView ours = TextTree.of(tree, metric(tree, kind(view)), capture.profile(), byThread, capture.stacks);
        compareTrees(treeName, view, ours, theirs, model -> TextTree.of(model, byThread, capture.stacks));
    }

    private void invertedTree(String treeName, String view, JsonObject memrayTree) throws IOException {
        TextView theirs = memrayTree(memrayTree, false);
        CallTree tree = tree(kind(view));
        TextView ours = TextTree.inverted(tree, metric(tree, kind(view)), capture.stacks);
        compareTrees(treeName, view, ours, theirs, model -> TextTree.inverted(model, capture.stacks));
    }

    private void compareTrees(String treeName, String view, TextView ours, TextView theirs, Agreement.Shape shape)
            throws IOException {
        boolean aggregated = capture.profile().header().aggregated();
        agreement.requireAgreement(
                view,
                "tree " + treeName,
                aggregated ? ours.bytesOnly() : ours,
                aggregated ? theirs.bytesOnly() : theirs,
                model -> aggregated ? shape.of(model).bytesOnly() : shape.of(model));
    }
}

package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heapcrest.testing.FrameText;
import dev.heapcrest.tree.FrameRules;

/** memray's two flags of each node, which its checkboxes go by, against {@link FrameRules}. */
final class TreeFlags {
    private TreeFlags() {}

    /** @param inverted such trees do not hand the flag of imports on, nor set it */
    static void require(JsonObject tree, boolean inverted) {
        JsonArray nodes = tree.getAsJsonArray("nodes");
        boolean[] imports = new boolean[nodes.size()];
        for (int i = 1; i < imports.length; i++) {
            JsonObject node = nodes.get(i).getAsJsonObject();
            FrameText frame = TextTree.frame(node);
            boolean inherited = imports[node.get("parent").getAsInt()];
            if (frame.equals(TextTree.TOO_DEEP)) {
                // has the flags of the frame that it stands for, which it does not name
                imports[i] = node.get("import_system").getAsInt() == 1;
                continue;
            }
            imports[i] = !inverted && (inherited || FrameRules.importSystem(frame.function(), frame.file()));
            assertEquals(imports[i] ? 1 : 0, node.get("import_system").getAsInt(), () -> "import system: " + frame);
            assertEquals(
                    FrameRules.nonRelevant(frame.function(), frame.file()) ? 0 : 1,
                    node.get("interesting").getAsInt(),
                    () -> "interesting: " + frame);
            assertFalse(
                    FrameRules.cpythonInternal(frame.function(), frame.file()),
                    () -> "memray never draws what is internal: " + frame);
        }
    }
}

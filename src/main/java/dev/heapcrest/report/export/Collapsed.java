package dev.heapcrest.report.export;

import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;

/**
 * Folded stacks, one line a stack: {@code outermost;...;innermost BYTES}, each frame as {@code function (file:line)},
 * which flamegraph.pl and its kin read. Files are named without their directories, for these are most of a large export
 * otherwise; two frames that would read the same keep theirs. Native frames without a line name their image instead.
 *
 * <p>Inside names a backslash escapes: {@code \\}, {@code \;} is written {@code \x3b} so that splitting at semicolons is
 * always right, and what nobody sees is written as {@link VisibleText} has it.
 */
final class Collapsed implements TreeExport {
    private final ExportBudget budget;

    /** @param budget takes the texts that are kept */
    Collapsed(ExportBudget budget) {
        this.budget = budget;
    }

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        String[] frameTexts = texts(view);
        OwnRows rows = new OwnRows(view, false);
        while (rows.next()) {
            if (rows.bytes() == 0) {
                continue;
            }
            String outermost = StackNames.outermost(view, rows.thread(), rows.depth());
            if (outermost != null) {
                out.write(escaped(outermost));
            }
            for (int level = 0; level < rows.depth(); level++) {
                out.write(level == 0 && outermost == null ? "" : ";");
                out.write(frameTexts[rows.frame(level)]);
            }
            out.write(' ');
            out.write(Long.toString(rows.bytes()));
            out.write('\n');
        }
    }

    /** The text of each frame that the tree has. */
    private String[] texts(ExportView view) throws IOException {
        FrameTable frames = view.tree().frames();
        UsedFrames used = new UsedFrames(view.tree());
        String[] texts = new String[frames.count() + 1];
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < used.count(); i++) {
            int frame = used.frame(i);
            String file = frames.file(frame);
            texts[frame] = text(frames, frame, view.fullPaths() ? file : lastName(file));
            budget.take(texts[frame].length());
            Integer first = firsts.putIfAbsent(texts[frame], frame);
            if (first != null) {
                texts[first] = text(frames, first, frames.file(first));
                texts[frame] = text(frames, frame, file);
            }
        }
        return texts;
    }

    private static String text(FrameTable frames, int frame, String file) {
        int image = frames.image(frame);
        if (image != 0 && frames.line(frame) == 0) {
            return escaped(frames.function(frame) + " ("
                    + frames.images().get(image - 1).name() + ")");
        }
        return escaped(frames.function(frame) + " (" + file + ":" + frames.line(frame) + ")");
    }

    /** Of packages and programs, whose files are all called the same, the directory as well. */
    private static String lastName(String path) {
        int slash = path.lastIndexOf('/');
        if (path.endsWith("/__init__.py") || path.endsWith("/__main__.py")) {
            slash = path.lastIndexOf('/', slash - 1);
        }
        // a pseudo file such as <template /a/b> is no path
        return path.startsWith("<") && path.endsWith(">") ? path : path.substring(slash + 1);
    }

    private static String escaped(String text) {
        String plain = text.indexOf('\\') < 0 && text.indexOf(';') < 0
                ? text
                : text.replace("\\", "\\\\").replace(";", "\\x3b");
        return VisibleText.of(plain);
    }
}

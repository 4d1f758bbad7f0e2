package dev.heapcrest.report.export;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.profile.FrameTable;
import java.io.IOException;
import java.io.Writer;

/**
 * memray's CSV: its columns, its stack syntax ({@code function;file;line|...}, innermost first), quoted and ended as
 * Python's csv module does. Unlike memray a row has one allocator, and the thread of a merged row is not an arbitrary
 * one.
 */
final class Csv implements TreeExport {
    /** As in memray's documentation. */
    private static final String MERGED_THREAD_ID = "-1";

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        String[] frameTexts = new String[view.tree().frames().count() + 1];
        out.write("allocator,num_allocations,size,tid,thread_name,stack_trace\r\n");
        OwnRows rows = new OwnRows(view, true);
        StringBuilder stack = new StringBuilder();
        while (rows.next()) {
            out.write(Allocator.of(rows.allocator()).name());
            out.write(',');
            out.write(Long.toString(rows.count()));
            out.write(',');
            out.write(Long.toString(rows.bytes()));
            out.write(',');
            out.write(threadId(view, rows.thread()));
            out.write(',');
            field(view.threadLabel(rows.thread()), out);
            out.write(',');
            stack.setLength(0);
            for (int level = rows.depth() - 1; level >= 0; level--) {
                stack.append(text(rows.frame(level), view.tree().frames(), frameTexts))
                        .append(level == 0 ? "" : "|");
            }
            field(stack, out);
            out.write("\r\n");
        }
    }

    private static String threadId(ExportView view, int thread) {
        return thread < 0
                ? MERGED_THREAD_ID
                : Long.toUnsignedString(view.profile().threads().ids().get(thread));
    }

    private static String text(int frame, FrameTable frames, String[] cache) {
        String text = cache[frame];
        if (text == null) {
            text = frames.function(frame) + ";" + frames.file(frame) + ";" + frames.line(frame);
            cache[frame] = text;
        }
        return text;
    }

    private static void field(CharSequence text, Writer out) throws IOException {
        if (!needsQuotes(text)) {
            out.append(text);
            return;
        }
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                out.write('"');
            }
            out.write(c);
        }
        out.write('"');
    }

    private static boolean needsQuotes(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}

package dev.heapcrest.report.export;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.report.VisibleText;
import java.io.IOException;
import java.io.Writer;

/**
 * memray's CSV: its columns, its stack syntax ({@code function;file;line|...}, innermost first), quoted and ended as
 * Python's csv module does. Unlike memray a row has one allocator, and the thread of a merged row is not an arbitrary
 * one. Names are made visible, and a text that a spreadsheet would take for a formula begins with an apostrophe, which it
 * takes for the mark of a text.
 */
final class Csv implements TreeExport {
    /** As in memray's documentation. */
    private static final String MERGED_THREAD_ID = "-1";

    /** What a formula begins with, also in the wide forms that East Asian spreadsheets take. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

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
            field(VisibleText.of(view.threadLabel(rows.thread())), out);
            out.write(',');
            stack.setLength(0);
            for (int level = rows.depth() - 1; level >= 0; level--) {
                stack.append(text(rows.frame(level), view.tree().frames(), frameTexts))
                        .append(level == 0 ? "" : "|");
            }
            if (stack.length() > 0 && FORMULA.indexOf(stack.charAt(0)) >= 0) {
                stack.insert(0, '\'');
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
            text = VisibleText.of(frames.function(frame) + ";" + frames.file(frame) + ";" + frames.line(frame));
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

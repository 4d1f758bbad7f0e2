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

    private final ExportBudget budget;

    /** @param budget takes the texts that are kept */
    Csv(ExportBudget budget) {
        this.budget = budget;
    }

    @Override
    public void write(ExportView view, Writer out) throws IOException {
        String[] frameTexts = new String[view.tree().frames().count() + 1];
        // looking through each text for each stack again takes as long as writing it
        boolean[] quotedFrames = new boolean[frameTexts.length];
        out.write("allocator,num_allocations,size,tid,thread_name,stack_trace\r\n");
        OwnRows rows = new OwnRows(view, true);
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
            stack(rows, view.tree().frames(), frameTexts, quotedFrames, out);
            out.write("\r\n");
        }
    }

    /** Frame by frame: a stack may have a million, and is not put together for that. */
    private void stack(OwnRows rows, FrameTable frames, String[] cache, boolean[] quotedFrames, Writer out)
            throws IOException {
        boolean quoted = false;
        for (int level = rows.depth() - 1; level >= 0; level--) {
            int frame = rows.frame(level);
            if (cache[frame] == null) {
                quotedFrames[frame] = needsQuotes(text(frame, frames, cache));
            }
            quoted |= quotedFrames[frame];
        }
        stack(rows.depth(), level -> text(rows.frame(level), frames, cache), quoted, out);
    }

    /** Text of the frame at a level of a stack; 0 is the outermost. */
    interface FrameTexts {
        String at(int level) throws IOException;
    }

    /** @param quoted whether a frame {@linkplain #needsQuotes needs} it */
    static void stack(int depth, FrameTexts frames, boolean quoted, Writer out) throws IOException {
        out.write(quoted ? "\"" : "");
        for (int level = depth - 1; level >= 0; level--) {
            String text = frames.at(level);
            boolean innermost = level == depth - 1;
            out.write(innermost && isFormula(text) ? "'" : "");
            if (quoted) {
                doubled(text, out);
            } else {
                out.write(text);
            }
            out.write(level == 0 ? "" : "|");
        }
        out.write(quoted ? "\"" : "");
    }

    private static String threadId(ExportView view, int thread) {
        return thread < 0
                ? MERGED_THREAD_ID
                : Long.toUnsignedString(view.profile().threads().ids().get(thread));
    }

    private String text(int frame, FrameTable frames, String[] cache) throws IOException {
        String text = cache[frame];
        if (text == null) {
            text = frameText(frames, frame);
            budget.take(text.length());
            cache[frame] = text;
        }
        return text;
    }

    static String frameText(FrameTable frames, int frame) {
        return VisibleText.of(frames.function(frame) + ";" + frames.file(frame) + ";" + frames.line(frame));
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    }

    /** The text, with an apostrophe where it would be taken for a formula. */
    static String noFormula(String text) {
        return isFormula(text) ? "'" + text : text;
    }

    /** A field, quoted where it must be. */
    static void field(CharSequence text, Writer out) throws IOException {
        if (!needsQuotes(text)) {
            out.append(text);
            return;
        }
        out.write('"');
        doubled(text, out);
        out.write('"');
    }

    private static void doubled(CharSequence text, Writer out) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                out.write('"');
            }
            out.write(c);
        }
    }

    static boolean needsQuotes(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}

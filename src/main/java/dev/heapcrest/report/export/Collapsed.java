package dev.heapcrest.report.export;

import dev.heapcrest.profile.FrameTable;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;

/**
 * Folded stacks, one line a stack: {@code outermost;...;innermost BYTES}, each frame as {@code function (file:line)}.
 * Inside names a backslash escapes: {@code \\}, {@code \;} is written {@code \x3b} so that splitting at semicolons is
 * always right, control characters as {@code \n}, {@code \r}, {@code \t} or {@code \xNN}.
 */
final class Collapsed implements TreeExport {
    @Override
    public void write(ExportView view, Writer out) throws IOException {
        FrameTable frames = view.tree().frames();
        String[] frameTexts = new String[frames.count() + 1];
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
                int frame = rows.frame(level);
                String text = frameTexts[frame];
                if (text == null) {
                    text = escaped(frames.function(frame) + " (" + frames.file(frame) + ":" + frames.line(frame) + ")");
                    frameTexts[frame] = text;
                }
                out.write(level == 0 && outermost == null ? "" : ";");
                out.write(text);
            }
            out.write(' ');
            out.write(Long.toString(rows.bytes()));
            out.write('\n');
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c != ';' && c != '\\' && c != 0x7F;
            if (!plain && escaped == null) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (escaped == null) {
                continue;
            }
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append(escape(c));
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\x" + HexFormat.of().toHexDigits((byte) c);
        };
    }
}

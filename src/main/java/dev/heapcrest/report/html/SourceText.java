package dev.heapcrest.report.html;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python source file in memory, read forwards. Lines end at LF, CR LF or CR; the encoding is the one that the file
 * declares in its first two lines (PEP 263), else UTF-8. Only lines that are asked for are decoded.
 */
final class SourceText {
    private static final Pattern CODING = Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] content;
    private final Charset charset;
    private int lineStart;
    private int lineEnd;
    private int line;

    SourceText(byte[] content) {
        this.content = content;
        this.lineEnd = startsWithMark(content) ? BYTE_ORDER_MARK.length : 0;
        this.charset = declaredCharset();
    }

    /** A line by number from 1, not smaller than the last one asked for; "" where there is none that can be decoded. */
    String line(int number) {
        while (line < number) {
            if (!next()) {
                return "";
            }
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(content, lineStart, lineEnd - lineStart))
                    .toString();
        } catch (CharacterCodingException notText) {
            return "";
        }
    }

    private boolean next() {
        if (lineEnd == content.length) {
            return false;
        }
        lineStart = lineEnd;
        int at = lineStart;
        while (at < content.length && content[at] != '\n' && content[at] != '\r') {
            at++;
        }
        boolean pair = at + 1 < content.length && content[at] == '\r' && content[at + 1] == '\n';
        lineEnd = Math.min(content.length, pair ? at + 2 : at + 1);
        line++;
        return true;
    }

    private Charset declaredCharset() {
        int start = lineEnd;
        Charset declared = StandardCharsets.UTF_8;
        for (int i = 0; i < 2 && next(); i++) {
            Matcher matcher =
                    CODING.matcher(new String(content, lineStart, lineEnd - lineStart, StandardCharsets.ISO_8859_1));
            if (matcher.find()) {
                declared = charset(matcher.group(1));
                break;
            }
        }
        lineStart = 0;
        lineEnd = start;
        line = 0;
        return declared;
    }

    /** By Python's name: it knows "latin-1" and "utf_8", where Java has "latin1" and "utf8". */
    private static Charset charset(String name) {
        for (String candidate : List.of(name, name.replace('_', '-'), name.replaceAll("[-_]", ""))) {
            try {
                return Charset.forName(candidate);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                // the next spelling
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean startsWithMark(byte[] content) {
        return content.length >= 3
                && content[0] == BYTE_ORDER_MARK[0]
                && content[1] == BYTE_ORDER_MARK[1]
                && content[2] == BYTE_ORDER_MARK[2];
    }
}

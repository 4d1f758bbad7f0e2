package dev.heapcrest.report;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as it comes; knows where commas go. That brackets match and members have names is for the caller to see to.
 * One for all that this program writes as JSON. Every method throws what its output does. Less than 1 kB, and the last text.
 * Not thread-safe.
 */
public final class JsonWriter {
    /** A power of two. */
    private static final int KNOWN_NUMBERS = 64;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final Appendable out;
    /** Characters that mean something in a page, and those that nobody sees, are written as escapes. */
    private final boolean forPage;
    /** The next value or name follows another one in the same array or object. */
    private boolean separated;

    private boolean named;
    private boolean lineWanted;

    /** The last text value that had no escape. Rows of a table repeat theirs: names of captures, of files. */
    private String plain = "";

    /** Numbers whose digits are known, each at the place of its last bits. Rows repeat theirs, too. */
    private final long[] numbers = new long[KNOWN_NUMBERS];

    private final @Nullable String[] digits = new String[KNOWN_NUMBERS];

    private JsonWriter(Appendable out, boolean forPage) {
        this.out = out;
        this.forPage = forPage;
    }

    /** @param out stays open, and is not flushed */
    public JsonWriter(Appendable out) {
        this(out, false);
    }

    /**
     * Writes what may be inside a script element: {@code < > &} are escapes, as are all characters beyond ASCII that
     * are neither letters nor digits.
     *
     * @param out stays open, and is not flushed
     */
    public static JsonWriter forPage(Appendable out) {
        return new JsonWriter(out, true);
    }

    public JsonWriter beginObject() throws IOException {
        return open('{');
    }

    public JsonWriter endObject() throws IOException {
        return close('}');
    }

    public JsonWriter beginArray() throws IOException {
        return open('[');
    }

    public JsonWriter endArray() throws IOException {
        return close(']');
    }

    public JsonWriter name(String name) throws IOException {
        separate();
        out.append('"');
        escaped(forPage ? ShortText.ofText(name) : name);
        out.append("\":");
        named = true;
        return this;
    }

    /**
     * A text.
     *
     * @param value null is written as such
     */
    public JsonWriter value(@Nullable String value) throws IOException {
        if (value == null) {
            return literal("null");
        }
        // a page has the same text in several places, and it may have megabytes
        String text = forPage ? ShortText.ofText(value) : value;
        separate();
        out.append('"');
        if (text.equals(plain)) {
            out.append(text);
        } else if (escaped(text)) {
            plain = text;
        }
        out.append('"');
        return this;
    }

    public JsonWriter value(long value) throws IOException {
        int place = (int) value & KNOWN_NUMBERS - 1;
        String text = digits[place];
        if (text == null || numbers[place] != value) {
            text = Long.toString(value);
            digits[place] = text;
            numbers[place] = value;
        }
        return literal(text);
    }

    /**
     * A number.
     *
     * @param value finite
     */
    public JsonWriter value(float value) throws IOException {
        return literal(Float.toString(value));
    }

    public JsonWriter value(boolean value) throws IOException {
        return literal(Boolean.toString(value));
    }

    /** A value that is JSON already, written by one of these. */
    JsonWriter raw(String json) throws IOException {
        return literal(json);
    }

    private JsonWriter literal(String text) throws IOException {
        separate();
        out.append(text);
        return this;
    }

    /** What comes next begins a line: long arrays stay readable, and lines can be searched. */
    public JsonWriter newLine() {
        lineWanted = true;
        return this;
    }

    private JsonWriter open(char bracket) throws IOException {
        separate();
        out.append(bracket);
        separated = false;
        return this;
    }

    private JsonWriter close(char bracket) throws IOException {
        breakLine();
        out.append(bracket);
        separated = true;
        return this;
    }

    private void separate() throws IOException {
        if (separated && !named) {
            out.append(',');
        }
        breakLine();
        separated = true;
        named = false;
    }

    private void breakLine() throws IOException {
        if (lineWanted) {
            out.append('\n');
            lineWanted = false;
        }
    }

    /** Tells whether the text is as it was, without an escape. */
    private boolean escaped(String text) throws IOException {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (plain(text, i)) {
                continue;
            }
            out.append(text, written, i);
            written = i + 1;
            out.append('\\');
            switch (c) {
                case '"', '\\' -> out.append(c);
                case '\n' -> out.append('n');
                case '\r' -> out.append('r');
                case '\t' -> out.append('t');
                default ->
                    out.append('u')
                            .append(HEX[c >> 12])
                            .append(HEX[c >> 8 & 15])
                            .append(HEX[c >> 4 & 15])
                            .append(HEX[c & 15]);
            }
        }
        out.append(text, written, text.length());
        return written == 0;
    }

    private boolean plain(String text, int i) {
        char c = text.charAt(i);
        if (c < ' ' || c == '"' || c == '\\') {
            return false;
        }
        if (forPage) {
            return c < 0x7F ? c != '<' && c != '>' && c != '&' : Character.isLetterOrDigit(c);
        }
        // what moves the cursor of a terminal, or turns text around
        return c < 0x7F || (Character.isSurrogate(c) ? !loneSurrogate(text, i) : !VisibleText.invisible(c));
    }

    /** Has no UTF-8 form, but an escape. */
    private static boolean loneSurrogate(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}

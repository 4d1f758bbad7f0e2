package dev.heapcrest.report;

/**
 * Names in sentences and headings. A capture can hold names of many megabytes, and such a name must not come into every
 * heading of a page at its full length.
 */
public final class ShortText {
    /** UTF-16 units of a name in a sentence, at most. */
    static final int NAME = 80;

    /** UTF-16 units of any text of a capture in a page, at most. Names of 10,000 were seen. */
    public static final int TEXT = 16_384;

    /** UTF-16 units of a name in a terminal's line, at most. A table of such lines has 80,000 rows at most. */
    private static final int LINE = 1_000;

    private static final String CUT = "…";

    private ShortText() {}

    /** The text, or its beginning and its end where it is longer than {@link #NAME}. */
    static String ofName(String text) {
        return of(text, NAME);
    }

    /** The text, or its beginning and its end where it is longer than {@link #TEXT}. */
    public static String ofText(String text) {
        return of(text, TEXT);
    }

    /** For a line of a terminal or of a build's report: cut, and with {@linkplain VisibleText visible} characters only. */
    public static String visible(String text) {
        return VisibleText.of(of(text, LINE));
    }

    /** The text, or its beginning and its end where it has more UTF-16 units than that. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = most / 2;
        int tail = text.length() - (most - head - CUT.length());
        // never half of a surrogate pair
        head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
        tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        return text.substring(0, head) + CUT + text.substring(tail);
    }
}

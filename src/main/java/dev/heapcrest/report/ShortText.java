package dev.heapcrest.report;

/**
 * Names in sentences and headings. A capture can hold names of many megabytes, and such a name must not come into every
 * heading of a page at its full length.
 */
final class ShortText {
    /** UTF-16 units of a name in a sentence, at most. */
    static final int NAME = 80;

    private static final String CUT = "…";

    private ShortText() {}

    /** The text, or its beginning and its end where it is longer than {@link #NAME}. */
    static String ofName(String text) {
        if (text.length() <= NAME) {
            return text;
        }
        int head = NAME / 2;
        int tail = text.length() - (NAME - head - CUT.length());
        // never half of a surrogate pair
        head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
        tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        return text.substring(0, head) + CUT + text.substring(tail);
    }
}

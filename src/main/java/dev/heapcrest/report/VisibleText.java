package dev.heapcrest.report;

/**
 * Makes characters visible that a capture could use to make text read as something else: control characters, line and
 * paragraph separators, bidirectional and other invisible formatting characters, lone surrogates.
 */
public final class VisibleText {
    private VisibleText() {}

    /** The text with such characters as {@code \n}, {@code \t}, {@code \r}, {@code \x1b}, {@code \u202e}. */
    public static String of(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && plain(text.charAt(i))) {
            i++;
        }
        return i == length ? text : escaped(text, i);
    }

    private static boolean plain(char c) {
        return (c >= 0x20 && c < 0x7F) || (c > 0xA0 && c < 0xAD);
    }

    private static String escaped(String text, int plainPrefix) {
        StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, plainPrefix);
        text.codePoints().skip(plainPrefix).forEach(codePoint -> {
            if (invisible(codePoint)) {
                escape(visible, codePoint);
            } else {
                visible.appendCodePoint(codePoint);
            }
        });
        return visible.toString();
    }

    /** Whether a character is one of those that {@link #of} escapes. */
    static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static void escape(StringBuilder visible, int codePoint) {
        switch (codePoint) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    visible.append(unit < 0x100 ? "\\x" : "\\u");
                    String hex = Integer.toHexString(unit);
                    visible.append("0".repeat((unit < 0x100 ? 2 : 4) - hex.length()))
                            .append(hex);
                }
            }
        }
    }
}

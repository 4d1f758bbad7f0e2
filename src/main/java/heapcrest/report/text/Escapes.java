package heapcrest.report.text;

/** Names from captures are arbitrary text: what would move the cursor or break a line is shown as an escape. */
final class Escapes {
    private Escapes() {}

    static String visible(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c != '\\' && !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
            if (!plain && escaped == null) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (escaped != null) {
                escaped.append(plain ? String.valueOf(c) : escape(c));
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
            default -> "\\u%04x".formatted((int) c);
        };
    }
}

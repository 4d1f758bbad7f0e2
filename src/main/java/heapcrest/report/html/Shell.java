package heapcrest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Script and style of the page, as the build left them among the resources.
 *
 * @param script the bundled viewer
 * @param style its style sheet without comments and superfluous blanks
 */
record Shell(String script, String style) {
    static Shell load() {
        return new Shell(resource("viewer.js").strip(), compact(resource("static.css") + resource("viewer.css")));
    }

    /** Strings of a style sheet must hold neither comments nor braces nor blanks after colons and commas; ours do not. */
    static String compact(String style) {
        StringBuilder compact = new StringBuilder(style.length());
        int i = 0;
        while (i < style.length()) {
            char c = style.charAt(i);
            if (style.startsWith("/*", i)) {
                i = style.indexOf("*/", i + 2) + 2;
                c = ' ';
            } else {
                i++;
            }
            append(compact, c <= ' ' ? ' ' : c);
        }
        return compact.toString().strip();
    }

    /** A loop by hand: regular expressions are slow before they are compiled, and this is in every run. */
    private static void append(StringBuilder compact, char c) {
        int last = compact.length() - 1;
        char before = last < 0 ? ' ' : compact.charAt(last);
        if (c == ' ') {
            if (before != ' ' && before != ':' && before != ',' && !separates(before)) {
                compact.append(c);
            }
            return;
        }
        if (before == ' ' && last >= 0 && separates(c)) {
            compact.setLength(last--);
            before = last < 0 ? ' ' : compact.charAt(last);
        }
        if (c == '}' && before == ';') {
            compact.setLength(last);
        }
        compact.append(c);
    }

    private static boolean separates(char c) {
        return c == '{' || c == '}' || c == ';';
    }

    private static String resource(String name) {
        try (InputStream stream = Shell.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name + " of this program", unreadable);
        }
    }
}

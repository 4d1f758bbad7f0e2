package heapcrest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Script and style of the page, as the build left them among the resources.
 *
 * @param script the bundled viewer
 * @param style its style sheet without comments and superfluous blanks
 */
record Shell(String script, String style) {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern AROUND_BRACES = Pattern.compile(" ?([{};]) ?");
    private static final Pattern LAST_SEMICOLON = Pattern.compile(";}");

    static Shell load() {
        return new Shell(resource("viewer.js").strip(), compact(resource("static.css") + resource("viewer.css")));
    }

    /** Strings of a style sheet must hold neither comments nor braces; ours do not. */
    static String compact(String style) {
        String compact = COMMENT.matcher(style).replaceAll(" ");
        compact = BLANKS.matcher(compact).replaceAll(" ");
        compact = AROUND_BRACES.matcher(compact).replaceAll("$1");
        return LAST_SEMICOLON.matcher(compact).replaceAll("}").strip();
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

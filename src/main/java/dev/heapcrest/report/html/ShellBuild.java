package dev.heapcrest.report.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes the resources that {@link Shell} reads, one for each kind of page, out of the bundled viewers and their style
 * sheets, and those of {@link Template}. Run once, by the build: in every report this would take 50 ms. Public for the build
 * alone.
 */
public final class ShellBuild {
    /** The template of a page: head, {@link Shell} and body. */
    static final String PAGE = "page";

    /** That of {@link IndexPage}. */
    static final String INDEX = "index";

    private ShellBuild() {}

    /**
     * Writes the resources.
     *
     * @param arguments the directory of this package's compiled classes and resources
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        String every =
                Files.readString(directory.resolve("static.css")) + Files.readString(directory.resolve("viewer.css"));
        for (Map.Entry<String, Set<String>> kind : ViewerNames.KINDS.entrySet()) {
            String script = Squeeze.script(Files.readString(directory.resolve("viewer-" + kind.getKey() + ".js"))
                    .strip());
            StringBuilder style = new StringBuilder(every);
            for (String feature : ViewerNames.FEATURES) {
                if (kind.getValue().contains(feature)) {
                    style.append(Files.readString(directory.resolve(feature.toLowerCase(Locale.ROOT) + ".css")));
                }
            }
            Files.write(directory.resolve(Shell.resource(kind.getKey())), shell(script, compact(style.toString())));
        }
        Files.write(directory.resolve(Template.resource(PAGE)), page());
        Files.write(directory.resolve(Template.resource(INDEX)), new TemplateBuild().steps(INDEX));
    }

    private static byte[] page() {
        TemplateBuild templates = new TemplateBuild();
        ByteArrayOutputStream steps = new ByteArrayOutputStream();
        steps.writeBytes(templates.steps("head"));
        steps.writeBytes(TemplateBuild.step(Template.RAW, "shell"));
        steps.writeBytes(templates.steps("body"));
        return steps.toByteArray();
    }

    /** The policy in a line, then the elements. */
    static byte[] shell(String script, String style) {
        return (ContentSecurityPolicy.of(script, style) + "\n<style>" + style + "</style>\n<script>" + script
                        + "</script>\n")
                .getBytes(StandardCharsets.UTF_8);
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
        return compact.toString()
                .strip()
                .replaceAll(" ([>~]) ", "$1")
                .replaceAll("=\"([a-zA-Z][\\w-]*)\"]", "=$1]")
                .replaceAll("(?<=[:,( -])0(?=\\.\\d)", "");
    }

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
}

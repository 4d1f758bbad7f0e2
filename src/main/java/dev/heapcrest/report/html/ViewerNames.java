package dev.heapcrest.report.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prepares the viewer's sources for the minifier: a copy for each kind of page, in which features.js tells what the kind
 * has, with names of our own marked ({@link Squeeze#ownNames}). Public for the build alone.
 */
public final class ViewerNames {
    /** What each kind of page has, by the names of features.js. */
    static final Map<String, Set<String>> KINDS = new TreeMap<>(Map.of(
            Shell.ONE, Set.of("ONE"),
            Shell.TIME, Set.of("ONE", "TIME"),
            Shell.MANY, Set.of("MANY")));

    /** All that a page can have; what each looks like is in the style sheet of its name. */
    static final List<String> FEATURES = List.of("ONE", "TIME", "MANY");

    private ViewerNames() {}

    /**
     * Copies the sources. A copy that is there and the same is left alone, so that the minifier need not run again.
     *
     * @param arguments the directory of the sources, and that of the copies: one in it for each kind of page
     */
    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        try (Stream<Path> found = Files.walk(sources)) {
            List<Path> scripts =
                    found.filter(file -> file.toString().endsWith(".js")).toList();
            for (Path script : scripts) {
                String name = sources.relativize(script).toString();
                String source = Files.readString(script);
                for (Map.Entry<String, Set<String>> kind : KINDS.entrySet()) {
                    Path copy = Path.of(arguments[1], kind.getKey(), "viewer", name);
                    write(copy, prepare(name.replace('\\', '/'), source, kind.getValue()));
                }
            }
        }
    }

    private static String prepare(String name, String source, Set<String> has) {
        if (name.equals("externs.js")) {
            // the minifier shall know these names as they are
            return source;
        }
        return Squeeze.ownNames(name.equals("format/features.js") ? features(source, has) : source);
    }

    /** The module that tells what a page has, for a page that has only these. */
    static String features(String source, Set<String> has) {
        String told = source;
        List<String> unknown = new ArrayList<>(has);
        for (String feature : FEATURES) {
            String yes = "export const " + feature + " = true;";
            if (!told.contains(yes)) {
                throw new IllegalStateException("features.js does not say: " + yes);
            }
            if (!unknown.remove(feature)) {
                told = told.replace(yes, yes.replace("true", "false"));
            }
        }
        return told;
    }

    private static void write(Path copy, String text) throws IOException {
        if (!Files.exists(copy) || !Files.readString(copy).equals(text)) {
            Files.createDirectories(copy.toAbsolutePath().getParent());
            Files.writeString(copy, text);
        }
    }
}

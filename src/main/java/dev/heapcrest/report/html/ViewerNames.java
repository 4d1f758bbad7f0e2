package dev.heapcrest.report.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prepares the viewer's sources for the minifier ({@link Squeeze#ownNames}). Public for the build alone. */
public final class ViewerNames {
    private ViewerNames() {}

    /**
     * Copies the sources.
     *
     * @param arguments the directory of the sources, and that of the copies
     */
    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        Path copies = Path.of(arguments[1]);
        try (Stream<Path> found = Files.walk(sources)) {
            List<Path> scripts =
                    found.filter(file -> file.toString().endsWith(".js")).toList();
            for (Path script : scripts) {
                Path copy = copies.resolve(sources.relativize(script).toString());
                Files.createDirectories(copy.toAbsolutePath().getParent());
                String source = Files.readString(script);
                // the minifier shall know the names of externs.js as they are
                Files.writeString(copy, script.endsWith("externs.js") ? source : Squeeze.ownNames(source));
            }
        }
    }
}

package dev.heapcrest.symbols.tool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Other names for files whose own cannot be sent to a tool in a line: those with quotes, line feeds, or characters that
 * are not ASCII. Each is a symbolic link in a folder that is removed in the end.
 */
final class PlainLinks implements Closeable {
    private static final Pattern PLAIN = Pattern.compile("[ !#-&(-~]+");

    private @Nullable Path folder;
    private @Nullable Path link;

    /**
     * The path itself, or a link to it that is there until the next call.
     *
     * @throws ToolFailure if it needs a link and none can be made
     */
    Path plain(Path file) throws ToolFailure {
        if (PLAIN.matcher(file.toString()).matches()) {
            return file;
        }
        try {
            if (folder == null) {
                folder = Files.createTempDirectory("heapcrest-symbols-");
            }
            removeLink();
            Path made = folder.resolve("image-" + Integer.toHexString(file.hashCode()));
            if (!PLAIN.matcher(made.toString()).matches()) {
                throw new IOException("the temporary folder has no plain name either");
            }
            link = Files.createSymbolicLink(made, file);
            return link;
        } catch (IOException | UnsupportedOperationException e) {
            throw new ToolFailure("its path cannot be told to a tool");
        }
    }

    private void removeLink() throws IOException {
        if (link != null) {
            Files.deleteIfExists(link);
            link = null;
        }
    }

    @Override
    public void close() {
        try {
            removeLink();
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // an empty folder stays among the temporary files
        }
    }
}

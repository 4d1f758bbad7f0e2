package dev.heapcrest.bytes;

import dev.heapcrest.bytes.WindowSource.Problem;
import dev.heapcrest.bytes.WindowSource.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * All that a source delivers, and why it ended.
 *
 * @param stream the windows, joined
 * @param problem null where the source just ended
 */
record Inflated(byte[] stream, @Nullable Problem problem) {
    static Inflated of(byte[] file, int windowBytes) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        try (WindowSource source =
                new Lz4Source(new PushbackInput(new StreamInput(new ByteArrayInputStream(file))), windowBytes)) {
            for (Window window = source.next(); window.end > window.start; window = source.next()) {
                joined.write(window.bytes, window.start, window.end - window.start);
            }
            return new Inflated(joined.toByteArray(), source.problem());
        }
    }
}

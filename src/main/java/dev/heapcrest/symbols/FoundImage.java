package dev.heapcrest.symbols;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the search found of an image.
 *
 * @param file the image, or the file that was refused; null if there is none
 * @param buildId in hexadecimal, empty if unknown
 * @param dwarf what to ask a reader of DWARF about: the image or its debug file; null if neither has any
 * @param debugFile the separate file that was chosen; null if none
 */
record FoundImage(
        Image image,
        ImageState state,
        @Nullable Path file,
        String buildId,
        @Nullable Path dwarf,
        @Nullable Path debugFile) {
    static FoundImage without(Image image, ImageState state, @Nullable Path file) {
        return new FoundImage(image, state, file, "", null, null);
    }
}

package dev.heapcrest.spark;

import java.io.Serializable;

/**
 * A file that was found, as the listing told.
 *
 * @param order place in the listing: of two equal captures the first counts
 * @param path {@code Path.toString()} of Hadoop, whose URI would escape blanks that {@code new Path} does not give back
 * @param lengthBytes -1 where it was not there when it was looked for
 */
record Listed(int order, String path, long lengthBytes) implements Serializable {
    /** Without folders. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

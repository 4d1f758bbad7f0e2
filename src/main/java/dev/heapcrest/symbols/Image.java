package dev.heapcrest.symbols;

import dev.heapcrest.tables.Salted;
import java.util.List;

/**
 * A program or shared object that was loaded, as a capture describes it. Where it was loaded is no part of it: the same
 * file at two addresses is the same image.
 *
 * @param path as the dynamic linker reported it
 * @param segments its loadable segments in the order of the capture; a fingerprint of the build, for captures have no
 *     build id
 */
public record Image(String path, List<Segment> segments) {
    /** Copies the segments. */
    public Image {
        segments = List.copyOf(segments);
    }

    /**
     * A loadable segment.
     *
     * @param address before it was moved to where it was loaded ({@code p_vaddr}), unsigned
     * @param sizeBytes in memory ({@code p_memsz}), unsigned
     */
    public record Segment(long address, long sizeBytes) {}

    /** Salted: a capture chooses its images. */
    @Override
    public int hashCode() {
        int hash = Salted.hash(path);
        for (Segment segment : segments) {
            hash = Salted.hash(Salted.hash(hash, segment.address), segment.sizeBytes);
        }
        return hash;
    }

    /** The path without directories. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

package dev.heapcrest.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.jspecify.annotations.Nullable;

/**
 * A file through memory maps of chronicle-bytes, one chunk after the other. A chunk is unmapped before the next one is
 * mapped: mapped pages count as the program's memory, and captures may be larger than that. Bytes that are added after
 * the opening are not seen. See docs/decisions/0003-mapping.md.
 */
final class MappedInput implements ByteInput {
    /** Chunks begin at multiples of this; it must be one of all page sizes. */
    static final int CHUNK_BYTES = 8 << 20;

    private final ReferenceOwner owner = ReferenceOwner.temporary("capture");
    private final Path path;
    private final MappedFile file;
    private final long sizeBytes;
    private final int chunkBytes;
    private @Nullable MappedBytesStore chunk;
    private long chunkEnd;

    /** Offset of the next byte; tests set it, since reading 4 GB takes long. */
    long position;

    /**
     * Maps the first chunk, so that a JDK on which chronicle-bytes cannot work shows that here.
     *
     * @throws IOException if the file cannot be read or not be mapped
     * @throws RuntimeException if chronicle-bytes does not work here; LinkageError and AssertionError mean the same
     */
    MappedInput(Path path, int chunkBytes) throws IOException {
        this.path = path;
        this.chunkBytes = chunkBytes;
        sizeBytes = Files.size(path);
        // the page size is given because finding it out reads the table of mounts
        file = MappedFile.of(path.toFile(), chunkBytes, 0, OS.pageSize(), true);
        boolean mapped = false;
        try {
            read(new byte[1], 0, 1);
            position = 0;
            mapped = true;
        } finally {
            if (!mapped) {
                close();
            }
        }
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (position >= sizeBytes) {
            return -1;
        }
        MappedBytesStore mapped = chunk;
        if (mapped == null || position >= chunkEnd) {
            release();
            mapped = file.acquireByteStore(owner, position);
            chunk = mapped;
            chunkEnd = Math.min(sizeBytes, position - position % chunkBytes + chunkBytes);
        }
        int wanted = (int) Math.min(count, chunkEnd - position);
        try {
            mapped.read(position, target, offset, wanted);
        } catch (InternalError fault) {
            // what the JVM makes of touching mapped pages that the file no longer has
            throw new IOException(path + " became shorter while it was read", fault);
        }
        position += wanted;
        return wanted;
    }

    private void release() {
        MappedBytesStore mapped = chunk;
        chunk = null;
        if (mapped != null) {
            mapped.release(owner);
            // otherwise a thread in the background unmaps, some time later: 15 chunks were seen waiting for it
            BackgroundResourceReleaser.releasePendingResources();
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void close() {
        release();
        file.releaseLast();
        BackgroundResourceReleaser.releasePendingResources();
    }
}

package dev.heapcrest.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * New contents for a file that must stay what it is: it has other names, another owner, or is mounted by itself. Room for
 * them is taken first, after the old ones, so that a full disk shows while those are whole.
 */
final class InPlace {
    private static final int CHUNK_BYTES = 1 << 16;

    private InPlace() {}

    /**
     * Overwrites a file.
     *
     * @param whole has the new contents
     * @throws IOException if there is no room, and the old contents are as they were; or if the disk fails meanwhile
     */
    static synchronized void overwrite(Path target, Path whole) throws IOException {
        try (FileChannel from = FileChannel.open(whole, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
            long size = from.size();
            takeRoom(to, size);
            for (long at = 0; at < size; ) {
                at += from.transferTo(at, size - at, to.position(at));
            }
            to.truncate(size);
        }
    }

    /** Zeros, not a hole: a hole takes no room until it is written. */
    private static void takeRoom(FileChannel to, long size) throws IOException {
        long before = to.size();
        ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
        try {
            for (long at = before; at < size; ) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, size - at));
                at += to.write(zeros, at);
            }
        } catch (IOException full) {
            to.truncate(before);
            throw full;
        }
    }

    /** Comes back when no file is half written: whoever ends the process calls it. */
    static synchronized void await() {
        // the lock is all
    }
}

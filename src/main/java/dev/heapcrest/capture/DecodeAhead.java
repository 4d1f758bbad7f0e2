package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Reads a capture with two threads: one of its own inflates and decodes, the caller's receives the records
 * (docs/decisions/0018-two-cores.md). The caller is told what one thread would tell: the same calls in the same order,
 * progress on the caller's thread, damage at the same record, and a failure to read after all records before it.
 */
final class DecodeAhead {
    private static final String THREAD_NAME = "heapcrest-decode";

    private final BlockRing ring = new BlockRing();
    private final BlockWriter writer;
    private final BlockReader reader;
    private final boolean pipe;
    private final Thread thread;

    DecodeAhead(
            ByteCursor in,
            WindowSource source,
            CaptureHeader header,
            FormatVersion version,
            RecordSink sink,
            ReadProgress progress) {
        pipe = source.inputSizeBytes() < 0;
        writer = new BlockWriter(ring);
        reader = new BlockReader(sink, progress, source.inputSizeBytes(), source.compressed());
        AheadDecoder decoder = new AheadDecoder(in, source, header, version, writer);
        writer.callsComeFrom(decoder);
        thread = new Thread(() -> decode(decoder), THREAD_NAME);
        thread.setDaemon(true);
    }

    /** Begins to decode; false if the system or the container gives no thread, and nothing was read. */
    boolean start() {
        try {
            thread.start();
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    private void decode(AheadDecoder decoder) {
        Coverage coverage = null;
        Throwable failure = null;
        try {
            try {
                coverage = decoder.run(writer, null);
            } finally {
                writer.handOn(true);
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            ring.ended(coverage, failure);
        }
    }

    /**
     * Receives all records. When it returns or throws, the thread is gone. Only one that waits for a pipe of which no more is
     * wanted is left to itself: it ends when the pipe gives something or is closed, and keeps no program alive.
     *
     * @throws IOException if the input cannot be read; a {@link ClosedByInterruptException} if the caller is interrupted,
     *     as if it read a file itself
     */
    Coverage receive() throws IOException {
        boolean whole = false;
        try {
            RecordBlock block = ring.next();
            while (block != null) {
                Coverage early = reader.read(block);
                if (early != null) {
                    return early;
                }
                ring.emptied();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                block = ring.next();
            }
            whole = true;
            return ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } finally {
            ring.close();
            if (pipe && !whole) {
                thread.interrupt();
            } else {
                awaitEnd();
            }
        }
    }

    private Coverage ended() throws IOException {
        Throwable failure = ring.failure();
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
        Coverage coverage = ring.coverage();
        if (coverage == null) {
            throw new IllegalStateException("decoding ended without an answer", failure);
        }
        return coverage;
    }

    /** It cannot take long: the thread ends with its block, or with its read of a file. */
    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

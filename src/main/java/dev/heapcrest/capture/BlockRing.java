package dev.heapcrest.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bounded ring of blocks between one thread that fills them and one that empties them. A full ring makes the first one
 * wait, an empty one the second.
 *
 * <p>Who waits is woken when half of the ring is free, or a quarter of it filled, not for each block: waking a thread takes
 * as long as a thousand records.
 */
final class BlockRing {
    /** 1.7 MB in all, which the second-level caches of two cores hold. */
    static final int BLOCKS = 16;

    private static final int LEFT_FOR_WRITER = BLOCKS / 2;
    private static final int FILLED_FOR_READER = BLOCKS / 4;

    /** Made when they are first needed: a short capture needs few. */
    private final List<RecordBlock> blocks = new ArrayList<>(BLOCKS);

    /** Blocks filled so far. */
    private long filled;
    /** Blocks emptied so far. */
    private long emptied;

    /** The reader shall not wait for more blocks. */
    private boolean hurry;

    private boolean closed;
    private boolean ended;
    private @Nullable Coverage coverage;
    private @Nullable Throwable failure;

    private RecordBlock block(long number) {
        int index = (int) (number % BLOCKS);
        if (index == blocks.size()) {
            blocks.add(new RecordBlock());
        }
        return blocks.get(index);
    }

    /** The writer's first block. */
    synchronized RecordBlock first() {
        return block(0);
    }

    /**
     * Hands on the writer's block.
     *
     * @param now the reader shall have it at once
     * @return the next one to fill
     * @throws Stopped if the reader wants no more
     */
    synchronized RecordBlock filled(boolean now) {
        filled++;
        hurry |= now;
        if (now || filled - emptied == FILLED_FOR_READER) {
            notifyAll();
        }
        if (filled - emptied == BLOCKS) {
            awaitLeft(LEFT_FOR_WRITER);
        }
        if (closed) {
            throw new Stopped();
        }
        return block(filled);
    }

    /**
     * Waits until the reader has emptied all blocks.
     *
     * @throws Stopped if the reader wants no more
     */
    synchronized void awaitEmpty() {
        awaitLeft(0);
    }

    private void awaitLeft(long most) {
        while (!closed && filled - emptied > most) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new Stopped();
            }
        }
        if (closed) {
            throw new Stopped();
        }
    }

    /**
     * The writer comes to its end, after its last block.
     *
     * @param read how much could be read; null if it failed
     * @param why what it failed with
     */
    synchronized void ended(@Nullable Coverage read, @Nullable Throwable why) {
        coverage = read;
        failure = why;
        ended = true;
        notifyAll();
    }

    /** The next filled block, for the reader; null after the last one. */
    synchronized @Nullable RecordBlock next() throws InterruptedException {
        if (filled == emptied) {
            hurry = false;
            while (!ended && !hurry && filled - emptied < FILLED_FOR_READER) {
                wait();
            }
        }
        return filled == emptied ? null : block(emptied);
    }

    /** The reader is through with its block. */
    synchronized void emptied() {
        block(emptied).clear();
        emptied++;
        long left = filled - emptied;
        if (left == LEFT_FOR_WRITER || left == 0) {
            notifyAll();
        }
    }

    /** The reader wants no more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Null before the writer's end, and if it failed. */
    synchronized @Nullable Coverage coverage() {
        return coverage;
    }

    /** What the writer failed with. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** The reader wants no more. It carries no stack trace. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }
}

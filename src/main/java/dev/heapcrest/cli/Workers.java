package dev.heapcrest.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Works on several things at once, on threads of its own, and hands the results on in the order of the things, on the
 * caller's thread.
 *
 * <p>The heap is shared out: a thing begins when what it may need is free, and one that may need more than there is runs alone.
 * Nothing overtakes one that waits. A guess can be wrong: what runs out of memory beside others is done once more, alone. So
 * nothing fails that would not fail by itself. Results that wait for an earlier one are few, for they take memory, too: what
 * they keep counts as used, and what runs alone gets it, for then they are dropped and done again.
 *
 * @param <I> what is worked on
 * @param <R> what comes out
 */
final class Workers<I, R> {
    /** Results that may wait for one that takes long, for each thread. */
    private static final int MOST_WAITING = 32;

    private final List<I> items;
    private final Heap<I, R> heap;
    private final int mostWaiting;
    private final Work<I, R> work;

    /** What became of each item; null before its end and after it was handed on. */
    private final List<@Nullable Done<R>> done = new ArrayList<>();

    private int next;
    private int handedOn;
    private int running;
    private long usedBytes;
    /** Nothing begins: one thing runs alone. */
    private boolean held;

    /** All was handed on, or something failed. */
    private boolean ended;

    /** What is done with each thing. */
    interface Work<I, R> {
        /**
         * Does it, on any thread.
         *
         * @param alone whether nothing else runs; if not, an {@link OutOfMemoryError} is thrown on, and it is done again
         */
        R of(I item, boolean alone) throws CommandFailure;
    }

    /**
     * How the heap is shared out.
     *
     * @param need bytes that a thing may take while it is worked on
     * @param kept bytes that its result takes until it is handed on, of work that may be done again; null of results that
     *     take next to nothing
     * @param shareableBytes for all at once
     */
    record Heap<I, R>(ToLongFunction<I> need, @Nullable ToLongFunction<R> kept, long shareableBytes) {
        /** Of results that take next to nothing. */
        Heap(ToLongFunction<I> need, long shareableBytes) {
            this(need, null, shareableBytes);
        }

        private long keptBytes(R result) {
            return kept == null ? 0 : kept.applyAsLong(result);
        }
    }

    /** Who gets the results. */
    interface Results<R> {
        void next(R result) throws CommandFailure;
    }

    private record Done<R>(@Nullable R result, @Nullable Throwable failure, long keptBytes) {}

    private Workers(List<I> items, int threads, Heap<I, R> heap, Work<I, R> work) {
        this.items = items;
        this.heap = heap;
        this.work = work;
        mostWaiting = MOST_WAITING * threads;
        for (int index = 0; index < items.size(); index++) {
            done.add(null);
        }
    }

    /**
     * Works on all of them.
     *
     * @param threads with one, all is done on the caller's thread
     * @throws CommandFailure of the first thing that throws one, when what is before it was handed on; others then end early
     */
    static <I, R> void run(List<I> items, int threads, Heap<I, R> heap, Work<I, R> work, Results<R> results)
            throws CommandFailure {
        if (threads == 1) {
            for (I item : items) {
                results.next(work.of(item, true));
            }
            return;
        }
        new Workers<>(items, threads, heap, work).run(threads, results);
    }

    private void run(int threads, Results<R> results) throws CommandFailure {
        List<Thread> all = new ArrayList<>();
        try {
            for (int number = 1; number <= threads; number++) {
                Thread thread = new Thread(this::workOn, "heapcrest-worker-" + number);
                thread.setDaemon(true);
                all.add(thread);
                if (!started(thread, number)) {
                    break;
                }
            }
            for (int index = 0; index < items.size(); index++) {
                results.next(awaited(index));
            }
        } finally {
            end(all);
        }
    }

    /** A container may give fewer threads: then those that there are do. */
    private static boolean started(Thread thread, int number) {
        try {
            thread.start();
            return true;
        } catch (OutOfMemoryError noThread) {
            if (number == 1) {
                throw noThread;
            }
            return false;
        }
    }

    private void workOn() {
        for (int index = begin(); index >= 0; index = begin()) {
            Done<R> ended;
            try {
                R result = work.of(items.get(index), false);
                ended = new Done<>(result, null, heap.keptBytes(result));
            } catch (Throwable e) {
                ended = new Done<>(null, e, 0);
            }
            end(index, ended);
        }
    }

    /** The next thing to do; -1 at the end. Until then results may be dropped, and their things be done again. */
    private synchronized int begin() {
        while (!ended) {
            if (next < items.size() && !held && next - handedOn < mostWaiting) {
                long bytes = bytes(next);
                if (usedBytes == 0 || usedBytes + bytes <= heap.shareableBytes()) {
                    usedBytes += bytes;
                    running++;
                    return next++;
                }
            }
            if (!waited()) {
                return -1;
            }
        }
        return -1;
    }

    /** At least 1, so that something is used while one runs. */
    private long bytes(int index) {
        return Math.max(1, Math.min(heap.need().applyAsLong(items.get(index)), heap.shareableBytes()));
    }

    private synchronized void end(int index, Done<R> ended) {
        done.set(index, ended);
        usedBytes += ended.keptBytes() - bytes(index);
        running--;
        notifyAll();
    }

    private R awaited(int index) throws CommandFailure {
        Done<R> ended = take(index);
        Throwable failure = ended.failure();
        if (failure instanceof OutOfMemoryError) {
            return alone(index);
        } else if (failure instanceof CommandFailure e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
        return result(ended);
    }

    @SuppressWarnings("NullAway") // R may be a type that has null; a result without a failure is what the work gave
    private static <R> R result(Done<R> ended) {
        return ended.result();
    }

    private synchronized Done<R> take(int index) {
        Done<R> ended = done.get(index);
        while (ended == null) {
            if (!waited()) {
                throw new IllegalStateException("interrupted");
            }
            ended = done.get(index);
        }
        done.set(index, null);
        usedBytes -= ended.keptBytes();
        handedOn++;
        notifyAll();
        return ended;
    }

    /** Once more, when what runs has ended. */
    private R alone(int index) throws CommandFailure {
        synchronized (this) {
            held = true;
            while (running > 0 && waited()) {
                // until the last one ends
            }
            if (heap.kept() != null) {
                dropThoseAfter(index);
            }
        }
        try {
            return work.of(items.get(index), true);
        } finally {
            synchronized (this) {
                held = false;
                notifyAll();
            }
        }
    }

    /** While nothing runs. */
    private void dropThoseAfter(int index) {
        for (int later = index + 1; later < next; later++) {
            done.set(later, null);
        }
        usedBytes = 0;
        next = index + 1;
    }

    /** Waits for a change, under the lock and in a loop; false if the thread was interrupted. */
    @SuppressWarnings("WaitNotInLoop") // the callers' loops
    private boolean waited() {
        try {
            wait();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Nothing more begins; what runs comes to its end. */
    private void end(List<Thread> all) {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        for (Thread thread : all) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

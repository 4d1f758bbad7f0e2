package dev.heapcrest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How many captures a command reads at once. What it writes, says and exits with is the same with any number:
 * docs/decisions/0018-two-cores.md.
 */
final class JobOptions {
    /** Heap for the first record of a capture: code, buffers, what its result is made with. */
    private static final long LEAST_BYTES = 24 << 20;

    private static final long BYTES_OF_A_BYTE = 4;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Read so many captures at once. By default as many as there are processors, and fewer while"
                    + " one may need the memory for itself. What is written and said is the same with any number.")
    int jobs = Runtime.getRuntime().availableProcessors();

    /** What is done with a capture, on any thread. */
    interface Work<I, R> {
        /**
         * Does it.
         *
         * @param alone whether a lack of memory is this capture's, and not that of those beside it; if not, the error is
         *     thrown on, and it is done again
         * @param own where it is told
         * @param run how it is read
         */
        R of(I capture, boolean alone, Terminal own, RunOptions run) throws CommandFailure;
    }

    /**
     * What came of a capture, and what it said.
     *
     * @param failure what it threw; then there is no result
     */
    private record Said<R>(
            Told told, @Nullable R result, @Nullable Exception failure) {}

    void check() throws CommandFailure {
        if (jobs < 1) {
            throw CommandFailure.usage("argument -j/--jobs: must be at least 1");
        }
    }

    /**
     * Does it with each capture, and hands the results on in their order, on the caller's thread. What is said of a capture is
     * said before.
     *
     * @param name of a capture, as typed
     * @param told where it is told; tells how many were read where several are read at once
     * @param kept bytes that a result takes, of work that may be done again; null of small ones
     * @throws CommandFailure the first that was thrown, when all before it was handed on
     */
    <I, R> void each(
            List<I> captures,
            Function<I, String> name,
            Terminal told,
            RunOptions run,
            @Nullable ToLongFunction<R> kept,
            Work<I, R> work,
            Workers.Results<R> results)
            throws CommandFailure {
        int threads = threads(captures, name);
        if (threads <= 1) {
            for (I capture : captures) {
                results.next(work.of(capture, true, told, run));
            }
            return;
        }
        RunOptions beside = run.besideOthers();
        try (Counter counter = new Counter(told, run, captures.size())) {
            Workers.run(
                    captures,
                    threads,
                    new Workers.Heap<>(
                            capture -> needBytes(name.apply(capture)),
                            kept == null ? null : said -> said.result() == null ? 0 : kept.applyAsLong(said.result()),
                            Runtime.getRuntime().maxMemory() / 4 * 3),
                    (capture, alone) -> said(capture, alone, told, beside, work),
                    said -> {
                        counter.say(said.told());
                        results.next(result(said));
                        counter.next();
                    });
        }
    }

    /** Says how many were read, where progress is shown. */
    private static final class Counter implements AutoCloseable {
        private final Terminal terminal;
        private final int all;
        private final @Nullable Progress progress;
        private int done;

        Counter(Terminal terminal, RunOptions run, int all) {
            this.terminal = terminal;
            this.all = all;
            progress = run.quiet || run.progress == Progress.Mode.none ? null : run.progress(terminal, "captures");
        }

        /** Says something else, on a line of its own. */
        void say(Told told) {
            if (progress != null && !told.isEmpty()) {
                progress.pause();
            }
            told.say(terminal);
        }

        void next() {
            done++;
            if (progress != null) {
                progress.counted(done, all);
            }
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }

    /** What can be read once is read after what is before it: it cannot be done again, and nobody knows what it needs. */
    <I> int threads(List<I> captures, Function<I, String> name) throws CommandFailure {
        for (I capture : captures) {
            String typed = name.apply(capture);
            if (typed.equals("-") || once(UserPath.of(typed))) {
                return 1;
            }
        }
        return Math.min(jobs, captures.size());
    }

    private static boolean once(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private static <I, R> Said<R> said(I capture, boolean alone, Terminal told, RunOptions run, Work<I, R> work) {
        Told own = new Told();
        try {
            return new Said<>(own, work.of(capture, alone, own.terminal(told), run), null);
        } catch (CommandFailure | RuntimeException e) {
            return new Said<>(own, null, e);
        }
    }

    @SuppressWarnings("NullAway") // R may be a type that has null; a result without a failure is what the work gave
    private static <R> R result(Said<R> said) throws CommandFailure {
        if (said.failure() instanceof CommandFailure e) {
            throw e;
        }
        if (said.failure() instanceof RuntimeException e) {
            throw e;
        }
        return said.result();
    }

    /** What a capture may need of the heap, by its size: pylint's took 2.8 times as much, with LZ4; others less. */
    private static long needBytes(String capture) {
        try {
            Path file = UserPath.of(capture);
            return LEAST_BYTES + (Files.isRegularFile(file) ? BYTES_OF_A_BYTE * Files.size(file) : 0);
        } catch (CommandFailure | IOException e) {
            // which fails at once
            return LEAST_BYTES;
        }
    }
}

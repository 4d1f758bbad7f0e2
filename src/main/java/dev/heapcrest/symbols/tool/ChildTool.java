package dev.heapcrest.symbols.tool;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that is asked and answers in lines. One thread writes to it and one reads from it, because both pipes
 * fill: who does both from one thread waits for ever. The caller never waits for the process itself, only for a line, and
 * for that no longer than its patience. Used by one thread.
 */
final class ChildTool implements Closeable {
    /** C++ has names of 100,000 characters; what is longer than this is no answer. */
    private static final int LONGEST_LINE_BYTES = 4 << 20;

    private static final int LINES_AHEAD = 1024;
    private static final byte[] NOTHING_MORE = {};

    private final String name;
    private final Duration patience;
    private final Process process;
    /** Empty: there are no more. */
    private final BlockingQueue<Optional<String>> answers = new ArrayBlockingQueue<>(LINES_AHEAD);

    private final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final Thread reader;

    /**
     * Starts it. It inherits the environment, but for what would make it ask a server (DEBUGINFOD_URLS) or change its
     * options (LLVM_SYMBOLIZER_OPTS and its like).
     */
    ChildTool(List<String> command, Duration patience) throws ToolFailure {
        this.name = String.valueOf(Path.of(command.get(0)).getFileName());
        this.patience = patience;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(key -> key.startsWith("DEBUGINFOD_") || key.startsWith("LLVM_"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ToolFailure(name + " could not be started");
        }
        writer = start("heapcrest asks " + name, this::write);
        reader = start("heapcrest hears " + name, this::read);
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void write() {
        try (OutputStream out = process.getOutputStream()) {
            for (byte[] bytes = questions.take(); bytes != NOTHING_MORE; bytes = questions.take()) {
                out.write(bytes);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // whoever reads its answers sees that it ended
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0 && line.size() < LONGEST_LINE_BYTES; octet = in.read()) {
                if (octet == '\n') {
                    answers.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
                    line.reset();
                } else {
                    line.write(octet);
                }
            }
        } catch (IOException e) {
            // the same as its end
        } catch (InterruptedException e) {
            return;
        }
        try {
            answers.put(Optional.empty());
        } catch (InterruptedException e) {
            // nobody waits for it
        }
    }

    /** Without directories. */
    String name() {
        return name;
    }

    /** Writes that much, later. */
    void ask(String text) {
        questions.add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Closes its input after what was asked. */
    void askNothingMore() {
        questions.add(NOTHING_MORE);
    }

    /**
     * The next line.
     *
     * @throws ToolFailure if there is none, or none came in time
     */
    String answer() throws ToolFailure {
        return next().orElseThrow(() -> new ToolFailure(name + " ended, or wrote without end"));
    }

    /** Whether all its output was read; waits for the end or a line, which is lost. */
    boolean ended() throws ToolFailure {
        return next().isEmpty();
    }

    private Optional<String> next() throws ToolFailure {
        try {
            Optional<String> line = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new ToolFailure(name + " did not answer for " + patience.toSeconds() + " s");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailure(name + " was interrupted");
        }
    }

    /** Ends the process and those that it started: a script's children would keep the pipes open. */
    @Override
    public void close() {
        writer.interrupt();
        reader.interrupt();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

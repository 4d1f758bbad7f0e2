package dev.heapcrest.symbols.tool;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BUFFERS_AHEAD = 16;
    private static final byte[] NOTHING_MORE = {};

    private final String name;
    private final Duration patience;
    private final Process process;
    /** Lines that came at once; none = there are no more. */
    private final BlockingQueue<List<String>> answers = new ArrayBlockingQueue<>(BUFFERS_AHEAD);

    private final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final Thread reader;

    private List<String> heard = List.of();
    private int next;
    private boolean over;

    /** Starts it. It inherits the environment, but for what {@link #quieten} takes out. */
    ChildTool(List<String> command, Duration patience) throws ToolFailure {
        this.name = String.valueOf(Path.of(command.get(0)).getFileName());
        this.patience = patience;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        quieten(builder.environment());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ToolFailure(name + " could not be started");
        }
        writer = start("heapcrest asks " + name, this::write);
        reader = start("heapcrest hears " + name, this::read);
    }

    /** Takes out what would make a tool ask a server, and what changes its options. */
    static void quieten(Map<String, String> environment) {
        environment.keySet().removeIf(key -> key.startsWith("DEBUGINFOD_") || key.startsWith("LLVM_"));
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
        try (InputStream in = process.getInputStream()) {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            byte[] bytes = new byte[BUFFER_BYTES];
            for (int length = in.read(bytes);
                    length >= 0 && rest.size() < LONGEST_LINE_BYTES;
                    length = in.read(bytes)) {
                List<String> lines = new ArrayList<>();
                int from = 0;
                for (int at = 0; at < length; at++) {
                    if (bytes[at] == '\n') {
                        rest.write(bytes, from, at - from);
                        lines.add(rest.toString(StandardCharsets.UTF_8));
                        rest.reset();
                        from = at + 1;
                    }
                }
                rest.write(bytes, from, length - from);
                if (!lines.isEmpty()) {
                    answers.put(lines);
                }
            }
        } catch (IOException e) {
            // the same as its end
        } catch (InterruptedException e) {
            return;
        }
        try {
            answers.put(List.of());
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
        if (ended()) {
            throw new ToolFailure(name + " ended, or wrote without end");
        }
        return heard.get(next++);
    }

    /**
     * Whether all its output was read; waits for that or for a line.
     *
     * @throws ToolFailure if neither came in time
     */
    boolean ended() throws ToolFailure {
        if (next == heard.size() && !over) {
            heard = hear();
            next = 0;
            over = heard.isEmpty();
        }
        return over;
    }

    private List<String> hear() throws ToolFailure {
        try {
            List<String> lines = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (lines == null) {
                throw new ToolFailure(name + " did not answer for " + patience.toSeconds() + " s");
            }
            return lines;
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

package dev.heapcrest.cli;

import dev.heapcrest.report.VisibleText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * A report that appears under its name only when it is whole: written to a temporary file beside it, then moved. When
 * the command fails or is interrupted, the temporary file goes and an older report stays.
 */
final class AtomicFile implements Output {
    private final Path shown;
    private final Path target;
    private final Path temporary;
    private final OutputStream stream;
    private final Thread interruption;

    private AtomicFile(Path shown, Path target, Path temporary, OutputStream stream, Thread interruption) {
        this.shown = shown;
        this.target = target;
        this.temporary = temporary;
        this.stream = stream;
        this.interruption = interruption;
    }

    /**
     * Checks that the report may be written, and that it can: a directory that is missing or not writable shows now,
     * not after a long read.
     *
     * @param capture never overwritten; null for standard input
     * @param err hears about an interruption
     */
    static Output create(Path path, boolean force, @Nullable Path capture, PrintStream err) throws CommandFailure {
        if (Files.isDirectory(path)) {
            throw CommandFailure.failed("Is a directory: %s. Name a file in it.".formatted(path));
        }
        boolean exists = Files.exists(path);
        if (exists && !force) {
            throw CommandFailure.failed("File already exists, will not overwrite without --force: " + path);
        }
        try {
            if (exists && capture != null && Files.isSameFile(path, capture)) {
                throw CommandFailure.failed(
                        "The report would overwrite the capture %s. Choose another name.".formatted(path));
            }
            if (exists && !Files.isRegularFile(path)) {
                return new StreamOutput(Files.newOutputStream(path), VisibleText.of(path.toString()), true);
            }
            // Behind a symbolic link the file is replaced, not the link.
            return open(path, exists ? path.toRealPath() : path.toAbsolutePath(), err);
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot write %s: %s".formatted(path, reason(e, path)));
        }
    }

    private static AtomicFile open(Path shown, Path target, PrintStream err) throws IOException {
        // Its own short name: the report's name may be as long as the file system allows.
        String unique = ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        Path temporary = target.resolveSibling(".heapcrest-" + unique + ".tmp");
        Thread interruption = new Thread(
                () -> {
                    deleteQuietly(temporary);
                    err.println("\nInterrupted: " + VisibleText.of(shown.toString()) + " was not written.");
                },
                "heapcrest-interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            OutputStream stream =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new AtomicFile(shown, target, temporary, stream, interruption);
        } catch (IOException e) {
            forget(interruption);
            throw e;
        }
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public void commit() throws IOException {
        stream.close();
        keepPermissions();
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
        // who interrupts what is still to be said must not hear that the page was not written
        forget(interruption);
    }

    /** A report that replaces another is as readable as that was. */
    private void keepPermissions() throws IOException {
        var old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        var replacement = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (old != null && replacement != null && Files.exists(target)) {
            replacement.setPermissions(old.readAttributes().permissions());
        }
    }

    @Override
    public void close() throws IOException {
        try (stream) {
            Files.deleteIfExists(temporary);
        } finally {
            forget(interruption);
        }
    }

    @Override
    public String name() {
        return VisibleText.of(shown.toString());
    }

    @Override
    public boolean announced() {
        return true;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Shutting down already: the hook does its work.
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nobody is left who could do anything about it.
        }
    }

    static String reason(IOException e, Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if ((e instanceof NoSuchFileException || e instanceof FileNotFoundException)
                && directory != null
                && !Files.isDirectory(directory)) {
            return "there is no directory %s. Make it first, or choose another with -o.".formatted(directory);
        }
        if (e instanceof NoSuchFileException) {
            return "no file can be made in this directory. Choose another with -o.";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied. Choose another place with -o.";
        }
        return CaptureInput.reason(e);
    }
}

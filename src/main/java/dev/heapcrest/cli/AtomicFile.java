package dev.heapcrest.cli;

import dev.heapcrest.report.VisibleText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A report that appears under its name only when it is whole: written to a temporary file beside it, then moved. When
 * the command fails or is interrupted, the temporary file goes and an older report stays.
 */
final class AtomicFile implements Output {
    /** As Linux follows at most. */
    private static final int MOST_LINKS = 40;

    private final Path shown;
    private final Path target;
    private final Path temporary;
    private final boolean force;
    private final OutputStream stream;
    private final Thread interruption;

    private AtomicFile(
            Path shown, Path target, Path temporary, boolean force, OutputStream stream, Thread interruption) {
        this.shown = shown;
        this.target = target;
        this.temporary = temporary;
        this.force = force;
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
            return open(path, exists ? path.toRealPath() : newFile(path), exists, force, err);
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot write %s: %s".formatted(path, reason(e, path)));
        }
    }

    /** A file that is not there yet, behind links that lead to it. */
    private static Path newFile(Path path) throws IOException {
        Path file = path.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(path.toString(), null, "this symbolic link leads to itself");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "there is no directory %s. Make it first, or choose another.".formatted(directory));
        }
        try {
            // a name that is too long shows now, not after a long read
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException expected) {
            // it is to be made
        }
        return file;
    }

    private static AtomicFile open(Path shown, Path target, boolean exists, boolean force, PrintStream err)
            throws IOException {
        Path temporary = TemporaryFiles.beside(target);
        try {
            return open(shown, target, temporary, force, err);
        } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
            // a single file that may be written, as it is handed to a container
            if (!exists || !Files.isWritable(target)) {
                throw e;
            }
            Path elsewhere = TemporaryFiles.beside(Path.of(System.getProperty("java.io.tmpdir"), "report"));
            return open(shown, target, elsewhere, force, err);
        }
    }

    private static AtomicFile open(Path shown, Path target, Path temporary, boolean force, PrintStream err)
            throws IOException {
        Thread interruption = new Thread(
                () -> {
                    InPlace.await();
                    deleteQuietly(temporary);
                    err.println("\nInterrupted: " + VisibleText.of(shown.toString()) + " was not written.");
                },
                "heapcrest-interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            OutputStream stream =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new AtomicFile(shown, target, temporary, force, stream, interruption);
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
        if (force) {
            replace();
        } else {
            appear();
        }
        // who interrupts what is still to be said must not hear that the page was not written
        forget(interruption);
    }

    /** Under a name that was free; whoever took it meanwhile keeps it. */
    private void appear() throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw taken(e);
        } catch (IOException | UnsupportedOperationException noLinks) {
            try {
                Files.move(temporary, target);
            } catch (FileAlreadyExistsException e) {
                throw taken(e);
            }
        }
    }

    private IOException taken(FileAlreadyExistsException e) {
        IOException taken =
                new IOException("another program made this file meanwhile; it stays. Choose another name, or --force.");
        taken.initCause(e);
        return taken;
    }

    private void replace() throws IOException {
        if (!Files.exists(target) || keepPermissions()) {
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException notMovable) {
                // another file system, a place where a single file is mounted, a directory where others keep theirs
                if (!Files.isWritable(target)) {
                    throw notMovable;
                }
            }
        }
        // the file stays what it is to others, with its owner and its other names, and gets new contents
        InPlace.overwrite(target, temporary);
    }

    /**
     * A report that replaces another is as readable as that was.
     *
     * @return false if another file cannot take its place: it has other names, or an owner or group that is not ours to give
     */
    private boolean keepPermissions() throws IOException {
        var old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        var replacement = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (old == null || replacement == null) {
            return true;
        }
        PosixFileAttributes attributes = old.readAttributes();
        if (((Number) Files.getAttribute(target, "unix:nlink")).intValue() > 1) {
            return false;
        }
        try {
            if (!replacement.readAttributes().group().equals(attributes.group())) {
                replacement.setGroup(attributes.group());
            }
            if (!replacement.readAttributes().owner().equals(attributes.owner())) {
                replacement.setOwner(attributes.owner());
            }
        } catch (FileSystemException notOurs) {
            return false;
        }
        replacement.setPermissions(attributes.permissions());
        return true;
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
            return "there is no directory %s. Make it first, or choose another.".formatted(directory);
        }
        if (e instanceof NoSuchFileException) {
            return "no file can be made in this directory. Choose another.";
        }
        if (e instanceof FileSystemException failure && "File name too long".equals(failure.getReason())) {
            return "the name is too long. Choose another with -o.";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null && failure.getOtherFile() == null) {
            return failure.getReason();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied. Choose another place with -o.";
        }
        return CaptureInput.reason(e);
    }
}

package dev.heapcrest.spark;

import dev.heapcrest.cli.CommandFailure;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of results. All is written beside it, and renamed when it is whole; without {@link #commit} nothing of it
 * remains. Not thread-safe.
 */
final class OutputFolder implements Closeable {
    /** As Spark and Hadoop mark a folder that is whole: of object stores a rename is many copies. */
    private static final String DONE = "_SUCCESS";

    private final FileSystem system;
    private final Path folder;
    private final Path beside;
    private final boolean force;
    private boolean committed;

    private OutputFolder(FileSystem system, Path folder, boolean force, String run) {
        this.system = system;
        this.folder = folder;
        this.force = force;
        beside = folder.suffix("._unfinished-" + run);
    }

    /**
     * Looks whether it may be made; makes nothing yet.
     *
     * @param run a name that no other run has
     * @throws CommandFailure if it is there and is not to be replaced
     */
    static OutputFolder of(String output, boolean force, String run, Configuration configuration)
            throws IOException, CommandFailure {
        Path folder = new Path(output);
        FileSystem system = folder.getFileSystem(configuration);
        if (system.exists(folder) && !force) {
            throw CommandFailure.failed("%s is there already; --force replaces it.".formatted(output));
        }
        return new OutputFolder(system, system.makeQualified(folder), force, run);
    }

    /** Where files are written meanwhile. */
    Path beside() {
        return beside;
    }

    /** Writes a file. */
    interface Writing {
        void write(OutputStream out) throws IOException;
    }

    /** Writes text. */
    interface TextWriting {
        void write(Writer out) throws IOException;
    }

    void write(String name, Writing writing) throws IOException {
        write(system, new Path(beside, name), writing);
    }

    void writeText(String name, TextWriting writing) throws IOException {
        write(name, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            writing.write(writer);
            writer.flush();
        });
    }

    /** Writes a file that another attempt of a task may write at the same time; both would write the same. */
    static void writeOnce(FileSystem system, Path file, String attempt, Writing writing) throws IOException {
        Path own = new Path(file.getParent(), "." + file.getName() + "." + attempt);
        write(system, own, writing);
        if (!system.rename(own, file)) {
            system.delete(own, false);
            if (!system.exists(file)) {
                throw new IOException("cannot rename %s to %s".formatted(own, file));
            }
        }
    }

    private static void write(FileSystem system, Path file, Writing writing) throws IOException {
        // a local folder of results is for people: no hidden file of checksums beside each
        system.setWriteChecksum(false);
        try (OutputStream out = new BufferedOutputStream(system.create(file, true), 1 << 16)) {
            writing.write(out);
        }
    }

    /** Gives the folder its name. What had it before is taken away last. */
    void commit() throws IOException, CommandFailure {
        Path before = folder.suffix("._replaced-" + beside.getName());
        boolean replaced = system.exists(folder);
        if (replaced && !force) {
            throw CommandFailure.failed("%s was made meanwhile; nothing was written.".formatted(folder));
        }
        if (replaced) {
            rename(folder, before);
        }
        rename(beside, folder);
        committed = true;
        system.create(new Path(folder, DONE), true).close();
        if (replaced) {
            system.delete(before, true);
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!system.rename(from, to)) {
            throw new IOException("cannot rename %s to %s".formatted(from, to));
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** Takes away what was not committed. */
    @Override
    public void close() throws IOException {
        if (!committed) {
            system.delete(beside, true);
        }
    }
}

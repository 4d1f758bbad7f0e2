package dev.heapcrest.report.html;

import dev.heapcrest.report.ConfidentialFiles;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source lines of frames, from those files that are there and may be shown. A capture names the files, and it may
 * be a stranger's: he shall learn nothing of this machine but sources that everybody here may read. Each file is read once,
 * whatever it is called, one at a time, only up to {@link #LARGEST_FILE_BYTES}, and all together only up to
 * {@link #MOST_BYTES}. Never fails: a file that cannot be read has no lines.
 */
final class SourceLines {
    /** Larger files are not source code that someone wrote. */
    static final int LARGEST_FILE_BYTES = 16 << 20;

    /** Of all files together: thirty times the standard library. */
    static final long MOST_BYTES = 256 << 20;

    /** Names that are looked for, at most: each costs some microseconds, and a capture may have millions. */
    static final int MOST_FILES = 50_000;

    /** A label is never longer on any screen; minified sources have lines of megabytes. */
    static final int LONGEST_LINE = 500;

    /** What Python imports as source. */
    private static final Pattern SOURCE = Pattern.compile("[^/]\\.pyw?$");

    /** What a program begins with that has no such name, as those that pip makes. */
    private static final Pattern PROGRAM = Pattern.compile("^#![^\n]*python");

    private static final int PROGRAM_BYTES = 256;

    /** Files that are no files: what they say is about this machine and its programs. */
    private static final List<Path> NEVER = List.of(Path.of("/proc"), Path.of("/dev"), Path.of("/sys"));

    private final ConfidentialFiles confidential;
    private final Path workingDirectory;
    private int filesRead;

    SourceLines(ConfidentialFiles confidential, Path workingDirectory) {
        this.confidential = confidential;
        this.workingDirectory = workingDirectory;
    }

    /**
     * The source line of each frame, without indentation; "" where there is none to show.
     *
     * @param fileNames names by file id
     * @param fileIds file of each frame
     * @param lines line of each frame, from 1
     */
    String[] of(String[] fileNames, int[] fileIds, int[] lines) {
        String[] sources = new String[fileIds.length];
        Arrays.fill(sources, "");
        if (confidential == ConfidentialFiles.ALL) {
            return sources;
        }
        Path[] files = new Path[fileNames.length];
        int[] identities = identities(fileNames, files);
        int[] frames = new int[fileIds.length];
        int count = 0;
        for (int frame = 0; frame < fileIds.length; frame++) {
            if (lines[frame] > 0 && files[identities[fileIds[frame]]] != null) {
                frames[count++] = frame;
            }
        }
        IntArrays.mergeSort(frames, 0, count, (a, b) -> {
            int byFile = Integer.compare(identities[fileIds[a]], identities[fileIds[b]]);
            return byFile != 0 ? byFile : Integer.compare(lines[a], lines[b]);
        });
        long left = MOST_BYTES;
        int from = 0;
        while (from < count) {
            int file = identities[fileIds[frames[from]]];
            int to = from + 1;
            while (to < count && identities[fileIds[frames[to]]] == file) {
                to++;
            }
            byte[] content = left <= 0 ? new byte[0] : read(files[file]);
            left -= content.length;
            fill(sources, content, lines, frames, from, to);
            from = to;
        }
        return sources;
    }

    /**
     * For each name the first one that is of the same file: a capture may call a file by thousands of names.
     *
     * @param files receives the path of each first name whose file may be shown
     */
    private int[] identities(String[] names, @Nullable Path[] files) {
        int[] identities = new int[names.length];
        Map<Object, Integer> known = new HashMap<>();
        for (int id = 0; id < names.length; id++) {
            identities[id] = id;
            if (id >= MOST_FILES || names[id].isEmpty() || names[id].startsWith("<")) {
                continue;
            }
            try {
                Path named = workingDirectory.resolve(names[id]);
                // a pipe or a device would block or never end; without an exception, since most are not here
                if (!new File(named.toString()).isFile() || never(named.normalize())) {
                    continue;
                }
                Path file = named.toRealPath();
                PosixFileAttributes attributes =
                        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (never(file) || !attributes.isRegularFile() || attributes.size() > LARGEST_FILE_BYTES) {
                    continue;
                }
                Object key = attributes.fileKey() == null ? file : attributes.fileKey();
                Integer first = known.putIfAbsent(key, id);
                if (first != null) {
                    identities[id] = first;
                } else if (confidential == ConfidentialFiles.NONE
                        || (source(named, file) && mayBeRead(file, attributes))) {
                    files[id] = file;
                }
            } catch (IOException
                    | InvalidPathException
                    | UnsupportedOperationException
                    | SecurityException unreadable) {
                // it has no lines
            }
        }
        return identities;
    }

    private static boolean never(Path file) {
        for (Path folder : NEVER) {
            if (file.startsWith(folder)) {
                return true;
            }
        }
        return false;
    }

    /** By its name and by that of what a link leads to; or a program of Python's. */
    private static boolean source(Path named, Path file) throws IOException {
        if (SOURCE.matcher(named.toString()).find()
                && SOURCE.matcher(file.toString()).find()) {
            return true;
        }
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            String start = new String(stream.readNBytes(PROGRAM_BYTES), StandardCharsets.ISO_8859_1);
            return PROGRAM.matcher(start).find();
        }
    }

    /** By everybody, who could as well look here; else it must be of whoever makes the page. */
    private static boolean mayBeRead(Path file, PosixFileAttributes attributes) throws IOException {
        return attributes.permissions().contains(PosixFilePermission.OTHERS_READ)
                || Files.getAttribute(file, "unix:uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** The lines of one file, for frames in the order of their lines. */
    private static void fill(String[] sources, byte[] content, int[] lines, int[] frames, int from, int to) {
        if (content.length == 0) {
            return;
        }
        SourceText text = new SourceText(content);
        int before = 0;
        String line = "";
        for (int i = from; i < to; i++) {
            int frame = frames[i];
            if (lines[frame] != before) {
                before = lines[frame];
                String whole = text.line(before).strip();
                line = whole.length() <= LONGEST_LINE ? whole : whole.substring(0, LONGEST_LINE - 1) + "…";
            }
            sources[frame] = line;
        }
    }

    /** Files that were read so far. */
    int filesRead() {
        return filesRead;
    }

    private byte[] read(@Nullable Path file) {
        if (file == null) {
            return new byte[0];
        }
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            filesRead++;
            return stream.readNBytes(LARGEST_FILE_BYTES);
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }
}

package dev.heapcrest.report.html;

import dev.heapcrest.report.ConfidentialFiles;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads the source lines of frames, from those files that are there and may be shown. Each file is read once, one at a
 * time, and only up to {@link #LARGEST_FILE_BYTES}. Never fails: a file that cannot be read has no lines.
 */
final class SourceLines {
    /** Larger files are not source code that someone wrote. */
    static final int LARGEST_FILE_BYTES = 16 << 20;

    /** A label is never longer on any screen; minified sources have lines of megabytes. */
    static final int LONGEST_LINE = 500;

    private static final Set<PosixFilePermission> PUBLIC_OR_PROGRAM =
            EnumSet.copyOf(PosixFilePermissions.fromString("--x--xr-x"));

    private final ConfidentialFiles confidential;
    private final Path workingDirectory;

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
        int[] frames = new int[fileIds.length];
        Arrays.setAll(frames, frame -> frame);
        IntArrays.mergeSort(frames, (a, b) -> {
            int byFile = Integer.compare(fileIds[a], fileIds[b]);
            return byFile != 0 ? byFile : Integer.compare(lines[a], lines[b]);
        });
        int from = 0;
        while (from < frames.length) {
            int file = fileIds[frames[from]];
            int to = from + 1;
            while (to < frames.length && fileIds[frames[to]] == file) {
                to++;
            }
            if (lines[frames[to - 1]] > 0) {
                fill(sources, read(fileNames[file]), lines, frames, from, to);
            }
            from = to;
        }
        return sources;
    }

    /** The lines of one file, for frames in the order of their lines. */
    private static void fill(String[] sources, byte[] content, int[] lines, int[] frames, int from, int to) {
        if (content.length == 0) {
            return;
        }
        SourceText text = new SourceText(content);
        for (int i = from; i < to; i++) {
            int frame = frames[i];
            if (lines[frame] > 0) {
                String line = text.line(lines[frame]).strip();
                sources[frame] = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
            }
        }
    }

    private byte[] read(String name) {
        if (name.isEmpty() || name.startsWith("<")) {
            return new byte[0];
        }
        try {
            Path file = workingDirectory.resolve(name);
            // a pipe or a device would block or never end
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE_BYTES || !mayBeShown(name, file)) {
                return new byte[0];
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return stream.readNBytes(LARGEST_FILE_BYTES);
            }
        } catch (IOException | InvalidPathException | UnsupportedOperationException | SecurityException unreadable) {
            return new byte[0];
        }
    }

    private boolean mayBeShown(String name, Path file) throws IOException {
        if (confidential == ConfidentialFiles.NONE || name.endsWith(".py")) {
            return true;
        }
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (PUBLIC_OR_PROGRAM.contains(permission)) {
                return true;
            }
        }
        return false;
    }
}

package dev.heapcrest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of reports that are not whole yet, {@code .heapcrest-WHERE-PID-UNIQUE.tmp}: short, since the report's own name may be
 * as long as the file system allows. A process that is killed leaves its file; the next one that writes to the directory takes
 * it away. WHERE says on which machine, since it started, and in which container PID is a process: others know no better than
 * to leave the file alone.
 */
final class TemporaryFiles {
    private static final String BEGIN = ".heapcrest-";

    private static final String END = ".tmp";

    /** Directories that were looked through. */
    private static final Set<Path> CLEANED = ConcurrentHashMap.newKeySet();

    /** Made when the first is asked for; "" where nothing can be told. */
    private static final String WHERE = where();

    /** Two threads may ask within the same tick of the clock. */
    private static final AtomicLong ASKED = new AtomicLong();

    private TemporaryFiles() {}

    /** A name that no other process has, in the same directory; files of processes that are gone go. */
    static Path beside(Path target) {
        Path directory = target.toAbsolutePath().getParent();
        if (directory != null && !WHERE.isEmpty() && CLEANED.add(directory)) {
            clean(directory);
        }
        String unique = pid() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX)
                + Long.toString(ASKED.incrementAndGet(), Character.MAX_RADIX);
        return target.resolveSibling(BEGIN + (WHERE.isEmpty() ? "0" : WHERE) + "-" + unique + END);
    }

    static void clean(Path directory) {
        // names alone, and no pattern for them: what a short run would load for more takes longer than looking
        String[] names = directory.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (name.startsWith(BEGIN) && name.endsWith(END)) {
                Leftover.delete(directory, name);
            }
        }
    }

    /** Loaded where there is one. */
    private static final class Leftover {
        private static final Pattern NAME = Pattern.compile("\\.heapcrest-([0-9a-f]+)-(\\d+)-[0-9a-z]+\\.tmp");

        private Leftover() {}

        static void delete(Path directory, String file) {
            try {
                Matcher name = NAME.matcher(file);
                if (name.matches()
                        && name.group(1).equals(WHERE)
                        && ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty()
                        && Files.isRegularFile(directory.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(directory.resolve(file));
                }
            } catch (IOException | RuntimeException e) {
                // what cannot be taken away stays
            }
        }
    }

    /** As Linux tells it; Java's own way starts a pool of threads first. */
    private static String pid() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return Long.toString(ProcessHandle.current().pid());
        }
    }

    private static String where() {
        try {
            String started = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            String processes =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Integer.toHexString((started + processes).hashCode());
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}

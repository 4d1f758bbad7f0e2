package dev.heapcrest.symbols.tool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The programs of this machine that read DWARF and demangle names.
 *
 * @param path the variable PATH; relative folders in it are passed over, nothing is run from where the user happens to be
 * @param patience longest time to wait for one answer
 */
public record Tools(String path, Duration patience) {
    /** The first with JSON. */
    private static final int OLDEST_LLVM = 14;

    private static final Pattern LLVM_VERSION = Pattern.compile("LLVM version (\\d{1,6})\\b.*");
    private static final Pattern SUFFIX = Pattern.compile(".*-(\\d{1,6})");

    /** Beginning of a large file of debug information is read before the first answer. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

    private static final Duration PATIENCE_FOR_VERSION = Duration.ofSeconds(10);

    /** How to start a reader of DWARF. */
    @FunctionalInterface
    public interface Starter {
        /** Starts it. */
        DebugReader start() throws ToolFailure;
    }

    /**
     * The best reader of DWARF: llvm-symbolizer, the newest of those with a version in their names, GNU addr2line.
     *
     * @return null if there is none
     */
    public @Nullable Starter debugReader() {
        List<Path> candidates = new ArrayList<>(named("llvm-symbolizer"));
        candidates.addAll(named("addr2line"));
        for (Path candidate : candidates) {
            Starter starter = debugReader(candidate);
            if (starter != null) {
                return starter;
            }
        }
        return null;
    }

    /** The one that the user named; null if it is neither of the two, or an llvm-symbolizer before 14. */
    public @Nullable Starter debugReader(Path program) {
        try (ChildTool tool = new ChildTool(List.of(program.toString(), "--version"), shorter())) {
            tool.askNothingMore();
            // LLVM says its version in the second line, GNU its name in the first
            for (int i = 0; i < 3; i++) {
                String line = tool.answer().strip();
                Matcher llvm = LLVM_VERSION.matcher(line.replaceFirst("^.*(?=LLVM version)", ""));
                if (llvm.matches()) {
                    boolean speaksJson = Integer.parseInt(llvm.group(1)) >= OLDEST_LLVM;
                    return speaksJson ? () -> new LlvmSymbolizer(program, patience) : null;
                }
                if (line.startsWith("GNU addr2line")) {
                    return () -> new GnuAddr2line(program, patience);
                }
            }
        } catch (ToolFailure e) {
            // not one of them
        }
        return null;
    }

    private Duration shorter() {
        return patience.compareTo(PATIENCE_FOR_VERSION) < 0 ? patience : PATIENCE_FOR_VERSION;
    }

    /** binutils' c++filt, or LLVM's; null if there is none. */
    public @Nullable Path demangler() {
        List<Path> candidates = new ArrayList<>(named("c++filt"));
        candidates.addAll(named("llvm-cxxfilt"));
        return candidates.isEmpty() ? null : candidates.get(0);
    }

    /** Whether a program of that name is on the path. */
    public boolean installed(String name) {
        return !named(name).isEmpty();
    }

    /** Programs of that name, then those with a version after it, newest first. */
    List<Path> named(String name) {
        Set<Path> found = new LinkedHashSet<>();
        List<Path> versions = new ArrayList<>();
        for (String folder : path.split(java.io.File.pathSeparator, -1)) {
            try {
                Path directory = Path.of(folder);
                if (!directory.isAbsolute()) {
                    continue;
                }
                Path plain = directory.resolve(name);
                if (runs(plain)) {
                    found.add(plain);
                }
                versions.addAll(versions(directory, name));
            } catch (InvalidPathException e) {
                // no folder
            }
        }
        versions.sort(Comparator.comparingInt(Tools::version).reversed());
        found.addAll(versions);
        return List.copyOf(found);
    }

    private static List<Path> versions(Path directory, String name) {
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name + "-*")) {
            for (Path file : files) {
                if (version(file) >= 0 && runs(file)) {
                    versions.add(file);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // what cannot be listed has none
        }
        return versions;
    }

    private static int version(Path file) {
        Matcher matcher = SUFFIX.matcher(file.toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}

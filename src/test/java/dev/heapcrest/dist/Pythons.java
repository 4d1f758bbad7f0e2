package dev.heapcrest.dist;

import static dev.heapcrest.dist.Forms.runAsBuild;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Pythons of this machine: those of the PATH, and of pyenv. */
final class Pythons {
    /** The oldest one that the wheel supports. */
    private static final int FROM_MINOR = 9;

    private Pythons() {}

    /** The oldest supported and the newest one, or the only one. */
    static List<String> oldestAndNewest() throws Exception {
        TreeMap<Integer, String> found = new TreeMap<>(Comparator.naturalOrder());
        for (Path python : candidates()) {
            Forms.Run run = runAsBuild(
                    Path.of("").toAbsolutePath(),
                    python,
                    "-c",
                    "import sys, venv, ensurepip; print(sys.version_info[0] * 100 + sys.version_info[1])");
            if (run.exitCode() == 0) {
                int minor = Integer.parseInt(run.out().strip()) - 300;
                if (minor >= FROM_MINOR && minor < 100) {
                    found.putIfAbsent(minor, python.toString());
                }
            }
        }
        if (found.isEmpty()) {
            return List.of("python3");
        }
        return Stream.of(found.firstEntry().getValue(), found.lastEntry().getValue())
                .distinct()
                .toList();
    }

    private static List<Path> candidates() throws IOException {
        List<Path> directories = new ArrayList<>();
        Stream.of(System.getenv("PATH").split(":")).map(Path::of).forEach(directories::add);
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv/versions");
        if (Files.isDirectory(pyenv)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(pyenv, "3.*")) {
                versions.forEach(version -> directories.add(version.resolve("bin")));
            }
        }
        List<Path> candidates = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> programs =
                        Files.newDirectoryStream(directory, "python3{,.[0-9],.[0-9][0-9]}")) {
                    programs.forEach(candidates::add);
                }
            }
        }
        return candidates;
    }

    /** An empty environment; the test is skipped where there is no Python that can make one. */
    static Path environment(Path folder, String python) throws Exception {
        Path environment = folder.resolve("an environment");
        Forms.Run made = runAsBuild(folder, python, "-m", "venv", "--copies", environment);
        assumeTrue(made.exitCode() == 0, "no Python here that can make an environment: " + made.out() + made.err());
        return environment;
    }

    /** Installs, or skips the test where PyPI is out of reach. */
    static void install(Path environment, Object... what) throws Exception {
        Object[] pip = Stream.concat(
                        Stream.of(environment.resolve("bin/python"), "-m", "pip", "install", "-q"), Stream.of(what))
                .toArray();
        Forms.Run run = runAsBuild(environment, pip);
        assumeTrue(
                run.exitCode() == 0
                        || !run.err().contains("No matching distribution")
                                && !run.err().contains("connection"),
                () -> "PyPI is out of reach: " + run.err());
        run.text();
    }
}

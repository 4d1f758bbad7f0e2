package dev.heapcrest.dist;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The files of target/dist, and programs that are run with them in an environment that holds nothing else. */
final class Forms {
    static final Path DIST = Path.of("target/dist").toAbsolutePath();
    static final Path CAPTURE =
            Path.of("testdata/captures/complex-h13-py313-lz4.bin").toAbsolutePath();
    static final Path CUT =
            Path.of("testdata/captures/killed-h13-py313-sigkill-raw.bin").toAbsolutePath();

    private Forms() {}

    record Run(int exitCode, String out, String err) {
        /** What it printed, if it ended well. */
        String text() {
            assertTrue(exitCode == 0, () -> exitCode + ": " + out + err);
            return out;
        }
    }

    /** The only file of that name pattern; the test is skipped where the build left that form out, which it said. */
    static Path form(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(DIST)) {
            List<Path> found = files.filter(
                            file -> DIST.relativize(file).toString().matches(pattern))
                    .toList();
            assumeTrue(!found.isEmpty(), "the build made no " + pattern + ", see what it skipped");
            assertTrue(found.size() == 1, found.toString());
            return found.get(0);
        }
    }

    /** Skips where a program is missing. */
    static void needs(String program) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
                "needs " + program);
    }

    /** A directory for a PATH: what the launcher and its users call, but no Java. */
    static String pathWithoutJava(Path folder) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("readlink", "find", "locale", "mkdir", "rm", "mv", "wc", "cat", "sh")) {
            Path real = Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
            Path script = tools.resolve(tool);
            Files.writeString(script, "#!/bin/sh\nexec " + real + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return tools.toString();
    }

    /** PATH and a home directory alone. */
    static Map<String, String> environment(String path, Path home) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", path);
        environment.put("HOME", home.toString());
        return environment;
    }

    static Run run(Map<String, String> environment, Path directory, Object... command) throws Exception {
        Path err = Files.createTempFile("forms", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            Arrays.stream(command).map(String::valueOf).toList())
                    .directory(directory.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(300, TimeUnit.SECONDS), "ends");
            return new Run(process.exitValue(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    /** With the whole environment of the build: proxies, certificates, settings of pip. */
    static Run runAsBuild(Path directory, Object... command) throws Exception {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("PYTHON") || name.equals("VIRTUAL_ENV"));
        return run(environment, directory, command);
    }

    /** Names of all files below, sorted, with / between. */
    static List<String> filesBelow(Path directory) throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.add(directory.relativize(file).toString()));
        }
        files.sort(null);
        return files;
    }
}

package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * bin/heapcrest and bin/memray in a folder of their own, with a java and a setup that only say how they were called.
 * Programs that a test puts into the folder, as mvn, come first on the path.
 */
final class InstalledLauncher {
    /** Says its arguments, one a line, and does what variables named FAKE_* ask for. */
    static final String FAKE_JAVA = """
            #!/bin/sh
            for argument; do
              printf '%s\\n' "$argument"
              case $argument in
                -XX:ArchiveClassesAtExit=*) : >"${argument#*=}" ;;
                -Dheapcrest.done=*) [ -z "${FAKE_DONE:-}" ] || : >"${argument#*=}.$FAKE_DONE" ;;
              esac
              [ "${previous:-}" != -jar ] || [ -z "${FAKE_JAR:-}" ] || cat "$argument"
              previous=$argument
            done
            if [ -n "${FAKE_STREAMS:-}" ]; then
              streams=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)
              echo "$streams" >"$FAKE_STREAMS"
            fi
            exit "${FAKE_EXIT:-0}"
            """;

    private final Path folder;
    private final Path jdk;
    private final Path capture;
    private Path home;

    record Run(int exitCode, List<String> arguments, String err) {
        boolean has(String prefix) {
            return arguments.stream().anyMatch(argument -> argument.startsWith(prefix));
        }
    }

    private InstalledLauncher(Path folder) throws IOException {
        this.folder = folder;
        home = Files.createDirectories(folder.resolve("home of heapcrest"));
        Files.createDirectories(home.resolve("bin"));
        for (String name : List.of("heapcrest", "memray")) {
            executable(home.resolve("bin").resolve(name), Files.readString(Path.of("bin", name)));
        }
        executable(home.resolve("bin/setup"), "#!/bin/sh\necho \"setup $1\"\nexit \"${FAKE_SETUP:-0}\"\n");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(Files.createDirectories(home.resolve("target")).resolve("heapcrest.jar"), "jar");
        age(home.resolve("target/heapcrest.jar"));
        jdk = java("jdk", "IMPLEMENTOR=\"A B\"\nJAVA_RUNTIME_VERSION=\"17.0.1+2\"\n");
        capture = Files.writeString(folder.resolve("x.bin"), "small");
    }

    /** Installs into an empty folder; skips the test where there is no shell. */
    static InstalledLauncher in(Path folder) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        return new InstalledLauncher(folder);
    }

    /** The checkout, or what was released. */
    Path home() {
        return home;
    }

    /** The Java that JAVA_HOME names unless a test says otherwise. */
    Path jdk() {
        return jdk;
    }

    /** A file of five bytes. */
    Path capture() {
        return capture;
    }

    String jar() {
        return home.resolve("target/heapcrest.jar").toString();
    }

    void moveTo(Path place) throws IOException {
        Files.move(home, place);
        home = place;
    }

    /** Makes a released form of the checkout: its jar is elsewhere, and nothing to build it. */
    void release() throws IOException {
        Files.createDirectories(home.resolve("share/heapcrest"));
        Files.move(home.resolve("target/heapcrest.jar"), home.resolve("share/heapcrest/heapcrest.jar"));
        Files.delete(home.resolve("target"));
        Files.delete(home.resolve("pom.xml"));
    }

    /** A stand-in for an installed Java, with an archive of its own classes. */
    Path java(String name, String release) throws IOException {
        Path directory = folder.resolve(name);
        executable(Files.createDirectories(directory.resolve("bin")).resolve("java"), FAKE_JAVA);
        Files.writeString(directory.resolve("release"), release);
        Files.writeString(
                Files.createDirectories(directory.resolve("lib/server")).resolve("classes.jsa"), "archive");
        age(directory.resolve("bin/java"));
        return directory;
    }

    /** A path with the programs that the launcher calls, and no others. */
    String tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("readlink", "find", "locale", "mkdir", "rm", "mv", "wc", "cat")) {
            Path real = Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
            executable(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        return tools.toString();
    }

    Run run(String name, Map<String, String> environment, String... arguments) throws Exception {
        return start(home.resolve("bin").resolve(name), environment, arguments);
    }

    Run start(Path program, Map<String, String> environment, String... arguments) throws Exception {
        return start(List.of(), program, environment, arguments);
    }

    Run start(List<String> before, Path program, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(before);
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HEAPCREST_"));
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> out =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        return new Run(process.exitValue(), out, Files.readString(err));
    }

    static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
    }

    static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

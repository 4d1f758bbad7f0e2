package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built command line, each command in a process of its own. */
final class JarProcess {
    static final Path JAR = Path.of("target", "heapcrest.jar").toAbsolutePath();
    /** The Java that runs the tests. */
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final List<String> before = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Path directory;
    private Path java = JAVA;
    private Map<String, String> environment = Map.of();

    /** @param directory where it runs; what it writes to its streams is kept there for a while, too */
    JarProcess(Path directory) {
        this.directory = directory;
    }

    /** Another Java. */
    JarProcess java(Path other) {
        java = other;
        return this;
    }

    /** Started by another program, which is given the command. */
    JarProcess startedBy(String... program) {
        before.addAll(List.of(program));
        return this;
    }

    /** Options for Java. */
    JarProcess options(List<String> more) {
        options.addAll(more);
        return this;
    }

    /** Variables in addition to those of the tests; an empty value takes one away. */
    JarProcess environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** Starts it; both streams go to the file. */
    Process start(Path streams, List<String> arguments) throws IOException {
        return builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(streams.toFile())
                .start();
    }

    /**
     * What it wrote to standard output; it must end well.
     *
     * @param input of standard input; null for none
     */
    byte[] run(@Nullable Path input, List<String> arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        try {
            Process process = builder(arguments)
                    .redirectInput(input == null ? new File("/dev/null") : input.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int exitCode = process.waitFor();
            String said = Files.readString(err);
            assertEquals(0, exitCode, () -> arguments + ": " + said);
            return Files.readAllBytes(out);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(java.toString());
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }
}

package dev.heapcrest.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar of the job, alone beside Spark as on a cluster, against the built command line. */
class FleetJarIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path COMMAND_LINE = Path.of("target", "heapcrest.jar").toAbsolutePath();
    private static final Path JOB = Path.of("target", "heapcrest-" + System.getProperty("version") + "-spark.jar")
            .toAbsolutePath();

    /** What is in the jar already, under other names. */
    private static final List<String> OURS =
            List.of("/picocli", "/fastutil", "/chronicle-", "/spullara/", "/heapcrest", "/target/", "/slf4j-nop");

    @TempDir
    Path folder;

    private int run(List<String> command, Path said) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
    }

    private static byte[] unzipped(Path partial) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(partial))) {
            return in.readAllBytes();
        }
    }

    @Test
    void the_job_gives_what_the_command_line_gives() throws IOException, InterruptedException {
        Path input = Files.createDirectory(folder.resolve("in"));
        try (Stream<Path> captures = Files.list(Path.of("testdata", "captures"))) {
            for (Path capture : captures.filter(file ->
                            file.getFileName().toString().matches("(?:forks|complex|version|nativemix)-.*\\.bin"))
                    .toList()) {
                Files.copy(capture, input.resolve(capture.getFileName()));
            }
        }
        Path merged = folder.resolve("merge.hcp");
        Path said = folder.resolve("said.txt");
        assertEquals(
                3,
                run(
                        List.of(
                                JAVA.toString(), "-jar", COMMAND_LINE.toString(), "merge", "-q", "--capture-nodes",
                                "50000", "--partial", merged.toString(), input.toString()),
                        said));
        String spark = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OURS.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> job = new ArrayList<>(List.of(JAVA.toString()));
        job.addAll(List.of(System.getProperty("spark.opens").split(" ")));
        job.addAll(List.of("-Dspark.master=local[2]", "-Dspark.ui.enabled=false", "-Dspark.driver.host=127.0.0.1"));
        job.addAll(List.of("-cp", JOB + File.pathSeparator + spark, "heapcrest.spark.Fleet"));
        job.addAll(List.of(input.toString(), folder.resolve("out").toString()));
        assertEquals(3, run(job, said), () -> said(said));
        assertArrayEquals(unzipped(merged), unzipped(folder.resolve("out/merged.hcp")));
        String[] lines = said(said).split("\n");
        assertTrue(Stream.of(lines).anyMatch(line -> line.startsWith("Wrote file:" + folder.resolve("out") + ": ")));
    }

    private static String said(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void the_command_line_has_nothing_of_the_job() throws IOException {
        try (JarFile commandLine = new JarFile(COMMAND_LINE.toFile());
                JarFile job = new JarFile(JOB.toFile())) {
            assertFalse(commandLine.stream().anyMatch(entry -> entry.getName().contains("/spark/")));
            assertTrue(job.stream().anyMatch(entry -> entry.getName().equals("heapcrest/spark/Fleet.class")));
            // of Spark's own classes there is none in it
            assertFalse(job.stream().anyMatch(entry -> entry.getName().startsWith("org/")));
        }
    }
}
